"""Answers what the player asks of the library, from the index on disk."""

import os
import sqlite3
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from tui_player.domain.catalog import Randomness
from tui_player.domain.loudness import Loudness
from tui_player.domain.search_query import parse_search
from tui_player.domain.track import Track, TrackId
from tui_player.library.schema import SCHEMA_VERSION, SEPARATOR, open_for_reading
from tui_player.library.search import BY_ARTIST, Moods, find
from tui_player.library.shelves import ALL, FAMILY

_Answer = TypeVar("_Answer")

_COLUMNS = (
    "path, track.title, track.artist, track.album, track.album_artist, track.genres, families,"
    " duration_s, year, track_number, disc_number,"
    " track_gain_db, track_peak, album_gain_db, album_peak"
)
_SELECT_TRACK = f"SELECT {_COLUMNS} FROM track JOIN file ON file.id = track.id"

# The index is being made, replaced or repaired: for now there is no answer.
_NO_ANSWER = frozenset(
    (
        *(sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_CANTOPEN),
        *(sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_IOERR),
        *(sqlite3.SQLITE_PROTOCOL, sqlite3.SQLITE_READONLY),
    )
)


class LibraryCatalog:
    """The Catalog of one music folder, read from the index that the scanner keeps.

    While there is no index yet, or it is being replaced, the library is empty; the next question
    looks again. For one thread at a time; the connection is opened by the first question.
    """

    def __init__(self, index_path: Path, folder: Path, moods: Moods | None = None) -> None:
        self._index_path = index_path
        self._moods = moods or {}
        self._folder = os.fspath(folder)
        self._connection: sqlite3.Connection | None = None
        self._inode = 0

    @classmethod
    def open(cls, index_path: Path, folder: Path, moods: Moods | None = None) -> "LibraryCatalog":
        """The catalog of `folder`, whose index lies, or will lie, at `index_path`.

        `moods` says which families the search filter `mood:` stands for.
        """
        return cls(index_path, folder, moods)

    def close(self) -> None:
        """Close the connection; a later question opens it again."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def sample(
        self, families: Collection[str], limit: int, randomness: Randomness
    ) -> tuple[Track, ...]:
        """At most `limit` different tracks of any of these families, uniformly at random.

        The time does not grow with the library: the tracks of a family are numbered.
        """

        def question(connection: sqlite3.Connection) -> tuple[Track, ...]:
            shelves = _shelves(connection, families)
            draw = _draw_from_many
            if sum(shelves.values()) <= 4 * limit * max(len(shelves), 1):
                draw = _draw_from_few
            by_id = f"{_SELECT_TRACK} WHERE track.id = ?"
            chosen = draw(connection, shelves, limit, randomness)
            return tuple(
                self._track(connection.execute(by_id, (id_,)).fetchone()) for id_ in chosen
            )

        return self._ask(question, ())

    def search(self, text: str, limit: int) -> tuple[Track, ...]:
        """Tracks that fit the text, see `parse_search`; all by artist if it asks for nothing."""
        query, at_most = parse_search(text), max(limit, 0)
        if query.asks_for_all:
            return self._tracks(f"{_SELECT_TRACK}{BY_ARTIST} LIMIT ?", (at_most,))

        def question(connection: sqlite3.Connection) -> tuple[Track, ...]:
            return self._by_ids(connection, find(connection, query, self._moods, at_most))

        return self._ask(question, ())

    def counts(self) -> dict[str, int]:
        """Tracks per genre family; those without any family under the empty string."""
        sql = "SELECT name, tracks FROM shelf WHERE kind = ? AND tracks > 0"
        return self._ask(lambda connection: dict(connection.execute(sql, (FAMILY,))), {})

    def track(self, track_id: TrackId) -> Track | None:
        """The track with this id, or None if the library does not have it."""
        try:
            path = os.fsencode(track_id)
        except UnicodeEncodeError:
            return None
        return next(iter(self._tracks(f"{_SELECT_TRACK} WHERE path = ?", (path,))), None)

    def _by_ids(self, connection: sqlite3.Connection, ids: Iterable[int]) -> tuple[Track, ...]:
        sql = f"{_SELECT_TRACK} WHERE track.id = ?"
        rows = (connection.execute(sql, (track_id,)).fetchone() for track_id in ids)
        return tuple(self._track(row) for row in rows)

    def _tracks(self, sql: str, parameters: Sequence[object]) -> tuple[Track, ...]:
        def question(connection: sqlite3.Connection) -> tuple[Track, ...]:
            return tuple(self._track(row) for row in connection.execute(sql, parameters))

        return self._ask(question, ())

    def _ask(
        self, question: Callable[[sqlite3.Connection], _Answer], otherwise: _Answer
    ) -> _Answer:
        """The answer, all of one state of the index; `otherwise` while there is none to ask."""
        try:
            connection = self._current_connection()
            if connection is None:
                return otherwise
            connection.execute("BEGIN")
            try:
                return question(connection)
            finally:
                if connection.in_transaction:  # SQLite may have ended it after an error
                    connection.execute("ROLLBACK")  # nothing was written
        except sqlite3.DatabaseError as error:
            self.close()
            if getattr(error, "sqlite_errorcode", 0) & 0xFF in _NO_ANSWER:
                return otherwise
            raise

    def _current_connection(self) -> sqlite3.Connection | None:
        """The connection to the file that lies at the path now, or None if it is no index yet."""
        try:
            inode = self._index_path.stat().st_ino
        except OSError:
            self.close()
            return None
        if self._connection is not None and inode != self._inode:
            self.close()
        if self._connection is None:
            connection = open_for_reading(self._index_path)
            if connection.execute("PRAGMA user_version").fetchone()[0] != SCHEMA_VERSION:
                connection.close()
                return None
            self._connection, self._inode = connection, inode
        return self._connection

    def _track(self, row: Sequence[Any]) -> Track:
        path = os.fsdecode(row[0])
        return Track(
            id=TrackId(path),
            path=os.path.join(self._folder, path),  # noqa: PTH118 - kept as bytes on disk spell it
            title=row[1],
            artist=row[2],
            album=row[3],
            album_artist=row[4],
            genres=_split(row[5]),
            families=_split(row[6]),
            duration_s=row[7],
            year=row[8],
            track_number=row[9],
            disc_number=row[10],
            loudness=Loudness(*row[11:15]),
        )


def _shelves(connection: sqlite3.Connection, families: Collection[str]) -> dict[int, int]:
    """How many tracks are on each asked shelf, by the shelf's id; on that of all for no family."""
    asked = [(FAMILY, name) for name in sorted(set(families))] or [(ALL, "")]
    sql = "SELECT id, tracks FROM shelf WHERE kind = ? AND name = ? AND tracks > 0"
    return dict(row for name in asked for row in connection.execute(sql, name))


