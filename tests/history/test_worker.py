"""The user's past: what was told is there again at the next start, whatever happened."""

import os
import queue
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tui_player.core.memory import Memory
from tui_player.core.selection.shuffle_bag import Turns
from tui_player.history import schema
from tui_player.history.fact_tables import write_fact
from tui_player.history.worker import HistoryStore
from tui_player.messages.commands import Remember
from tui_player.messages.events import Event, WorkerFailed
from tui_player.messages.facts import (
    Fact,
    LoudnessKnown,
    OpinionGiven,
    Outcome,
    ResumePoint,
    TrackHeard,
)
from tui_player.model.mood.emotion import Emotion
from tui_player.model.music.loudness import FileState, Loudness
from tui_player.model.music.track import TrackId

A = TrackId("artist/a.mp3")
B = TrackId(os.fsdecode(b"Bj\xf6rk/b.mp3"))
DEADLINE_S = 30.0


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "history.db"


@pytest.fixture
def told() -> "queue.Queue[Event]":
    return queue.Queue()


@pytest.fixture
def make(path: Path, told: "queue.Queue[Event]") -> Iterator[Callable[[], HistoryStore]]:
    """Makes started stores, as one run of the player after another has them."""
    started: list[HistoryStore] = []

    def make() -> HistoryStore:
        store = HistoryStore(path, told.put)
        store.start()
        started.append(store)
        return store

    yield make
    for store in started:
        store.stop()


def heard(track: TrackId, at_unix_s: float, emotion: Emotion | None = None) -> TrackHeard:
    return TrackHeard(track, at_unix_s, emotion, 12.5, Outcome.FINISHED)


def remember(store: HistoryStore, *facts: Fact) -> Memory:
    """Tell the facts, stop, and load anew; the memory as the facts alone would make it."""
    memory = store.load()
    for fact in facts:
        store.post(Remember(fact))
        memory = memory.with_fact(fact)
    store.stop()
    return memory


