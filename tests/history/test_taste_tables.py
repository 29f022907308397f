"""What was learned, and the shuffle bags, on disk."""

import os
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from sqlite3 import Connection

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tui_player.core.memory import Memory
from tui_player.core.selection.shuffle_bag import Turns
from tui_player.history import schema
from tui_player.history.fact_tables import read_memory, write_fact
from tui_player.history.schema import open_history
from tui_player.messages.facts import (
    Fact,
    LearningForgotten,
    LessonLearned,
    OpinionGiven,
    Outcome,
    TrackHeard,
    TrackNamed,
    TracksRenamed,
    TurnTaken,
)
from tui_player.model.mood.emotion import Emotion
from tui_player.model.music.taste import Lesson, TrackName
from tui_player.model.music.track import TrackId

A = TrackId("artist/a.mp3")
B = TrackId(os.fsdecode(b"Bj\xf6rk/b.mp3"))
C = TrackId("c.mp3")
HAPPY, SAD = Emotion.HAPPY, Emotion.SAD


@pytest.fixture
def history(tmp_path: Path) -> Iterator[Connection]:
    with closing(open_history(tmp_path / "history.db")) as connection:
        yield connection


def sums(memory: Memory) -> dict[object, tuple[float, float]]:
    """The sums that say anything: those of what was taken back are nothing."""
    return {
        key: (round(each.good, 6), round(each.bad, 6))
        for key, each in memory.learned.sums.items()
        if round(each.amount, 6)
    }


def write(history: Connection, *facts: Fact) -> Memory:
    """Write facts; what is read then is also what a memory in the running player says."""
    remembered = read_memory(history)
    for fact in facts:
        write_fact(history, fact)
        remembered = remembered.with_fact(fact)
    read = read_memory(history)
    assert read == remembered
    assert sums(read) == sums(remembered)
    return remembered


def test_lessons_add_up(history: Connection) -> None:
    name = TrackName("Army of Me", "Björk", ("pop", "trip hop"))
    memory = write(
        history,
        TrackNamed(B, name),
        LessonLearned(B, HAPPY, Lesson(finished=1)),
        LessonLearned(B, HAPPY, Lesson(finished=1)),
        LessonLearned(B, HAPPY, Lesson(skipped=1)),
        LessonLearned(A, SAD, Lesson(skipped=2)),
    )
    assert memory.learned.lessons == {(B, HAPPY): Lesson(2, 1), (A, SAD): Lesson(0, 2)}
    assert memory.learned.names == {B: name}


def test_turns_are_there_again(history: Connection) -> None:
    memory = write(history, TurnTaken(A, HAPPY, 1), TurnTaken(B, HAPPY, 2), TurnTaken(A, None, 1))
    assert memory.turns == {HAPPY: Turns.of([(A, 1), (B, 2)]), None: Turns.of([(A, 1)])}


def test_one_mood_or_all_can_be_forgotten(history: Connection) -> None:
    write(
        history,
        TrackNamed(A, TrackName("a", "Artist", ("pop",))),
        TrackNamed(B, TrackName("b", "Artist", ("pop",))),
        LessonLearned(A, HAPPY, Lesson(finished=3)),
        LessonLearned(A, SAD, Lesson(skipped=1)),
        OpinionGiven(B, HAPPY, 1),
        TurnTaken(A, HAPPY, 1),
    )
    without_happy = write(history, LearningForgotten(HAPPY))
    assert without_happy.opinions == {}
    assert without_happy.learned.lessons == {(A, SAD): Lesson(0, 1)}
    assert without_happy.learned.names.keys() == {A}
    assert without_happy.turns == {HAPPY: Turns.of([(A, 1)])}
    nothing = write(history, LearningForgotten(None))
    assert not nothing.learned.lessons
    assert not nothing.learned.names


def test_renamed_tracks_keep_it(history: Connection) -> None:
    write(
        history,
        TrackNamed(A, TrackName("a", "Artist")),
        LessonLearned(A, HAPPY, Lesson(finished=3)),
        LessonLearned(B, HAPPY, Lesson(skipped=3)),
        TurnTaken(A, HAPPY, 1),
        TurnTaken(B, HAPPY, 2),
    )
    memory = write(history, TracksRenamed(((A, B),)))
    assert memory.learned.lessons == {(B, HAPPY): Lesson(finished=3)}
    assert memory.turns == {HAPPY: Turns.of([(B, 1)])}


def test_plays_from_before_have_taught_something(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "old.db"
    now = schema.MIGRATIONS
    monkeypatch.setattr(schema, "MIGRATIONS", now[:2])
    plays = [
        TrackHeard(A, 1.0, HAPPY, 200.0, Outcome.FINISHED),
        TrackHeard(B, 2.0, HAPPY, 5.0, Outcome.SKIPPED),
        TrackHeard(A, 3.0, HAPPY, 200.0, Outcome.FINISHED),
        TrackHeard(C, 4.0, SAD, 100.0, Outcome.SKIPPED),
        TrackHeard(C, 5.0, None, 100.0, Outcome.REPLACED),
    ]
    with closing(open_history(path)) as connection:
        for play in plays:
            write_fact(connection, play)
    monkeypatch.setattr(schema, "MIGRATIONS", now)
    with closing(open_history(path)) as connection:
        memory = read_memory(connection)
    assert memory.learned.lessons == {(A, HAPPY): Lesson(2, 0), (B, HAPPY): Lesson(0, 1)}
    assert memory.turns == {
        HAPPY: Turns.of([(B, 1), (A, 2)]),
        SAD: Turns.of([(C, 1)]),
        None: Turns.of([(C, 1)]),
    }


TRACK_IDS = st.sampled_from([A, B, C])
MOODS = st.sampled_from([HAPPY, SAD])
FACTS = st.one_of(
    st.builds(
        LessonLearned, TRACK_IDS, MOODS, st.builds(Lesson, st.integers(0, 2), st.integers(0, 2))
    ),
    st.builds(OpinionGiven, TRACK_IDS, MOODS, st.sampled_from([-1, 0, 1])),
    st.builds(
        TrackNamed,
        TRACK_IDS,
        st.builds(
            TrackName,
            st.just("title"),
            st.sampled_from(["", "One", "one", "Two"]),
            st.sampled_from([(), ("pop",), ("pop", "rock")]),
        ),
    ),
    st.builds(TurnTaken, TRACK_IDS, st.sampled_from([HAPPY, None]), st.just(0)),
    st.builds(LearningForgotten, st.sampled_from([HAPPY, None])),
    st.just(TracksRenamed(((A, B), (B, A)))),
    st.just(TracksRenamed(((A, C),))),
)


@settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(facts=st.lists(FACTS, max_size=12))
def test_memory_and_disk_agree_whatever_happens(facts: list[Fact]) -> None:
    in_order = [
        replace(fact, number=number) if isinstance(fact, TurnTaken) else fact
        for number, fact in enumerate(facts, start=1)
    ]
    with closing(open_history(Path(":memory:"))) as history:
        write(history, *in_order)
