"""Keys and actions: which key does what, and in which order keys are handled."""
