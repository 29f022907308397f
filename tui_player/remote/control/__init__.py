"""The control socket: JSON lines between the player and its clients."""
