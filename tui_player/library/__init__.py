"""The music folder: scan, watch, tags and index."""
