"""Paths, configuration and themes."""
