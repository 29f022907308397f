"""What reads covers and lyrics reads for the newest track, and gives up what is held up."""

import queue
import threading
from collections.abc import Iterator

import pytest

from tests.makers import track
from tui_player.model.music.track import Track
from tui_player.ui.panes.extras_worker import STUCK_S, SleeveReader

DEADLINE_S = 20.0


class Disk:
    """Answers with a track's title; a track called "held" only once it is let go."""

    def __init__(self) -> None:
        self.read: list[str] = []
        self.is_held = threading.Event()
        self.is_free = threading.Event()
        self.answers: queue.SimpleQueue[str] = queue.SimpleQueue()
        self.now_s = 0.0
        self.reader = SleeveReader(
            "cover", self._find, lambda _, problem: problem, self.answers.put, lambda: self.now_s
        )

    def _find(self, track: Track) -> str:
        self.read.append(track.title)
        if track.title == "held":
            self.is_held.set()
            self.is_free.wait(DEADLINE_S)
        if track.title == "broken":
            raise MemoryError("no memory")
        return track.title

    def ask(self, title: str) -> None:
        self.reader.ask(track(title))

    def answer(self) -> str:
        return self.answers.get(timeout=DEADLINE_S)

    def hold(self) -> None:
        self.ask("held")
        assert self.is_held.wait(DEADLINE_S)
        self.is_held.clear()


@pytest.fixture
def disk() -> Iterator[Disk]:
    disk = Disk()
    yield disk
    disk.is_free.set()
    disk.reader.stop()


def test_it_reads_for_the_newest_track(disk: Disk) -> None:
    disk.hold()
    for title in ("a", "b", "c"):
        disk.ask(title)
    disk.is_free.set()
    assert [disk.answer(), disk.answer()] == ["held", "c"]
    assert disk.read == ["held", "c"]


def test_a_failure_is_told_and_it_goes_on(disk: Disk) -> None:
    disk.ask("broken")
    assert disk.answer() == "the cover of broken cannot be read: no memory"
    disk.ask("a")
    assert disk.answer() == "a"


def test_a_disk_that_never_answers_is_given_up(disk: Disk) -> None:
    disk.hold()
    disk.now_s += STUCK_S + 1
    disk.ask("a")
    assert disk.answer() == "a"
    disk.is_free.set()
    disk.ask("b")
    assert disk.answer() == "b", "what came late was for a track that is over"


def test_no_number_of_dead_files_fills_the_process_with_threads(disk: Disk) -> None:
    before = threading.active_count()
    for _ in range(20):
        disk.hold()
        disk.now_s += STUCK_S + 1
    for _ in range(9):
        disk.ask("held")
    assert threading.active_count() <= before + 21
