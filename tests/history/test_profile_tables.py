"""What is kept of the person: written, read again at the next start, and really wiped out."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tui_player.core.memory import Memory
from tui_player.core.mood.profile import Person
from tui_player.history.fact_tables import read_memory, write_fact
from tui_player.history.profile_tables import read_mood_minutes
from tui_player.history.schema import open_history
from tui_player.messages.facts import (
    Fact,
    MoodHistoryAllowed,
    MoodHistoryErased,
    MoodOrders,
    NeutralFaceSet,
)
from tui_player.model.mood.emotion import Emotion
from tui_player.model.mood.goal import GoalKind, GoalSettings, MoodGoal
from tui_player.model.mood.mood_minute import RECENT_MINUTES, MoodMinute
from tui_player.model.mood.moods import PLAIN_MOODS
from tui_player.model.mood.neutral_face import NeutralFace

FACE = NeutralFace((0.01, 0.1, 0.61, 0.25, 0.01, 0.01, 0.01), 1_790_000_000.0)
LIFT = MoodGoal.begun(GoalKind.LIFT, GoalSettings(), PLAIN_MOODS, Emotion.SAD, 1).after_track()


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(open_history(tmp_path / "history.db")) as connection:
        yield connection


def told(connection: sqlite3.Connection, *facts: Fact) -> Person:
    """Write the facts: the person read back, which memory alone would know as well."""
    memory = Memory(person=read_memory(connection).person)
    for fact in facts:
        write_fact(connection, fact)
        memory = memory.with_fact(fact)
    person = read_memory(connection).person
    assert person == memory.person
    return person


def test_a_new_history_knows_nothing_of_the_person(connection: sqlite3.Connection) -> None:
    assert read_memory(connection).person == Person()


def test_the_resting_face_is_kept_redone_and_forgotten(connection: sqlite3.Connection) -> None:
    again = NeutralFace((0.0, 0.0, 0.1, 0.9, 0.0, 0.0, 0.0), 1_790_000_100.0)
    assert told(connection, NeutralFaceSet(FACE)).neutral_face == FACE
    assert told(connection, NeutralFaceSet(again)).neutral_face == again
    assert told(connection, NeutralFaceSet(None)).neutral_face is None


def test_orders_are_kept_until_taken_back(connection: sqlite3.Connection) -> None:
    orders = MoodOrders(Emotion.SAD, LIFT)
    assert told(connection, orders).orders == orders
    assert told(connection, MoodOrders()).orders == MoodOrders()


def test_orders_of_another_version_are_left_out(connection: sqlite3.Connection) -> None:
    told(connection, MoodOrders(Emotion.SAD, LIFT))
    connection.execute("UPDATE mood_orders SET pin = 'A mood', goal = replace(goal, 'lift', 'x')")
    assert read_memory(connection).person.orders == MoodOrders()


def test_the_latest_minutes_are_read_at_the_start(connection: sqlite3.Connection) -> None:
    minutes = [MoodMinute(1000 + n, Emotion.HAPPY, 0.5) for n in range(RECENT_MINUTES + 5)]
    person = told(connection, MoodHistoryAllowed(True), *minutes)
    assert person.may_keep_history is True
    assert person.minutes == tuple(minutes[5:])
    assert read_mood_minutes(connection, 1001, 1002) == tuple(minutes[1:3])


def test_a_minute_told_twice_is_one(connection: sqlite3.Connection) -> None:
    person = told(connection, MoodMinute(7, Emotion.SAD, 0.4), MoodMinute(7, Emotion.HAPPY, 0.9))
    assert person.minutes == (MoodMinute(7, Emotion.HAPPY, 0.9),)


def test_what_is_erased_is_gone(connection: sqlite3.Connection) -> None:
    person = told(
        connection,
        MoodHistoryAllowed(True),
        MoodMinute(7, Emotion.SAD, 0.4),
        MoodHistoryAllowed(False),
        MoodHistoryErased(),
    )
    assert person == Person(may_keep_history=False)
    assert connection.execute("SELECT COUNT(*) FROM mood_minute").fetchone() == (0,)
    assert connection.execute("PRAGMA secure_delete").fetchone() == (1,)
