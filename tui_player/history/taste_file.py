"""What was learned as a plain file that a person can read, keep, edit and give away."""

import json
import os
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tui_player.history.errors import HistoryError
from tui_player.model.errors import join_problems
from tui_player.model.mood.moods import MoodName
from tui_player.model.music.taste import LearnedMood, Lesson, TrackName
from tui_player.model.music.track import TrackId
from tui_player.util.small_files import MB, decoded

FORMAT = "tui-player learned, version 1"
MOST_FILE_BYTES = 32 * MB  # a hundred thousand tracks
_FIELDS = ("track", "title", "artist", "families", "finished", "skipped", "opinion")


class LearnedFileError(HistoryError):
    """A file of what was learned cannot be used; the message says where and why."""


@dataclass(frozen=True, slots=True)
class LearnedEntry:
    """What was learned of one track in one mood."""

    track_id: TrackId
    emotion: MoodName
    name: TrackName
    lesson: Lesson
    opinion: int


def as_file(moods: Iterable[LearnedMood]) -> bytes:
    """The file's content: JSON, with tracks named by their paths under the music folder."""
    table = {
        "format": FORMAT,
        "moods": {
            mood.emotion: [
                {
                    "track": track.track_id,
                    "title": track.name.title,
                    "artist": track.name.artist,
                    "families": list(track.name.families),
                    "finished": track.lesson.finished,
                    "skipped": track.lesson.skipped,
                    "opinion": track.opinion,
                }
                for track in mood.tracks
            ]
            for mood in moods
        },
    }
    try:
        return f"{json.dumps(table, indent=1, ensure_ascii=False)}\n".encode()
    except UnicodeEncodeError:  # names on disk that are not UTF-8 are kept as escapes
        return f"{json.dumps(table, indent=1)}\n".encode()


def entries_of(content: bytes, known: Collection[MoodName]) -> tuple[LearnedEntry, ...]:
    """The entries of a file.

    Raises LearnedFileError that names every wrong place at once.
    """
    text = decoded(content)
    if text is None:
        raise LearnedFileError("cannot be read as JSON: it is no text in UTF-8")
    try:
        table = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise LearnedFileError(f"cannot be read as JSON: {error}") from None
    if not isinstance(table, dict) or table.get("format") != FORMAT:
        raise LearnedFileError(f'is no file of what was learned: it must say "format": "{FORMAT}"')
    moods = table.get("moods")
    if not isinstance(moods, dict):
        raise LearnedFileError("moods: must be a table of moods, each with a list of tracks")
    problems: list[str] = []
    entries = tuple(_entries(moods, known, problems))
    if problems:
        raise LearnedFileError(join_problems(problems))
    return entries


def _entries(
    moods: Mapping[str, Any], known: Collection[MoodName], problems: list[str]
) -> Iterator[LearnedEntry]:
    for mood, tracks in moods.items():
        if mood not in known:
            problems.append(f"moods.{mood}: no such mood; the moods are {', '.join(known)}")
        elif not isinstance(tracks, list):
            problems.append(f"moods.{mood}: must be a list of tracks")
        else:
            for number, entry in enumerate(tracks, start=1):
                wrong = list(_problems(f"moods.{mood}[{number}]", entry))
                problems += wrong
                if not wrong:
                    yield _entry(mood, entry)


def _entry(emotion: MoodName, entry: Mapping[str, Any]) -> LearnedEntry:
    track_id = TrackId(entry["track"])
    title = entry.get("title") or os.fsencode(track_id).decode("utf-8", "replace")
    return LearnedEntry(
        track_id,
        emotion,
        TrackName(title, entry.get("artist", ""), tuple(entry.get("families", ()))),
        Lesson(entry.get("finished", 0), entry.get("skipped", 0)),
        entry.get("opinion", 0),
    )


def _problems(place: str, entry: object) -> Iterator[str]:
    if not isinstance(entry, dict):
        yield f'{place}: must be a table, e.g. {{"track": "a/b.mp3", "finished": 3}}'
        return
    yield from (f"{place}.{name}: no such field" for name in entry if name not in _FIELDS)
    if not _is_path(entry.get("track")):
        yield f"{place}.track: must be the path of a track under the music folder"
    for name in ("title", "artist"):
        if not _is_text(entry.get(name, "")):
            yield f"{place}.{name}: must be text"
    families = entry.get("families", [])
    if not isinstance(families, list) or not all(map(_is_text, families)):
        yield f"{place}.families: must be a list of genre families"
    for name in ("finished", "skipped"):
        number = entry.get(name, 0)
        if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number < 10**9:
            yield f"{place}.{name}: must be a whole number of 0 or more"
    if entry.get("opinion", 0) not in (-1, 0, 1) or isinstance(entry.get("opinion"), bool | float):
        yield f"{place}.opinion: must be 1 (liked), -1 (disliked) or 0"


def _is_text(value: object) -> bool:
    """Text that a database of UTF-8 can hold."""
    return isinstance(value, str) and value.encode("utf-8", "replace").decode("utf-8") == value


def _is_path(value: object) -> bool:
    if not isinstance(value, str) or not value or "\0" in value:
        return False
    try:
        os.fsencode(value)
    except UnicodeEncodeError:
        return False
    return True


def write_entries(connection: sqlite3.Connection, entries: Iterable[LearnedEntry]) -> None:
    """Put entries in the place of what is known of their tracks and moods, at one stroke."""
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        for entry in entries:
            track = os.fsencode(entry.track_id)
            connection.execute(
                "INSERT OR REPLACE INTO lesson (track, emotion, finished, skipped)"
                " VALUES (?, ?, ?, ?)",
                (track, entry.emotion, entry.lesson.finished, entry.lesson.skipped),
            )
            connection.execute(
                "INSERT OR REPLACE INTO opinion (track, emotion, opinion) VALUES (?, ?, ?)",
                (track, entry.emotion, entry.opinion),
            )
            connection.execute(
                "INSERT OR REPLACE INTO name (track, title, artist, families) VALUES (?, ?, ?, ?)",
                (track, entry.name.title, entry.name.artist, json.dumps(entry.name.families)),
            )
