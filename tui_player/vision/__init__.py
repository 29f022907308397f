"""Sees: camera, face, expression, each frame on one thread."""
