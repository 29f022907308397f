"""Decides everything: events in, commands and a snapshot out; no I/O, no clock, no threads."""
