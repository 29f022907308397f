"""The command `demo`: the player on music and readings that it makes itself."""
