"""What reads in a process of its own survives whatever becomes of that process."""

import io
import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tui_player.library.scanner.isolated_process import MOST_MEMORY_BYTES
from tui_player.library.scanner.isolated_reader import CRASHED, IsolatedReader, NoAnswerError


def behave(how: str) -> str:
    """Read well, badly, or not at all."""
    match how:
        case "crash":
            os.kill(os.getpid(), signal.SIGSEGV)
        case "hang":
            signal.pause()
        case "fail":
            raise RuntimeError("nobody expected this")
        case "fill the memory":
            try:
                bytearray(2 * MOST_MEMORY_BYTES)
            except MemoryError:
                return "no memory"
    return f"{how}: read"


Reader = IsolatedReader[str, str]


@pytest.fixture
def reader() -> Iterator[Reader]:
    reader = Reader(behave)
    yield reader
    pid = reader.pid
    reader.stop()
    assert reader.pid is None
    assert pid is None or not Path(f"/proc/{pid}").exists()


def test_one_process_reads_one_after_the_other(reader: Reader) -> None:
    assert reader.read("a") == "a: read"
    first = reader.pid
    assert first is not None
    assert reader.read("b") == "b: read"
    assert reader.pid == first


@pytest.mark.parametrize("how", ["crash", "fail"])
def test_what_ends_the_process_is_told_and_the_next_is_read(reader: Reader, how: str) -> None:
    with pytest.raises(NoAnswerError, match=CRASHED):
        reader.read(how)
    assert reader.read("b") == "b: read"


def test_what_takes_too_long_is_given_up_and_the_next_is_read() -> None:
    reader = Reader(behave, limit_s=1.0)
    with pytest.raises(NoAnswerError, match="longer than 1 s"):
        reader.read("hang")
    assert reader.pid is None


def test_what_is_asked_for_cannot_fill_the_memory(reader: Reader) -> None:
    assert reader.read("fill the memory") == "no memory"


def test_a_process_that_was_killed_between_two_is_replaced(reader: Reader) -> None:
    reader.read("a")
    assert reader.pid is not None
    os.kill(reader.pid, signal.SIGKILL)
    assert reader.read("b") == "b: read"


def test_it_may_be_stopped_at_any_time(reader: Reader) -> None:
    reader.stop()
    reader.read("a")
    reader.stop()
    reader.stop()
    assert reader.read("b") == "b: read"


def test_a_process_that_nobody_needs_ends_and_the_next_question_starts_another() -> None:
    reader = Reader(behave, idle_s=0.05)
    assert reader.read("a") == "a: read"
    first = reader.pid
    assert first is not None
    watched = os.pidfd_open(first)
    assert select.select([watched], [], [], 20)[0], "it ends by itself"
    os.close(watched)
    assert reader.read("b") == "b: read"
    assert reader.pid not in (None, first)
    reader.stop()


def test_a_screen_that_has_no_standard_error_does_not_matter(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    class NoDescriptor(io.StringIO):
        def fileno(self) -> int:
            return -1

    monkeypatch.setattr("sys.stderr", NoDescriptor())
    assert reader.read("a") == "a: read"


def test_the_process_ends_with_one_that_is_killed_while_it_reads(tmp_path: Path) -> None:
    code = (
        "from tests.library.scanner.test_isolated_reader import *\n"
        "import sys, threading, time\n"
        "reader = Reader(behave); reader.read('a'); print(reader.pid, flush=True)\n"
        "reader.read('hang')\n"
    )
    player = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, cwd=Path(__file__).parents[3]
    )
    assert player.stdout is not None
    reading = os.pidfd_open(int(player.stdout.readline()))
    player.kill()
    player.communicate()
    assert select.select([reading], [], [], 20)[0]
    os.close(reading)
