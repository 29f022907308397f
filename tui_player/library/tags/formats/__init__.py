"""Readers of the tags of each kind of file, from bytes to fields."""
