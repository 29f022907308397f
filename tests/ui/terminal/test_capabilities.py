"""What the terminal can show, and descriptor 2 kept off the screen."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tui_player.model.errors import TuiPlayerError
from tui_player.ui.drawing.glyphs import ASCII, LINUX_CONSOLE, UNICODE, Charset
from tui_player.ui.terminal.capabilities import (
    NotATerminalError,
    StderrGuard,
    has_title,
    require_terminal,
    tell_descriptor_of_errors,
    terminal_look,
)
from tui_player.ui.terminal.colours import ColourDepth


@pytest.mark.parametrize(
    ("environ", "encoding", "charset"),
    [
        ({"TERM": "xterm-256color"}, "UTF-8", UNICODE),
        ({"TERM": "xterm"}, "utf8", UNICODE),
        ({"TERM": "xterm"}, "ANSI_X3.4-1968", ASCII),
        ({"TERM": "xterm"}, "ISO-8859-1", ASCII),
        ({"TERM": "xterm"}, "no such encoding", ASCII),
        ({"TERM": "linux"}, "UTF-8", LINUX_CONSOLE),
        ({"TERM": "linux"}, "ISO-8859-1", ASCII),
        ({"TERM": "dumb"}, "UTF-8", ASCII),
        ({}, "UTF-8", UNICODE),
    ],
)
def test_signs(environ: dict[str, str], encoding: str, charset: Charset) -> None:
    assert terminal_look(environ, encoding).charset is charset


@pytest.mark.parametrize(
    ("environ", "depth"),
    [
        ({"TERM": "xterm-256color"}, ColourDepth.MANY),
        ({"TERM": "xterm", "COLORTERM": "truecolor"}, ColourDepth.ALL),
        ({"TERM": "xterm"}, ColourDepth.SIXTEEN),
        ({"TERM": "linux"}, ColourDepth.SIXTEEN),
        ({"TERM": "screen-256color"}, ColourDepth.MANY),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, ColourDepth.NONE),
        ({"TERM": "xterm-256color", "NO_COLOR": ""}, ColourDepth.MANY),
        ({"TERM": "dumb", "COLORTERM": "truecolor"}, ColourDepth.NONE),
        ({}, ColourDepth.SIXTEEN),
    ],
)
def test_colours(environ: dict[str, str], depth: ColourDepth) -> None:
    assert terminal_look(environ, "utf-8").colours is depth


@pytest.mark.parametrize(("missing", "what"), [(0, "input"), (1, "output")])
def test_without_a_terminal_a_sentence_says_so(
    missing: int, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "isatty", lambda number: number != missing)
    with pytest.raises(NotATerminalError, match=f"its standard {what} is not one"):
        require_terminal()


def test_errors_may_go_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "isatty", lambda number: number != 2)
    require_terminal()


GUARDED = """
import os, sys
from pathlib import Path
from tui_player.ui.terminal.capabilities import StderrGuard

guard = StderrGuard(Path(sys.argv[1]))
before = sys.__stderr__
guard.start()
os.write(2, b"native noise\\n")
sys.__stderr__.write("screen 夜\\n")
sys.__stderr__.flush()
guard.stop()
assert sys.__stderr__ is before
os.write(2, b"after\\n")
guard.stop()
"""


def test_noise_goes_to_the_log_and_the_screen_to_the_terminal(tmp_path: Path) -> None:
    log = tmp_path / "log"
    done = subprocess.run(
        [sys.executable, "-c", GUARDED, str(log)], capture_output=True, check=True
    )
    assert done.stdout.decode() == "screen 夜\n"
    assert done.stderr == b"after\n"
    assert log.read_text() == "native noise\n"


def test_a_log_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    guard = StderrGuard(tmp_path / "missing" / "log")
    with pytest.raises(TuiPlayerError, match="cannot be written: No such file"):
        guard.start()
    guard.stop()


def test_only_terminals_with_a_window_have_a_title() -> None:
    assert has_title({"TERM": "xterm-256color"})
    assert has_title({"TERM": "tmux-256color"})
    assert not has_title({"TERM": "linux"})
    assert not has_title({"TERM": "linux-16color"})
    assert not has_title({})


def test_what_stands_in_for_standard_error_has_a_descriptor(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class StandIn(io.StringIO):
        def fileno(self) -> int:
            return -1

    monkeypatch.setattr("sys.stderr", StandIn())
    tell_descriptor_of_errors()
    assert sys.stderr.fileno() == 2
    for other in (None, io.StringIO()):
        monkeypatch.setattr("sys.stderr", other)
        tell_descriptor_of_errors()
