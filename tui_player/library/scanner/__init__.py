"""Keeps the index in step with the folder: walking, watching, reading tags."""
