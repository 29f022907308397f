"""Where to go on is on disk soon after it changed, and no more of it is written than changed."""

import os
import queue
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tui_player.history.fact_tables import write_fact
from tui_player.history.worker import HistoryStore
from tui_player.history.writer import RESUME_POINT_S
from tui_player.messages.commands import Remember
from tui_player.messages.facts import Fact, ResumePoint
from tui_player.model.music.track import TrackId

A, B = TrackId("artist/a.mp3"), TrackId(os.fsdecode(b"Bj\xf6rk/b.mp3"))
DEADLINE_S = 30.0


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "history.db"


@pytest.fixture
def make(path: Path) -> Iterator[Callable[[], HistoryStore]]:
    """Makes started stores, as one run of the player after another has them."""
    started: list[HistoryStore] = []

    def make() -> HistoryStore:
        started.append(HistoryStore(path, lambda _: None))
        started[-1].start()
        return started[-1]

    yield make
    for store in started:
        store.stop()


def test_what_is_asked_for_is_written_while_running(
    make: Callable[[], HistoryStore], monkeypatch: pytest.MonkeyPatch
) -> None:
    written: queue.Queue[Fact] = queue.Queue()

    def write_and_say(connection: sqlite3.Connection, fact: Fact) -> None:
        write_fact(connection, fact)
        written.put(fact)

    monkeypatch.setattr("tui_player.history.writer.write_fact", write_and_say)
    store = make()
    assert RESUME_POINT_S < 1.0, "who edits Up next may be killed two seconds later"
    for asked_for in ((A,), (A, B), (B, A), (B,), ()):
        store.post(Remember(ResumePoint(A, 1.0, asked_for)))
        assert written.get(timeout=DEADLINE_S) == ResumePoint(A, 1.0, asked_for)
    store.stop()
    assert make().load().resume_point == ResumePoint(A, 1.0)


def test_a_long_queue_is_not_written_again_for_another_position(
    make: Callable[[], HistoryStore], path: Path
) -> None:
    store = make()
    store.post(Remember(ResumePoint(A, 1.0, (A, B))))
    store.stop()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(
            "CREATE TRIGGER touched BEFORE DELETE ON asked_for"
            " BEGIN SELECT RAISE(FAIL, 'written again'); END"
        )
    store = make()
    store.post(Remember(ResumePoint(A, 9.0, (A, B))))
    store.stop()
    assert make().load().resume_point == ResumePoint(A, 9.0, (A, B))
