"""When a touched path may be read, by a clock that the test turns."""

import pytest

from tui_player.library.scanner.debounce import GATHER_S, GROWING_STILL_S, STILL_S, Debouncer
from tui_player.library.scanner.walk import Signature

PATH = b"a.mp3"


class Disk:
    """What the files look like, by size alone."""

    def __init__(self) -> None:
        self.sizes: dict[bytes, int] = {}

    def look(self, path: bytes) -> Signature | None:
        return Signature(self.sizes[path], 0, 0) if path in self.sizes else None


@pytest.fixture
def disk() -> Disk:
    return Disk()


@pytest.fixture
def settling(disk: Disk) -> Debouncer:
    return Debouncer(disk.look)


def test_nothing_waits_at_first(settling: Debouncer) -> None:
    assert settling.next_due_s() is None
    assert settling.due(100.0) == []


def test_a_closed_file_is_read_once_its_burst_is_gathered(settling: Debouncer) -> None:
    settling.touched(PATH, complete=True, now_s=10.0)
    settling.touched(b"b.mp3", complete=True, now_s=10.05)
    assert settling.due(10.0) == []
    assert settling.next_due_s() == 10.0 + GATHER_S
    assert settling.due(10.2) == [PATH, b"b.mp3"]
    assert settling.due(99.0) == []


def test_a_burst_on_one_path_does_not_put_it_off(settling: Debouncer) -> None:
    for tenths in range(20):
        settling.touched(PATH, complete=True, now_s=10.0 + tenths / 100)
    assert settling.due(10.0 + GATHER_S) == [PATH]


def test_what_is_gone_or_a_folder_need_not_lie_still(settling: Debouncer) -> None:
    settling.touched(b"folder", complete=False, now_s=10.0)
    assert settling.due(10.0 + GATHER_S) == [b"folder"]


def test_a_file_moved_in_is_read_when_it_has_lain_still(settling: Debouncer, disk: Disk) -> None:
    disk.sizes[PATH] = 500
    settling.touched(PATH, complete=False, now_s=10.0)
    assert settling.due(10.0 + GATHER_S) == []
    assert settling.due(10.0 + STILL_S) == [PATH]


def test_a_file_being_copied_waits_for_its_end(settling: Debouncer, disk: Disk) -> None:
    disk.sizes[PATH] = 0
    settling.touched(PATH, complete=False, now_s=10.0)
    disk.sizes[PATH] = 500
    assert settling.due(10.0 + STILL_S) == []
    settling.touched(PATH, complete=True, now_s=11.0)
    assert settling.due(11.0 + GATHER_S) == [PATH]


def test_a_copy_that_stalls_is_read_after_a_longer_while(settling: Debouncer, disk: Disk) -> None:
    disk.sizes[PATH] = 300
    settling.touched(PATH, complete=False, now_s=10.0)
    disk.sizes[PATH] = 500
    grown_s = 10.0 + STILL_S
    assert settling.due(grown_s) == []
    assert settling.due(grown_s + STILL_S) == []
    assert settling.due(grown_s + GROWING_STILL_S) == [PATH]


def test_a_file_that_vanishes_meanwhile_is_due(settling: Debouncer, disk: Disk) -> None:
    disk.sizes[PATH] = 300
    settling.touched(PATH, complete=False, now_s=10.0)
    del disk.sizes[PATH]
    assert settling.due(10.0 + STILL_S) == [PATH]


def test_a_full_scan_makes_waiting_needless(settling: Debouncer) -> None:
    settling.touched(PATH, complete=True, now_s=10.0)
    settling.forget()
    assert settling.next_due_s() is None
