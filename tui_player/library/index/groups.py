"""Keeps the shelves of the index: which tracks are of which genre and genre family."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

ALL = "all"
FAMILY = "family"
GENRE = "genre"
MOOD = "mood"

ShelfName = tuple[str, str]  # kind and name


@dataclass(slots=True)
class _Shelf:
    id: int
    tracks: int


class Shelves:
    """Puts tracks on shelves and takes them off, within the caller's transaction.

    Ordinals stay without a hole: when a track leaves, the last one takes its place.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._shelves: dict[ShelfName, _Shelf] = {}
        self._names: dict[int, ShelfName] = {}
        self._changed: set[ShelfName] = set()
        self._to_put: list[tuple[int, int, int]] = []  # written together: that is quicker
        self.reload()

    def reload(self) -> None:
        """Forget what was not saved, as after a rollback."""
        rows = self._connection.execute("SELECT id, kind, name, tracks FROM shelf")
        self._shelves = {(kind, name): _Shelf(id_, tracks) for id_, kind, name, tracks in rows}
        self._names = {shelf.id: name for name, shelf in self._shelves.items()}
        self._changed.clear()
        self._to_put.clear()

    def put(
        self,
        track_id: int,
        genres: Iterable[str],
        families: Iterable[str],
        moods: Iterable[str] = (),
    ) -> None:
        """Put a track on the shelf of each of its genres, families and moods, and on that of all.

        A track of no family is on the family shelf with the empty name.
        """
        names = [(ALL, ""), *((FAMILY, name) for name in tuple(families) or ("",))]
        names += [(GENRE, name) for name in genres]
        names += [(MOOD, name) for name in moods]
        for name in names:
            shelf = self._shelf(name)
            self._to_put.append((shelf.id, shelf.tracks, track_id))
            shelf.tracks += 1
            self._changed.add(name)

    def take(self, track_id: int) -> None:
        """Take a track off all its shelves."""
        self._write_put()
        places = self._connection.execute(
            "SELECT shelf_id, ordinal FROM shelved WHERE track_id = ?", (track_id,)
        ).fetchall()
        for shelf_id, ordinal in places:
            name = self._names[shelf_id]
            shelf = self._shelves[name]
            shelf.tracks -= 1
            self._connection.execute(
                "UPDATE shelved SET track_id = (SELECT track_id FROM shelved WHERE shelf_id = ?1"
                " AND ordinal = ?2) WHERE shelf_id = ?1 AND ordinal = ?3",
                (shelf_id, shelf.tracks, ordinal),
            )
            self._connection.execute(
                "DELETE FROM shelved WHERE shelf_id = ? AND ordinal = ?", (shelf_id, shelf.tracks)
            )
            self._changed.add(name)

    def save(self) -> None:
        """Write what was put, and the counts of the shelves that changed."""
        self._write_put()
        self._connection.executemany(
            "UPDATE shelf SET tracks = ? WHERE id = ?",
            [(self._shelves[name].tracks, self._shelves[name].id) for name in self._changed],
        )
        self._changed.clear()

    def counts(self, kind: str) -> dict[str, int]:
        """Tracks per shelf of a kind, without the empty ones."""
        return {
            name: shelf.tracks
            for (its_kind, name), shelf in self._shelves.items()
            if its_kind == kind and shelf.tracks
        }

    def _write_put(self) -> None:
        self._connection.executemany(
            "INSERT INTO shelved (shelf_id, ordinal, track_id) VALUES (?, ?, ?)",
            sorted(self._to_put),
        )
        self._to_put.clear()

    def _shelf(self, name: ShelfName) -> _Shelf:
        shelf = self._shelves.get(name)
        if shelf is None:
            cursor = self._connection.execute(
                "INSERT INTO shelf (kind, name, tracks) VALUES (?, ?, 0)", name
            )
            shelf = self._shelves[name] = _Shelf(int(cursor.lastrowid or 0), 0)
            self._names[shelf.id] = name
        return shelf
