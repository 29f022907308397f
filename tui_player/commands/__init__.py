"""The commands beside the player, one module or package each."""
