"""The screen: a Textual app drawn from one snapshot."""
