"""A disk without room costs one sentence, and nothing that was to be remembered."""

import queue
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.full_disk import fill, small_disk
from tui_player.history.schema import open_history
from tui_player.history.worker import HistoryStore
from tui_player.history.writer import HistoryWriter
from tui_player.messages.commands import Remember
from tui_player.messages.events import Event, WorkerFailed
from tui_player.messages.facts import Fact, Outcome, TrackHeard
from tui_player.model.music.track import TrackId

DEADLINE_S = 30.0


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "disk", 1_000_000) as place:
        yield place


def heard() -> list[Fact]:
    """More than has room in the pages that are taken already."""
    return [
        TrackHeard(
            TrackId(f"{'long' * 50}{number}.mp3"), float(number), None, 9.0, Outcome.FINISHED
        )
        for number in range(500)
    ]


def test_a_disk_that_fills_up_is_named_once(disk: Path) -> None:
    told: queue.Queue[Event] = queue.Queue()
    store = HistoryStore(disk / "history.db", told.put)
    store.load()
    fill(disk)
    store.start()
    for fact in heard():
        store.post(Remember(fact))
    failed = told.get(timeout=DEADLINE_S)
    assert isinstance(failed, WorkerFailed)
    assert "Likes and plays are kept in memory until they can be written" in failed.sentence
    store.stop()
    assert told.empty()


def test_all_of_it_is_written_once_there_is_room(disk: Path) -> None:
    path = disk / "history.db"
    open_history(path).close()
    mailbox: queue.SimpleQueue[Fact | None] = queue.SimpleQueue()
    told: list[str] = []
    filler = fill(disk)

    def make_room(sentence: str) -> None:
        told.append(sentence)
        filler.unlink()

    for post in (*heard(), None):
        mailbox.put(post)
    HistoryWriter(path, mailbox, make_room).run()
    assert len(told) == 1
    with closing(open_history(path)) as connection:
        assert connection.execute("SELECT count(*) FROM play").fetchone() == (500,)
