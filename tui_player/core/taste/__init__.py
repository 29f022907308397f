"""What plays, skips and likes teach about taste."""
