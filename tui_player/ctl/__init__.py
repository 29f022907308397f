"""The command `ctl`: words for the player that runs, from other terminals, keys and scripts."""
