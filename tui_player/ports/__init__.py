"""What the core asks of the library, as protocols."""
