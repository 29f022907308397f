"""Words and decisions of the player: pure code, standard library only."""
