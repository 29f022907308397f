"""Reads the tags of each kind of file as names and texts, before any sense is made of them."""
