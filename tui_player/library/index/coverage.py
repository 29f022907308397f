"""Looks over a whole index: how well it covers each mood, and what in it needs attention."""

import os
import sqlite3
from collections.abc import Collection, Mapping
from pathlib import Path

from tui_player.library.index.groups import FAMILY, GENRE
from tui_player.library.index.schema import SCHEMA_VERSION, open_for_reading
from tui_player.library.tags.genres import FamiliesFrom, GenreFinder
from tui_player.model.music.coverage import Coverage
from tui_player.model.music.genres import GenreFamilies
from tui_player.model.music.unreadable_file import UnreadableFile


def survey(
    index_path: Path, families: GenreFamilies, wishes: Mapping[str, Collection[str]]
) -> Coverage | None:
    """Look over the index; `wishes` are genre families by mood. None if there is no index yet.

    Raises sqlite3.DatabaseError if it is damaged. Takes a second for a million tracks.
    """
    if not os.path.exists(index_path):  # noqa: PTH110 - Path's own raises in a folder of others
        return None
    connection = open_for_reading(index_path)
    try:
        if connection.execute("PRAGMA user_version").fetchone()[0] != SCHEMA_VERSION:
            return None
        connection.execute("BEGIN")  # all answers of one state
        return survey_of(connection, families, wishes)
    finally:
        connection.close()


def newest_files(index_path: Path, count: int) -> tuple[str, ...]:
    """The tracks whose files changed last, by their paths in the folder, newest first.

    Empty if there is no index yet. Raises sqlite3.DatabaseError if it is damaged.
    """
    if not index_path.exists():
        return ()
    connection = open_for_reading(index_path)
    try:
        if connection.execute("PRAGMA user_version").fetchone()[0] != SCHEMA_VERSION:
            return ()
        rows = connection.execute(
            "SELECT path FROM file JOIN track ON track.id = file.id"
            " ORDER BY mtime_ns DESC, path LIMIT ?",
            (count,),
        )
        return tuple(os.fsdecode(path) for (path,) in rows)
    finally:
        connection.close()


def survey_of(
    connection: sqlite3.Connection, families: GenreFamilies, wishes: Mapping[str, Collection[str]]
) -> Coverage:
    """Look over an index that is open."""

    def told_by(source: FamiliesFrom) -> int:
        return _count(
            connection, "SELECT COUNT(*) FROM track WHERE families_from = ?", (source.value,)
        )

    return Coverage(
        tracks=_count(connection, "SELECT COUNT(*) FROM track"),
        per_mood={name: _tracks_of(connection, wish) for name, wish in wishes.items()},
        homeless=_tracks_of(connection, ("",)),
        untagged=_count(
            connection, "SELECT COUNT(*) FROM track WHERE families = '' AND genres = ''"
        ),
        by_artist=told_by(FamiliesFrom.ARTIST),
        by_person=told_by(FamiliesFrom.PERSON),
        unknown_genres=_unknown_genres(connection, families),
        unreadable=_unreadable(connection),
    )


def _count(connection: sqlite3.Connection, sql: str, parameters: tuple[object, ...] = ()) -> int:
    return int(connection.execute(sql, parameters).fetchone()[0])


def _tracks_of(connection: sqlite3.Connection, families: Collection[str]) -> int:
    """Tracks of any of the families; each counts once."""
    marks = ", ".join("?" * len(families))
    return _count(
        connection,
        "SELECT COUNT(DISTINCT track_id) FROM shelved JOIN shelf ON shelf.id = shelf_id"
        f" WHERE kind = '{FAMILY}' AND name IN ({marks})",
        tuple(families),
    )


def _unknown_genres(
    connection: sqlite3.Connection, families: GenreFamilies
) -> tuple[tuple[str, int], ...]:
    rows = connection.execute(
        "SELECT name, tracks FROM shelf WHERE kind = ? AND tracks > 0 ORDER BY tracks DESC, name",
        (GENRE,),
    )
    finder = GenreFinder(families)
    return tuple((name, tracks) for name, tracks in rows if not finder.families([name]))


def _unreadable(connection: sqlite3.Connection) -> tuple[UnreadableFile, ...]:
    rows = connection.execute(
        "SELECT path, reason FROM unreadable JOIN file ON file.id = file_id"
        " WHERE reason <> '' ORDER BY path"
    )
    return tuple(UnreadableFile(os.fsdecode(path), reason) for path, reason in rows)
