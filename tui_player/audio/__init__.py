"""The voice: a sound process that decodes and plays, and its parent side."""
