"""Measures the loudness of tracks in a child process of low priority."""
