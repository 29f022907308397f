"""How what was learned, and the shuffle bags, lie in the tables of history.db."""

import json
import os
import sqlite3
from collections import defaultdict
from functools import cache

from tui_player.core.selection.shuffle_bag import Turns
from tui_player.core.taste.taste import Learned, Opinions
from tui_player.messages.facts import LearningForgotten, LessonLearned, TrackNamed, TurnTaken
from tui_player.model.mood.moods import MoodName, is_mood_name
from tui_player.model.music.taste import Lesson, TrackName
from tui_player.model.music.track import TrackId

# Stands for "no mood known" in a column that is part of a key.
_NO_MOOD = ""


def read_learned(connection: sqlite3.Connection, opinions: Opinions) -> Learned:
    """What was learned. A mood that is no longer there keeps what was learned in it."""
    lessons = connection.execute("SELECT track, emotion, finished, skipped FROM lesson")
    names = connection.execute("SELECT track, title, artist, families FROM name")

    @cache  # there are few different ones
    def read(families: str) -> tuple[str, ...]:
        try:
            return tuple(str(family) for family in json.loads(families))
        except (ValueError, TypeError):  # the names come again with the next lesson
            return ()

    return Learned.of(
        {
            (_track_id(track), emotion): Lesson(finished, skipped)
            for track, emotion, finished, skipped in lessons
            if is_mood_name(emotion)
        },
        {
            _track_id(track): TrackName(title, artist, read(families))
            for track, title, artist, families in names
        },
        opinions,
    )


def read_turns(connection: sqlite3.Connection) -> dict[MoodName | None, Turns]:
    """The shuffle bag of each mood that has one."""
    turns: defaultdict[MoodName | None, list[tuple[TrackId, int]]] = defaultdict(list)
    for track, emotion, number in connection.execute("SELECT track, emotion, number FROM turn"):
        if emotion == _NO_MOOD or is_mood_name(emotion):
            mood = None if emotion == _NO_MOOD else emotion
            turns[mood].append((_track_id(track), number))
    return {mood: Turns.of(of_mood) for mood, of_mood in turns.items()}


def write_lesson(connection: sqlite3.Connection, fact: LessonLearned) -> None:
    """Add a lesson to those before, whoever wrote them."""
    connection.execute(
        "INSERT INTO lesson (track, emotion, finished, skipped) VALUES (?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET finished = finished + excluded.finished,"
        " skipped = skipped + excluded.skipped",
        (os.fsencode(fact.track_id), fact.emotion, fact.lesson.finished, fact.lesson.skipped),
    )


def write_name(connection: sqlite3.Connection, fact: TrackNamed) -> None:
    """Note what a track is called."""
    name = fact.name
    connection.execute(
        "INSERT OR REPLACE INTO name (track, title, artist, families) VALUES (?, ?, ?, ?)",
        (os.fsencode(fact.track_id), name.title, name.artist, json.dumps(name.families)),
    )


def write_turn(connection: sqlite3.Connection, fact: TurnTaken) -> None:
    """Note a turn in the shuffle bag of a mood."""
    mood = _NO_MOOD if fact.emotion is None else fact.emotion
    connection.execute(
        "INSERT OR REPLACE INTO turn (track, emotion, number) VALUES (?, ?, ?)",
        (os.fsencode(fact.track_id), mood, fact.number),
    )


def forget(connection: sqlite3.Connection, fact: LearningForgotten) -> None:
    """Wipe out lessons, likes and dislikes of some moods, and names nothing is known of any more.

    Where all moods are meant, those this version does not know are meant too.
    """
    for table in ("lesson", "opinion"):
        if fact.emotion is None:
            connection.execute(f"DELETE FROM {table}")
        else:
            connection.execute(f"DELETE FROM {table} WHERE emotion = ?", (fact.emotion,))
    connection.execute(
        "DELETE FROM name WHERE track NOT IN"
        " (SELECT track FROM lesson UNION SELECT track FROM opinion)"
    )


def _track_id(path: bytes) -> TrackId:
    return TrackId(os.fsdecode(path))