def rows(path: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


def sentence(told: "queue.Queue[Event]") -> str:
    event = told.get(timeout=DEADLINE_S)
    assert isinstance(event, WorkerFailed)
    assert event.worker == "history"
    return event.sentence


class TestRemembering:
    def test_a_new_history_is_empty(self, make: Callable[[], HistoryStore], path: Path) -> None:
        assert make().load() == Memory()
        assert path.exists()

    def test_every_fact_is_there_at_the_next_start(
        self, make: Callable[[], HistoryStore], told: "queue.Queue[Event]"
    ) -> None:
        facts = (
            heard(A, 100.0, Emotion.HAPPY),
            heard(A, 200.0, Emotion.SAD),
            heard(B, 9000.0),
            heard(B, 150.0),
            OpinionGiven(A, Emotion.HAPPY, 1),
            OpinionGiven(A, Emotion.SAD, -1),
            OpinionGiven(B, Emotion.HAPPY, 1),
            OpinionGiven(B, Emotion.HAPPY, 0),
            ResumePoint(B, 33.25, (A, B, A), 40),
            LoudnessKnown(A, Loudness(-9.5, 1.02)),
            LoudnessKnown(B, Loudness(2.0, 0.5)),
            LoudnessKnown(B, Loudness(-7.25, 0.99, -8.0, 1.0, FileState(9_000_000, 17 * 10**17))),
        )
        memory = remember(make(), *facts)
        assert make().load() == memory
        assert memory.last_heard_unix_s == {A: 200.0, B: 150.0}, "B when the clock was set right"
        assert memory.loudness == {
            A: Loudness(-9.5, 1.02),
            B: Loudness(-7.25, 0.99, -8.0, 1.0, FileState(9_000_000, 17 * 10**17)),
        }
        assert told.empty()

    def test_every_play_is_kept(self, make: Callable[[], HistoryStore], path: Path) -> None:
        skipped = TrackHeard(B, 3.0, Emotion.ANGRY, 0.5, Outcome.SKIPPED)
        remember(make(), heard(A, 1.0), heard(A, 2.0, Emotion.HAPPY), skipped)
        assert rows(path, "SELECT track, at_unix_s, emotion, heard_s, outcome FROM play") == [
            (b"artist/a.mp3", 1.0, None, 12.5, "finished"),
            (b"artist/a.mp3", 2.0, "happy", 12.5, "finished"),
            (b"Bj\xf6rk/b.mp3", 3.0, "angry", 0.5, "skipped"),
        ]

    def test_the_newest_resume_point_counts(self, make: Callable[[], HistoryStore]) -> None:
        points = [ResumePoint(A, float(second), (B,)) for second in range(1_000)]
        remember(make(), *points)
        assert make().load().resume_point == points[-1]

    def test_a_resume_point_may_name_nothing(self, make: Callable[[], HistoryStore]) -> None:
        remember(make(), ResumePoint(A, 5.0, (A, B)), ResumePoint())
        assert make().load().resume_point == ResumePoint()

    def test_facts_are_written_while_running(
        self, make: Callable[[], HistoryStore], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        written: queue.Queue[Fact] = queue.Queue()

        def write_and_say(connection: sqlite3.Connection, fact: Fact) -> None:
            write_fact(connection, fact)
            written.put(fact)

        monkeypatch.setattr("tui_player.history.writer.write_fact", write_and_say)
        store = make()
        store.post(Remember(heard(A, 1.0)))
        assert written.get(timeout=DEADLINE_S) == heard(A, 1.0)

    def test_many_facts_are_all_written(self, make: Callable[[], HistoryStore], path: Path) -> None:
        remember(make(), *(heard(A, float(n)) for n in range(5_000)))
        assert rows(path, "SELECT COUNT(*), COUNT(DISTINCT at_unix_s) FROM play") == [
            (5_000, 5_000)
        ]

    def test_moods_of_another_version_are_left_alone(
        self, make: Callable[[], HistoryStore], path: Path
    ) -> None:
        remember(make(), OpinionGiven(A, Emotion.HAPPY, 1))
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("INSERT INTO opinion VALUES (?, 'A mood', -1)", (b"artist/a.mp3",))
        assert make().load().opinions == {(A, Emotion.HAPPY): 1}
        assert rows(path, "SELECT COUNT(*) FROM opinion") == [(2,)]

    def test_stopping_without_starting_does_nothing(self, path: Path) -> None:
        HistoryStore(path, lambda _: None).stop()
        assert not path.exists()


class TestDamage:
    def test_a_damaged_history_is_kept_aside(
        self, make: Callable[[], HistoryStore], path: Path, told: "queue.Queue[Event]"
    ) -> None:
        path.parent.mkdir()
        path.write_bytes(b"this is not a history" * 500)
        store = make()
        assert store.load() == Memory()
        aside = path.with_name("history.damaged-1.db")
        said = sentence(told)
        assert str(path) in said
        assert str(aside) in said
        assert aside.read_bytes() == b"this is not a history" * 500
        memory = remember(store, OpinionGiven(A, Emotion.HAPPY, 1))
        assert make().load() == memory

    def test_an_earlier_damaged_one_is_not_overwritten(
        self, make: Callable[[], HistoryStore], path: Path, told: "queue.Queue[Event]"
    ) -> None:
        path.parent.mkdir()
        for number in (1, 2):
            path.write_bytes(b"no history %d" % number * 500)
            make().load()
            sentence(told)
        names = [path.with_name(f"history.damaged-{number}.db") for number in (1, 2)]
        assert [name.read_bytes()[:12] for name in names] == [b"no history 1", b"no history 2"]

    def test_damage_found_while_writing_loses_no_fact(
        self, make: Callable[[], HistoryStore], path: Path, told: "queue.Queue[Event]"
    ) -> None:
        store = make()
        store.load()
        path.write_bytes(b"overwritten by something else" * 500)
        store.post(Remember(OpinionGiven(A, Emotion.HAPPY, 1)))
        assert "damaged" in sentence(told)
        store.stop()
        assert make().load().opinions == {(A, Emotion.HAPPY): 1}


class TestTrouble:
    def test_a_folder_that_cannot_be_made_is_said(
        self, make: Callable[[], HistoryStore], path: Path, told: "queue.Queue[Event]"
    ) -> None:
        path.parent.write_text("a file where the folder should be")
        store = make()
        assert store.load() == Memory()
        assert "Cannot use the history" in sentence(told)

    def test_what_could_not_be_written_is_written_later(
        self, make: Callable[[], HistoryStore], path: Path, told: "queue.Queue[Event]"
    ) -> None:
        path.parent.write_text("a file where the folder should be")
        store = make()
        store.post(Remember(heard(A, 1.0)))
        assert "kept in memory" in sentence(told)
        path.parent.unlink()
        store.stop()
        assert make().load().last_heard_unix_s == {A: 1.0}

    def test_what_was_never_written_is_in_the_log(
        self,
        make: Callable[[], HistoryStore],
        path: Path,
        told: "queue.Queue[Event]",
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        path.parent.write_text("a file where the folder should be")
        store = make()
        store.post(Remember(heard(A, 1.0)))
        store.stop()
        assert "kept in memory" in sentence(told)
        assert caplog.messages == ["1 facts could not be written to the history"]


class TestUnknownPast:
    def test_what_no_table_takes_keeps_nothing_else_from_being_written(
        self, make: Callable[[], HistoryStore], told: "queue.Queue[Event]"
    ) -> None:
        never = heard(A, float("nan"))  # which SQLite takes for no number at all
        unnamed = heard(TrackId("a\ud800.mp3"), 1.0)
        remember(make(), never, unnamed, heard(B, 2.0))
        assert make().load().last_heard_unix_s == {B: 2.0}
        assert "could not be remembered" in sentence(told)

    @pytest.mark.parametrize(
        "row",
        [
            "name VALUES (x'61', 't', 'a', 'no list')",
            "mood_orders VALUES (1, 'happy', '{}')",
            "mood_orders VALUES (1, 'happy', 'no goal')",
            "neutral_face VALUES (1, 1.0, 'no shares')",
            "lesson VALUES (x'61', 'happy', 'many', 'none')",
        ],
    )
    def test_a_row_that_makes_no_sense_stops_no_start(
        self, make: Callable[[], HistoryStore], path: Path, row: str
    ) -> None:
        remember(make(), heard(B, 2.0))
        with closing(sqlite3.connect(path)) as connection:
            connection.execute(f"INSERT INTO {row}")
            connection.commit()
        make().load()
        assert rows(path, "SELECT COUNT(*) FROM play") == [(1,)]

    def test_a_resume_point_that_could_not_be_read_is_not_replaced(
        self,
        make: Callable[[], HistoryStore],
        path: Path,
        told: "queue.Queue[Event]",
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(schema, "BUSY_S", 0.05)
        point = ResumePoint(A, 12.0, (), 50)
        remember(make(), point)
        locked = sqlite3.connect(path, isolation_level=None)
        locked.execute("PRAGMA locking_mode = EXCLUSIVE")
        locked.execute("BEGIN EXCLUSIVE")
        store = make()
        assert store.load() == Memory()
        assert "Cannot use the history" in sentence(told)
        locked.execute("ROLLBACK")
        locked.close()
        store.post(Remember(ResumePoint()))
        store.post(Remember(heard(A, 1.0)))
        store.stop()
        memory = make().load()
        assert memory.resume_point == point
        assert A in memory.last_heard_unix_s


class TestVersions:
    def test_a_history_of_a_newer_version_is_left_as_it_is(
        self, make: Callable[[], HistoryStore], path: Path, told: "queue.Queue[Event]"
    ) -> None:
        remember(make(), heard(A, 1.0))
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA user_version = 99")
        assert make().load() == Memory()
        assert "newer version" in sentence(told)
        assert rows(path, "SELECT COUNT(*) FROM play") == [(1,)]

    def test_a_migration_is_backed_up_before(
        self, make: Callable[[], HistoryStore], path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        memory = remember(make(), heard(A, 1.0), OpinionGiven(B, Emotion.SAD, 1))
        later = (*schema.MIGRATIONS, "ALTER TABLE play ADD COLUMN note TEXT;")
        monkeypatch.setattr(schema, "MIGRATIONS", later)
        assert make().load() == memory
        assert rows(path, "SELECT note FROM play") == [(None,)]
        backup = path.with_name(f"history.before-version-{len(later)}-1.db")
        assert rows(backup, "SELECT COUNT(*) FROM play") == [(1,)]
        assert rows(backup, "PRAGMA user_version") == [(len(later) - 1,)]

    @pytest.mark.parametrize("version", [0, 1])
    def test_two_players_that_bring_it_up_to_date_at_once_both_can_use_it(
        self, path: Path, monkeypatch: pytest.MonkeyPatch, version: int
    ) -> None:
        now = schema.MIGRATIONS
        monkeypatch.setattr(schema, "MIGRATIONS", now[:version])
        path.parent.mkdir()
        schema.open_history(path).close()
        monkeypatch.setattr(schema, "MIGRATIONS", now)
        others = iter([True])

        class Slow(sqlite3.Connection):
            """Has another player come first between looking and changing."""

            def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
                if sql == "BEGIN IMMEDIATE" and next(others, False):
                    schema.open_history(path).close()
                return super().execute(sql, *values)

            def executescript(self, script: str) -> sqlite3.Cursor:
                if next(others, False):
                    schema.open_history(path).close()
                return super().executescript(script)

        connect = sqlite3.connect
        monkeypatch.setattr(
            sqlite3, "connect", lambda *args, **more: connect(*args, factory=Slow, **more)
        )
        with closing(schema.open_history(path)) as connection:
            assert connection.execute("PRAGMA user_version").fetchone() == (len(now),)
        assert len(list(path.parent.glob("*before-version*"))) == version

    def test_the_first_version_is_brought_up_to_date_with_all_that_is_in_it(
        self, make: Callable[[], HistoryStore], path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        now = schema.MIGRATIONS
        monkeypatch.setattr(schema, "MIGRATIONS", now[:1])
        path.parent.mkdir()
        with closing(schema.open_history(path)) as connection, connection:
            for fact in (heard(A, 1.0), OpinionGiven(B, Emotion.SAD, 1), ResumePoint(A, 3.0)):
                write_fact(connection, fact)
        monkeypatch.setattr(schema, "MIGRATIONS", now)
        store = make()
        before = store.load()
        assert before == Memory(
            {A: 1.0},
            {(B, Emotion.SAD): 1},
            ResumePoint(A, 3.0),
            turns={None: Turns.of([(A, 1)])},
        )
        backup = path.with_name(f"history.before-version-{len(now)}-1.db")
        assert rows(backup, "PRAGMA user_version") == [(1,)]
        remember(store, LoudnessKnown(B, Loudness(-3.0, 0.9)))
        assert make().load().loudness == {B: Loudness(-3.0, 0.9)}

    def test_a_migration_that_fails_changes_nothing(
        self,
        make: Callable[[], HistoryStore],
        path: Path,
        told: "queue.Queue[Event]",
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        remember(make(), heard(A, 1.0))
        later = (*schema.MIGRATIONS, "DELETE FROM play; SELECT * FROM nowhere;")
        monkeypatch.setattr(schema, "MIGRATIONS", later)
        make().load()
        assert "nowhere" in sentence(told)
        assert rows(path, "SELECT COUNT(*) FROM play") == [(1,)]
        assert rows(path, "PRAGMA user_version") == [(len(later) - 1,)]
