"""Plays: a child process decodes, mixes and feeds the sound device; this side controls it."""
