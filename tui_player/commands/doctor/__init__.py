"""The command `doctor`: checks what the player needs and reports how to fix what fails."""
