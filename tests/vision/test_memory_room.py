"""Where the limit on memory is too near, nothing heavy is loaded, and that is said."""

import os
import resource
from pathlib import Path

import pytest

from tui_player.vision.memory_room import NEEDED_BYTES, NoMemoryRoomError, check_memory_room

USED_PAGES = 50_000


@pytest.fixture
def statm(tmp_path: Path) -> Path:
    file = tmp_path / "statm"
    file.write_text(f"{USED_PAGES} 900 800 1 0 700 0\n")
    return file


def limit_to(monkeypatch: pytest.MonkeyPatch, left_bytes: int) -> None:
    """Set a limit on the address space that leaves so much."""
    limit = USED_PAGES * os.sysconf("SC_PAGESIZE") + left_bytes
    monkeypatch.setattr("resource.getrlimit", lambda _: (limit, resource.RLIM_INFINITY))


def test_without_a_limit_there_is_room(statm: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    unlimited = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
    monkeypatch.setattr("resource.getrlimit", lambda _: unlimited)
    check_memory_room(statm)


def test_a_limit_that_leaves_enough_is_none(statm: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    limit_to(monkeypatch, NEEDED_BYTES)
    check_memory_room(statm)


def test_one_that_leaves_too_little_is_told(statm: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    limit_to(monkeypatch, 123_000_000)
    with pytest.raises(NoMemoryRoomError, match=r"\(ulimit -v\) leaves 123; raise it, or start"):
        check_memory_room(statm)
    limit_to(monkeypatch, -1)
    with pytest.raises(NoMemoryRoomError, match="leaves 0;"):
        check_memory_room(statm)


def test_this_process_can_be_asked() -> None:
    check_memory_room()
