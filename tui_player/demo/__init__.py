"""The command `demo`: music and readings it makes itself, for who has no camera or no music."""
