"""The music folder: scanning, tags, the index, browsing, covers and lyrics."""
