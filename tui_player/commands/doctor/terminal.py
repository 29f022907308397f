"""The doctor's look at the terminal: letters, colours and size."""

import os
from collections.abc import Iterator, Mapping

from tui_player.commands.doctor.findings import Finding, fails, limited, works
from tui_player.ui.terminal.capabilities import terminal_look
from tui_player.ui.terminal.colours import ColourDepth

LEAST_COLUMNS, LEAST_ROWS = 60, 16  # what the screen needs to be drawn
FULL_COLUMNS, FULL_ROWS = 80, 24


def check_terminal(
    environ: Mapping[str, str], size: os.terminal_size | None, encoding: str | None = None
) -> Iterator[Finding]:
    """Findings on the terminal; `size` is None where there is none."""
    if size is None:
        yield limited("This is no terminal, so its size is not known.")
    else:
        yield _size(size)
    look = terminal_look(environ, encoding)
    if look.charset.only_ascii:
        yield limited("No UTF-8: faces and lines are drawn in plain ASCII.", "export LANG=C.UTF-8")
    else:
        yield works("UTF-8 letters and signs.")
    yield _colours(environ, look.colours)
    if environ.get("SSH_CONNECTION") or environ.get("SSH_TTY"):
        yield limited(
            "Over SSH, camera and loudspeaker are those of the machine this runs on.",
            "its camera picture is off at first; v shows it",
        )


def _size(size: os.terminal_size) -> Finding:
    told = f"{size.columns} x {size.lines} characters"
    if size.columns < LEAST_COLUMNS or size.lines < LEAST_ROWS:
        remedy = f"make it at least {LEAST_COLUMNS} x {LEAST_ROWS}"
        return fails(f"The window has {told}: too few for the screen.", remedy)
    if size.columns < FULL_COLUMNS or size.lines < FULL_ROWS:
        remedy = f"from {FULL_COLUMNS} x {FULL_ROWS} on there is more to see"
        return limited(f"The window has {told}: enough, with some parts left out.", remedy)
    return works(f"The window has {told}.")


def _colours(environ: Mapping[str, str], colours: ColourDepth) -> Finding:
    match colours:
        case ColourDepth.ALL:
            return works("16 million colours.")
        case ColourDepth.MANY:
            return works("256 colours; `export COLORTERM=truecolor` if the terminal has more.")
        case ColourDepth.SIXTEEN:
            return limited("16 colours.", "export TERM=xterm-256color, if the terminal is one")
        case ColourDepth.NONE:
            why = "NO_COLOR is set" if environ.get("NO_COLOR") else "TERM is dumb"
            return limited(f"No colours: {why}.")
