"""Looks over a whole index: how well it covers each mood, and what in it needs attention."""

import os
import sqlite3
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from tui_player.domain.events import UnreadableFile
from tui_player.domain.genre import GenreFamilies
from tui_player.library.genre_finder import GenreFinder
from tui_player.library.schema import SCHEMA_VERSION, open_for_reading
from tui_player.library.shelves import FAMILY, GENRE


@dataclass(frozen=True, slots=True)
class Survey:
    """What an index holds.

    `per_wish` counts tracks by the names that were asked for; `unknown_genres` are the genre
    names that lead to no family, with their tracks, most first. `homeless` tracks belong to no
    family, `untagged` ones of them name no genre at all.
    """

    tracks: int
    per_wish: Mapping[str, int]
    homeless: int
    untagged: int
    unknown_genres: tuple[tuple[str, int], ...]
    unreadable: tuple[UnreadableFile, ...]


def survey(
    index_path: Path, families: GenreFamilies, wishes: Mapping[str, Collection[str]]
) -> Survey | None:
    """Look over the index; `wishes` are genre families by name. None if there is no index yet.

    Raises sqlite3.DatabaseError if it is damaged. Takes a second for a million tracks.
    """
    if not index_path.exists():
        return None
    connection = open_for_reading(index_path)
    try:
        if connection.execute("PRAGMA user_version").fetchone()[0] != SCHEMA_VERSION:
            return None
        connection.execute("BEGIN")  # all answers of one state
        return Survey(
            tracks=_count(connection, "SELECT COUNT(*) FROM track"),
            per_wish={name: _tracks_of(connection, wish) for name, wish in wishes.items()},
            homeless=_tracks_of(connection, ("",)),
            untagged=_count(
                connection, "SELECT COUNT(*) FROM track WHERE families = '' AND genres = ''"
            ),
            unknown_genres=_unknown_genres(connection, families),
            unreadable=_unreadable(connection),
        )
    finally:
        connection.close()


def _count(connection: sqlite3.Connection, sql: str, parameters: tuple[str, ...] = ()) -> int:
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
        "SELECT path, reason FROM unreadable JOIN file ON file.id = file_id ORDER BY path"
    )
    return tuple(UnreadableFile(os.fsdecode(path), reason) for path, reason in rows)
