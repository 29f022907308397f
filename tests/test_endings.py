"""How the whole program ends: by a signal to any of its threads, and with its terminal."""

import ctypes
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.media_files import write_audio
from tests.terminal import TerminalSession, processes_of, session_environ

pytestmark = pytest.mark.timeout(180)

LOST = 128 + signal.SIGHUP
MODES = [(), ("--plain",)]


@pytest.fixture
def music(tmp_path: Path) -> Path:
    folder = tmp_path / "Music"
    folder.mkdir()
    write_audio(folder / "One.flac", seconds=60, tags={"title": "Song One", "artist": "Anna"})
    return folder


@contextmanager
def paused(
    home: Path, *arguments: str, is_told_of_its_end: bool = True
) -> Iterator[TerminalSession]:
    """A player that writes nothing by itself."""
    with TerminalSession(
        ("--no-camera", *arguments), session_environ(home), is_told_of_its_end=is_told_of_its_end
    ) as program:
        program.wait_for("Song One")
        program.press(" ")
        program.wait_for("Paused")
        yield program


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_the_first_signal_ends_it_whichever_thread_it_comes_to(
    music: Path, own_home: Path, mode: tuple[str, ...], number: signal.Signals
) -> None:
    with paused(own_home, *mode, str(music)) as program:
        send_to_last_thread(program.process_id, number)
        assert program.wait_for_end() == 128 + number


@pytest.mark.parametrize("mode", MODES)
def test_a_terminal_that_goes_without_a_signal_ends_it(
    music: Path, own_home: Path, mode: tuple[str, ...]
) -> None:
    with paused(own_home, *mode, str(music), is_told_of_its_end=False) as program:
        family = processes_of(program.process_id)
        program.hang_up()
        assert program.wait_for_end() == LOST
        assert [pid for pid in family if processes_of(pid)] == []


def send_to_last_thread(process_id: int, number: signal.Signals) -> None:
    """Send a signal to the thread of a process that was started last (tgkill(2))."""
    threads = sorted(int(entry.name) for entry in Path(f"/proc/{process_id}/task").iterdir())
    assert len(threads) > 1
    libc = ctypes.CDLL(None, use_errno=True)
    assert libc.tgkill(process_id, threads[-1], int(number)) == 0
