"""What the terminal can show, and keeping foreign writing off the screen."""

import codecs
import locale
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, TextIO

from tui_player.model.errors import TuiPlayerError
from tui_player.ui.drawing.glyphs import ASCII, LINUX_CONSOLE, UNICODE, Charset
from tui_player.ui.terminal.colours import ColourDepth, colour_depth
from tui_player.ui.terminal.throughput import TerminalLine, timed_text


class TerminalLook(NamedTuple):
    """The signs and the colours a terminal gets."""

    charset: Charset = UNICODE
    colours: ColourDepth = ColourDepth.ALL


class NotATerminalError(TuiPlayerError):
    """The screen was asked for where there is no terminal."""


def require_terminal() -> None:
    """Raise NotATerminalError unless both the keyboard and the screen are a terminal."""
    for number, what in ((0, "input"), (1, "output")):
        if not os.isatty(number):
            raise NotATerminalError(
                f"tui-player needs a terminal, but its standard {what} is not one; "
                "start it from a terminal, without a pipe or redirection"
            )


def terminal_look(environ: Mapping[str, str], encoding: str | None = None) -> TerminalLook:
    """What to draw with, from the environment and the locale's encoding."""
    return TerminalLook(_charset(environ, encoding or locale.getencoding()), colour_depth(environ))


def has_title(environ: Mapping[str, str]) -> bool:
    """Whether the terminal's window has a title to be set; the console of Linux has none."""
    return environ.get("TERM", "").split("-")[0] not in ("", "linux", "dumb")


def _charset(environ: Mapping[str, str], encoding: str) -> Charset:
    try:
        is_utf8 = codecs.lookup(encoding).name == "utf-8"
    except LookupError:
        is_utf8 = False
    if not is_utf8 or environ.get("TERM") == "dumb":
        return ASCII
    return LINUX_CONSOLE if environ.get("TERM") == "linux" else UNICODE


class StderrGuard:
    """Keeps what native libraries write to descriptor 2 out of the picture.

    Textual draws on standard error; ALSA, OpenCV and ONNX Runtime write there too, and a person
    may have led it to a file. `start` has Textual draw where standard output leads, and points
    descriptor 2 at the log file; `stop` puts both back. `line` tells how well the terminal keeps
    up. Start it before the app is made, stop it after the app has ended.
    """

    def __init__(self, log_file: Path) -> None:
        self._log_file = log_file
        self.line = TerminalLine()
        self._errors: int | None = None  # where descriptor 2 led before
        self._stderr_before: TextIO | None = None

    def start(self) -> None:
        """Point descriptor 2 at the log; raise TuiPlayerError if the log cannot be opened."""
        try:
            log = os.open(self._log_file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        except OSError as error:
            raise TuiPlayerError(
                f"the log {self._log_file} cannot be written: {error.strerror}"
            ) from error
        self._errors = os.dup(2)
        os.dup2(log, 2)
        os.close(log)
        screen = timed_text(os.dup(1), self.line)
        self._stderr_before = sys.__stderr__
        sys.__stderr__ = screen  # type: ignore[misc]

    def stop(self) -> None:
        """Let descriptor 2 lead where it led before."""
        if self._errors is None:
            return
        os.dup2(self._errors, 2)
        os.close(self._errors)
        self._errors = None
        if sys.__stderr__ is not None:
            sys.__stderr__.close()
        sys.__stderr__ = self._stderr_before  # type: ignore[misc, assignment]


def tell_descriptor_of_errors() -> None:
    """Give what stands in for sys.stderr while the screen is up the descriptor of errors, the log.

    Textual's has -1, which multiprocessing would hand on to the processes that it starts: none of
    them would come up.
    """
    with suppress(AttributeError, OSError, ValueError):  # there is none, or it has no descriptor
        if sys.stderr.fileno() < 0:
            setattr(sys.stderr, "fileno", lambda: 2)  # noqa: B010 - a method, to mypy
