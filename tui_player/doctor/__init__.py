"""The command `doctor`: tells what works, what does not, and what to type."""
