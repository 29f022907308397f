"""Lets `python -m tui_player` start the program."""

import sys

from tui_player.cli import main

sys.exit(main())
