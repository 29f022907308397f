"""Covers and lyrics of one track, read when it plays."""
