"""The Library pane: searching and exploring."""
