"""The past of tracks that were renamed, on disk."""

import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from sqlite3 import Connection

import pytest

from tui_player.core.memory import Memory
from tui_player.history.fact_tables import read_memory, write_fact
from tui_player.history.schema import open_history
from tui_player.messages.facts import (
    Fact,
    LoudnessKnown,
    OpinionGiven,
    Outcome,
    ResumePoint,
    TrackHeard,
    TracksRenamed,
)
from tui_player.model.mood.emotion import Emotion
from tui_player.model.music.loudness import Loudness
from tui_player.model.music.track import TrackId

A = TrackId("artist/a.mp3")
B = TrackId(os.fsdecode(b"Bj\xf6rk/b.mp3"))
C = TrackId("c.mp3")


@pytest.fixture
def history(tmp_path: Path) -> Iterator[Connection]:
    with closing(open_history(tmp_path / "history.db")) as connection:
        yield connection


def write(history: Connection, *facts: Fact) -> Memory:
    """Write facts; what is read then is also what a memory in the running player says."""
    remembered = read_memory(history)
    for fact in facts:
        write_fact(history, fact)
        remembered = remembered.with_fact(fact)
    assert read_memory(history) == remembered
    return remembered


def heard(track_id: TrackId, at_unix_s: float) -> TrackHeard:
    return TrackHeard(track_id, at_unix_s, Emotion.HAPPY, 60.0, Outcome.FINISHED)


def test_everything_goes_along(history: Connection) -> None:
    write(
        history,
        heard(A, 1.0),
        heard(A, 2.0),
        OpinionGiven(A, Emotion.SAD, -1),
        LoudnessKnown(A, Loudness(-3.0, 0.5)),
        ResumePoint(A, 5.0, asked_for=(A, B)),
    )
    after = write(history, TracksRenamed(((A, C),)))
    assert after == Memory(
        {C: 2.0}, {(C, Emotion.SAD): -1}, ResumePoint(C, 5.0, (C, B)), {C: Loudness(-3.0, 0.5)}
    )
    plays = history.execute("SELECT track, COUNT(*) FROM play GROUP BY track").fetchall()
    assert plays == [(os.fsencode(C), 2)]


def test_names_may_be_swapped_and_shifted(history: Connection) -> None:
    write(history, heard(A, 1.0), heard(B, 2.0), OpinionGiven(A, Emotion.SAD, 1))
    after = write(history, TracksRenamed(((A, B), (B, A))))
    assert after.last_heard_unix_s == {B: 1.0, A: 2.0}
    assert after.opinions == {(B, Emotion.SAD): 1}
    assert write(history, TracksRenamed(((A, C), (B, A)))).last_heard_unix_s == {C: 2.0, A: 1.0}


def test_what_moved_counts_more_than_what_was_there_before(history: Connection) -> None:
    write(history, OpinionGiven(A, Emotion.SAD, 1), OpinionGiven(B, Emotion.SAD, -1))
    assert write(history, TracksRenamed(((A, B),))).opinions == {(B, Emotion.SAD): 1}


def test_telling_it_twice_changes_nothing(history: Connection) -> None:
    write(history, heard(A, 1.0), OpinionGiven(A, Emotion.SAD, 1))
    once = write(history, TracksRenamed(((A, B),)))
    assert write(history, TracksRenamed(((A, B),))) == once


def test_tracks_never_heard_of_are_no_trouble(history: Connection) -> None:
    assert write(history, TracksRenamed(((A, B),))) == Memory()
