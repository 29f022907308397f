"""The words that all parts share: plain frozen values, standard library only."""
