"""How facts of the user's past lie in the tables of history.db."""

import os
import sqlite3

from tui_player.core.memory import Memory
from tui_player.history.family_tables import read_given_families, write_given_family
from tui_player.history.profile_tables import read_person, write_person_fact
from tui_player.history.taste_tables import (
    forget,
    read_learned,
    read_turns,
    write_lesson,
    write_name,
    write_turn,
)
from tui_player.messages.facts import (
    Fact,
    FamilyGiven,
    LearningForgotten,
    LessonLearned,
    LoudnessKnown,
    OpinionGiven,
    ResumePoint,
    TrackHeard,
    TrackNamed,
    TracksRenamed,
    TurnTaken,
)
from tui_player.model.mood.moods import MoodName, is_mood_name
from tui_player.model.music.loudness import FileState, Loudness
from tui_player.model.music.track import TrackId


def read_memory(connection: sqlite3.Connection) -> Memory:
    """All that the Director asks of the past. Moods this version does not know are left out."""
    # By the order of plays, not by their times: a clock may have been wrong, and set right.
    heard = connection.execute("SELECT track, at_unix_s, MAX(id) FROM play GROUP BY track")
    opinions = read_opinions(connection)
    return Memory(
        last_heard_unix_s={_track_id(track): at_unix_s for track, at_unix_s, _ in heard},
        opinions=opinions,
        resume_point=_read_resume_point(connection),
        loudness=_read_loudness(connection),
        given_families=read_given_families(connection),
        learned=read_learned(connection, opinions),
        turns=read_turns(connection),
        person=read_person(connection),
    )


def read_opinions(connection: sqlite3.Connection) -> dict[tuple[TrackId, MoodName], int]:
    """Likes and dislikes, by track and mood."""
    rows = connection.execute("SELECT track, emotion, opinion FROM opinion")
    return {
        (_track_id(track), emotion): opinion
        for track, emotion, opinion in rows
        if is_mood_name(emotion)
    }


def write_fact(connection: sqlite3.Connection, fact: Fact) -> None:
    """Write one fact, within the caller's transaction."""
    match fact:
        case TrackHeard():
            connection.execute(
                "INSERT INTO play (track, at_unix_s, emotion, heard_s, outcome)"
                " VALUES (?, ?, ?, ?, ?)",
                (
                    os.fsencode(fact.track_id),
                    fact.at_unix_s,
                    fact.emotion,
                    fact.heard_s,
                    fact.outcome,
                ),
            )
        case OpinionGiven():
            connection.execute(
                "INSERT OR REPLACE INTO opinion (track, emotion, opinion) VALUES (?, ?, ?)",
                (os.fsencode(fact.track_id), fact.emotion, fact.opinion),
            )
        case ResumePoint():
            _write_resume_point(connection, fact)
        case LoudnessKnown():
            _write_loudness(connection, fact)
        case TracksRenamed():
            _rename(connection, fact)
        case FamilyGiven():
            write_given_family(connection, fact)
        case LessonLearned() | TrackNamed() | TurnTaken() | LearningForgotten():
            _write_learned(connection, fact)
        case _:
            write_person_fact(connection, fact)


def _write_learned(
    connection: sqlite3.Connection, fact: LessonLearned | TrackNamed | TurnTaken | LearningForgotten
) -> None:
    match fact:
        case LessonLearned():
            write_lesson(connection, fact)
        case TrackNamed():
            write_name(connection, fact)
        case TurnTaken():
            write_turn(connection, fact)
        case LearningForgotten():
            forget(connection, fact)


# Every column that names a track.
_NAMES = (
    *(("play", "track"), ("opinion", "track"), ("loudness", "track")),
    *(("asked_for", "track"), ("resume_point", "now")),
    *(("lesson", "track"), ("name", "track"), ("turn", "track"), ("track_family", "track")),
)


def _rename(connection: sqlite3.Connection, fact: TracksRenamed) -> None:
    """Give the past of tracks to their new names; what was known of a moved track wins.

    By way of names that no file can have, since two tracks may have swapped theirs.
    """
    pairs = [(os.fsencode(old), os.fsencode(new)) for old, new in fact.moves]
    aside = [(b"\0" + old, old) for old, _ in pairs]
    back = [(new, b"\0" + old) for old, new in pairs]
    for table, column in _NAMES:
        rename = f"UPDATE OR REPLACE {table} SET {column} = ? WHERE {column} = ?"
        connection.executemany(rename, aside)
        connection.executemany(rename, back)


def _write_loudness(connection: sqlite3.Connection, fact: LoudnessKnown) -> None:
    known, state = fact.loudness, fact.loudness.measured_from
    connection.execute(
        "INSERT OR REPLACE INTO loudness"
        " (track, track_gain_db, track_peak, album_gain_db, album_peak, size_bytes, modified_ns)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            os.fsencode(fact.track_id),
            known.track_gain_db,
            known.track_peak,
            known.album_gain_db,
            known.album_peak,
            *((None, None) if state is None else (state.size_bytes, state.modified_ns)),
        ),
    )


def _read_loudness(connection: sqlite3.Connection) -> dict[TrackId, Loudness]:
    rows = connection.execute(
        "SELECT track, track_gain_db, track_peak, album_gain_db, album_peak,"
        " size_bytes, modified_ns FROM loudness"
    )
    known = {}
    for track, gain_db, peak, album_gain_db, album_peak, size_bytes, modified_ns in rows:
        state = None if size_bytes is None else FileState(size_bytes, modified_ns)
        known[_track_id(track)] = Loudness(gain_db, peak, album_gain_db, album_peak, state)
    return known


def _write_resume_point(connection: sqlite3.Connection, point: ResumePoint) -> None:
    connection.execute(
        "INSERT OR REPLACE INTO resume_point (id, now, position_s, volume_percent)"
        " VALUES (1, ?, ?, ?)",
        (
            None if point.now is None else os.fsencode(point.now),
            point.position_s,
            point.volume_percent,
        ),
    )
    asked_for = [os.fsencode(track_id) for track_id in point.asked_for]
    stored = connection.execute("SELECT track FROM asked_for ORDER BY place")
    if asked_for != [track for (track,) in stored]:  # it is long, and the position moves on
        connection.execute("DELETE FROM asked_for")
        connection.executemany(
            "INSERT INTO asked_for (place, track) VALUES (?, ?)", enumerate(asked_for)
        )


def _read_resume_point(connection: sqlite3.Connection) -> ResumePoint:
    row = connection.execute("SELECT now, position_s, volume_percent FROM resume_point").fetchone()
    if row is None:
        return ResumePoint()
    now, position_s, volume_percent = row
    asked_for = connection.execute("SELECT track FROM asked_for ORDER BY place")
    return ResumePoint(
        now=None if now is None else _track_id(now),
        position_s=position_s,
        asked_for=tuple(_track_id(track) for (track,) in asked_for),
        volume_percent=volume_percent,
    )


def _track_id(path: bytes) -> TrackId:
    return TrackId(os.fsdecode(path))
