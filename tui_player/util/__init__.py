"""Small helpers for files and console output; standard library only."""
