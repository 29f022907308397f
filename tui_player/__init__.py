"""A terminal music player that watches your face and plays what fits."""
