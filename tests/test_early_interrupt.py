"""Ctrl-C while the program still starts: quiet, and with the status that shells know."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.media_files import write_audio
from tests.terminal import LEAVES_ALTERNATE_SCREEN, TerminalSession, session_environ

INTERRUPTED = 130

# Python runs this first: as soon as a module is looked for, Ctrl-C is pressed.
SITE = """
import os, signal, sys

class Interrupting:
    def find_spec(self, name, path=None, target=None):
        if name == os.environ["INTERRUPT_AT"]:
            sys.meta_path.remove(self)
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Interrupting())
"""


@pytest.fixture
def music(tmp_path: Path) -> Path:
    folder = tmp_path / "Music"
    folder.mkdir()
    write_audio(folder / "One.flac", seconds=5, tags={"title": "One"})
    return folder


def environ_that_interrupts(at: str, home: Path, tmp_path: Path) -> dict[str, str]:
    (tmp_path / "sitecustomize.py").write_text(SITE)
    root = Path(__file__).parents[1]
    return session_environ(home, INTERRUPT_AT=at, PYTHONPATH=f"{tmp_path}:{root}")


@pytest.mark.parametrize(
    ("words", "at"),
    [
        (("--version",), "argparse"),
        (("--headless",), "tui_player.app.headless"),
        (("--headless",), "tui_player.settings.config"),
        (("--headless",), "tui_player.app.engine"),
        (("--headless",), "tui_player.app.workers"),
        (("--plain",), "tui_player.ui.app"),
        (("--plain",), "tui_player.app.engine"),
        (("scan",), "tui_player.library.scanner.scan_once"),
        (("doctor",), "tui_player.commands.doctor.library"),
        (("ctl", "status"), "tui_player.commands.ctl.paths"),
        (("attach",), "tui_player.app.attach"),
        (("learned",), "sqlite3"),
        (("demo",), "tui_player.commands.demo.command"),
        (("demo",), "tui_player.app.startup"),
    ],
)
def test_an_early_interrupt_is_quiet(
    words: tuple[str, ...], at: str, music: Path, own_home: Path, tmp_path: Path
) -> None:
    arguments = [*words, music] if words[0] in ("--headless", "--plain", "scan") else words
    done = subprocess.run(
        [sys.executable, "-m", "tui_player", *arguments],
        env=environ_that_interrupts(at, own_home, tmp_path),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == INTERRUPTED
    assert "Traceback" not in done.stderr
    assert "Interrupt" not in done.stderr


@pytest.mark.parametrize(
    "at", ["tui_player.ui.app", "tui_player.app.engine", "tui_player.app.workers"]
)
def test_an_early_interrupt_leaves_the_terminal_as_it_was(
    at: str, music: Path, own_home: Path, tmp_path: Path
) -> None:
    environ = environ_that_interrupts(at, own_home, tmp_path)
    with TerminalSession([str(music), "--no-camera"], environ) as program:
        assert program.wait_for_end() == INTERRUPTED
        assert b"Traceback" not in program.written
        assert program.written.count(b"\x1b[?1049h") == program.written.count(
            LEAVES_ALTERNATE_SCREEN
        )
