"""What opens over the panes: help, choosers, charts."""