def _draw_from_few(
    connection: sqlite3.Connection, shelves: dict[int, int], limit: int, randomness: Randomness
) -> list[int]:
    """Draw by listing all tracks on the shelves."""
    sql = f"SELECT DISTINCT track_id FROM shelved WHERE shelf_id IN ({_marks(shelves)})"
    ids = sorted(track_id for (track_id,) in connection.execute(sql, tuple(shelves)))
    return [ids.pop(randomness.randrange(len(ids))) for _ in range(min(limit, len(ids)))]


def _draw_from_many(
    connection: sqlite3.Connection, shelves: dict[int, int], limit: int, randomness: Randomness
) -> list[int]:
    """Draw by the numbers that tracks have on their shelves.

    A track on several of the shelves is drawn more often, so it is taken with one chance in as
    many: rejection sampling, which makes every track equally likely.
    """
    by_number = "SELECT track_id FROM shelved WHERE shelf_id = ? AND ordinal = ?"
    on_shelves = (
        f"SELECT COUNT(*) FROM shelved WHERE track_id = ? AND shelf_id IN ({_marks(shelves)})"
    )
    total = sum(shelves.values())
    chosen: dict[int, None] = {}
    while len(chosen) < limit:
        place = _place(shelves, randomness.randrange(total))
        (track_id,) = connection.execute(by_number, place).fetchone()
        if len(shelves) > 1:
            (times,) = connection.execute(on_shelves, (track_id, *shelves)).fetchone()
            if times > 1 and randomness.random() * times >= 1:
                continue
        chosen[track_id] = None
    return list(chosen)


def _place(shelves: dict[int, int], number: int) -> tuple[int, int]:
    """The shelf, and the place on it, of the number-th of all places on these shelves."""
    for shelf_id, tracks in shelves.items():
        if number < tracks:
            return shelf_id, number
        number -= tracks
    raise IndexError(number)


def _marks(values: Collection[object]) -> str:
    return ", ".join("?" * len(values))


def _split(joined: str) -> tuple[str, ...]:
    return tuple(joined.split(SEPARATOR)) if joined else ()
