"""What crosses threads: events, requests, commands and the snapshot."""
