"""How other programs reach the player: the control socket and the desktop's message bus."""
