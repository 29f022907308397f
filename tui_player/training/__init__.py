"""Trains, evaluates and exports the network that reads faces; never imported by the player."""
