"""The command `ctl`: controls the player that is running."""
