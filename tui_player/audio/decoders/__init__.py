"""Turns sound files into PCM frames."""
