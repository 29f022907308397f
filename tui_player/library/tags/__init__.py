"""Reads what music files say about themselves."""
