"""How a person's resting face, orders and mood history lie in the tables of history.db."""

import json
import sqlite3
from typing import Any

from tui_player.core.mood.profile import Person
from tui_player.messages.facts import (
    MoodHistoryAllowed,
    MoodHistoryErased,
    MoodOrders,
    NeutralFaceSet,
    PersonFact,
)
from tui_player.model.mood.emotion import EMOTIONS, Emotion
from tui_player.model.mood.goal import GoalKind, MoodGoal
from tui_player.model.mood.mood_minute import RECENT_MINUTES, MoodMinute
from tui_player.model.mood.moods import is_mood_name
from tui_player.model.mood.neutral_face import NeutralFace


def read_person(connection: sqlite3.Connection) -> Person:
    """All that is kept; what this version does not know is left out."""
    allowed = connection.execute("SELECT allowed FROM mood_history_choice").fetchone()
    return Person(
        neutral_face=_read_neutral_face(connection),
        orders=_read_orders(connection),
        may_keep_history=None if allowed is None else bool(allowed[0]),
        minutes=_minutes(
            connection,
            f"SELECT * FROM (SELECT minute, emotion, certainty FROM mood_minute"
            f" ORDER BY minute DESC LIMIT {RECENT_MINUTES}) ORDER BY minute",
        ),
    )


def read_mood_minutes(
    connection: sqlite3.Connection, first: int, last: int
) -> tuple[MoodMinute, ...]:
    """The mood history from one minute (Unix time in whole minutes) to another, both included."""
    return _minutes(
        connection,
        "SELECT minute, emotion, certainty FROM mood_minute WHERE minute BETWEEN ? AND ?"
        " ORDER BY minute",
        (first, last),
    )


def write_person_fact(connection: sqlite3.Connection, fact: PersonFact) -> None:
    """Write one fact, within the caller's transaction."""
    match fact:
        case NeutralFaceSet(face):
            _write_neutral_face(connection, face)
        case MoodOrders():
            _write_orders(connection, fact)
        case MoodHistoryAllowed(allowed):
            connection.execute(
                "INSERT OR REPLACE INTO mood_history_choice (id, allowed) VALUES (1, ?)",
                (int(allowed),),
            )
        case MoodMinute(minute, emotion, certainty):
            connection.execute(
                "INSERT OR REPLACE INTO mood_minute (minute, emotion, certainty) VALUES (?, ?, ?)",
                (minute, emotion, certainty),
            )
        case MoodHistoryErased():
            connection.execute("DELETE FROM mood_minute")


def _minutes(
    connection: sqlite3.Connection, sql: str, values: tuple[int, ...] = ()
) -> tuple[MoodMinute, ...]:
    return tuple(
        MoodMinute(minute, Emotion(emotion), certainty)
        for minute, emotion, certainty in connection.execute(sql, values)
        if emotion in EMOTIONS
    )


def _write_neutral_face(connection: sqlite3.Connection, face: NeutralFace | None) -> None:
    connection.execute("DELETE FROM neutral_face")
    if face is not None:
        shares = {e.value: p for e, p in zip(EMOTIONS, face.probabilities, strict=True)}
        connection.execute(
            "INSERT INTO neutral_face (id, at_unix_s, shares) VALUES (1, ?, ?)",
            (face.at_unix_s, json.dumps(shares)),
        )


def _read_neutral_face(connection: sqlite3.Connection) -> NeutralFace | None:
    row = connection.execute("SELECT at_unix_s, shares FROM neutral_face").fetchone()
    if row is None:
        return None
    try:
        shares: dict[str, float] = json.loads(row[1])
        return NeutralFace(tuple(float(shares.get(e, 0.0)) for e in EMOTIONS), float(row[0]))
    except (ValueError, TypeError, AttributeError):  # it can be measured again
        return None


def _write_orders(connection: sqlite3.Connection, orders: MoodOrders) -> None:
    goal = orders.goal
    told = None
    if goal is not None:
        told = json.dumps(
            {
                "kind": goal.kind,
                "target": goal.target,
                "step_tracks": goal.step_tracks,
                "path": goal.path,
                "step": goal.step,
                "played": goal.played,
            }
        )
    connection.execute(
        "INSERT OR REPLACE INTO mood_orders (id, pin, goal) VALUES (1, ?, ?)", (orders.pin, told)
    )


def _read_orders(connection: sqlite3.Connection) -> MoodOrders:
    row = connection.execute("SELECT pin, goal FROM mood_orders").fetchone()
    if row is None:
        return MoodOrders()
    pin, told = row
    try:
        goal = None if told is None else _goal(json.loads(told))
    except (ValueError, TypeError, KeyError):
        goal = None
    return MoodOrders(pin if is_mood_name(pin) else None, goal)


def _goal(told: dict[str, Any]) -> MoodGoal | None:
    """A goal as it was written; None where another version wrote what is not known here."""
    moods = [told["target"], *told["path"]]
    known = told["kind"] in list(GoalKind) and all(map(is_mood_name, moods))
    if not known or told["step"] >= max(len(told["path"]), 1):
        return None
    return MoodGoal(
        GoalKind(told["kind"]),
        told["target"],
        told["step_tracks"],
        tuple(told["path"]),
        told["step"],
        told["played"],
    )
