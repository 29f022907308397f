"""Training, export and evaluation of the network, beside the player."""
