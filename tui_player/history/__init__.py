"""The user's own past: plays, skips, likes, queue and resume point, kept for good."""
