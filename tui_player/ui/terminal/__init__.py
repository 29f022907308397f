"""Talks to the terminal: capabilities, keys, pacing and output."""
