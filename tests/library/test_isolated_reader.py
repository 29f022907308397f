"""What reads in a process of its own survives whatever becomes of that process."""

import os
import signal
from collections.abc import Iterator
from multiprocessing import active_children

import pytest

from tui_player.library.isolated_reader import (
    CRASHED,
    MOST_MEMORY_BYTES,
    IsolatedReader,
    NoAnswerError,
)


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
    reader.stop()
    assert not active_children()


def test_one_process_reads_one_after_the_other(reader: Reader) -> None:
    assert not active_children()
    assert reader.read("a") == "a: read"
    (first,) = active_children()
    assert reader.read("b") == "b: read"
    assert active_children() == [first]


@pytest.mark.parametrize("how", ["crash", "fail"])
def test_what_ends_the_process_is_told_and_the_next_is_read(reader: Reader, how: str) -> None:
    with pytest.raises(NoAnswerError, match=CRASHED):
        reader.read(how)
    assert reader.read("b") == "b: read"


def test_what_takes_too_long_is_given_up_and_the_next_is_read() -> None:
    reader = Reader(behave, limit_s=1.0)
    with pytest.raises(NoAnswerError, match="longer than 1 s"):
        reader.read("hang")
    assert not active_children()


def test_what_is_asked_for_cannot_fill_the_memory(reader: Reader) -> None:
    assert reader.read("fill the memory") == "no memory"


def test_a_process_that_was_killed_between_two_is_replaced(reader: Reader) -> None:
    reader.read("a")
    (process,) = active_children()
    process.kill()
    process.join()
    assert reader.read("b") == "b: read"


def test_it_may_be_stopped_at_any_time(reader: Reader) -> None:
    reader.stop()
    reader.read("a")
    reader.stop()
    reader.stop()
    assert reader.read("b") == "b: read"
