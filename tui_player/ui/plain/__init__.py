"""The screen as lines of text, for screen readers."""
