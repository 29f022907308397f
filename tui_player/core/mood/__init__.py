"""From readings of a face to the mood that music follows: smoothing, presence, pins, goals."""
