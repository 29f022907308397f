"""Reads the library index, whatever becomes of its file meanwhile."""

import os
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from tui_player.library.index.schema import SCHEMA_VERSION, open_for_reading, parted
from tui_player.model.music.loudness import Loudness
from tui_player.model.music.track import Track, TrackId

_Answer = TypeVar("_Answer")

_COLUMNS = (
    "path, track.title, track.artist, track.album, track.album_artist, track.genres, families,"
    " duration_s, year, track_number, disc_number,"
    " track_gain_db, track_peak, album_gain_db, album_peak, moods, is_compilation, album_by"
)
SELECT_TRACK = f"SELECT {_COLUMNS} FROM track JOIN file ON file.id = track.id"

# The index is being made, replaced or repaired: for now there is no answer.
_NO_ANSWER = frozenset(
    (
        *(sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_CANTOPEN),
        *(sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_IOERR),
        *(sqlite3.SQLITE_PROTOCOL, sqlite3.SQLITE_READONLY),
    )
)


class IndexReader:
    """A read-only connection to the index of one music folder, which the scanner keeps.

    While there is no index yet, or it is being replaced, the library is empty; the next question
    looks again. For one thread at a time; the connection is opened by the first question.
    """

    def __init__(self, index_path: Path, folder: Path) -> None:
        self._index_path = index_path
        self._folder = os.fspath(folder)
        self._connection: sqlite3.Connection | None = None
        self.inode = 0  # of the file that is open, to tell another one in its place

    def close(self) -> None:
        """Close the connection; a later question opens it again."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def tracks_by_ids(
        self, connection: sqlite3.Connection, ids: Iterable[int]
    ) -> tuple[Track, ...]:
        """The tracks with these numbers, in this order, within a question."""
        sql = f"{SELECT_TRACK} WHERE track.id = ?"
        rows = (connection.execute(sql, (track_id,)).fetchone() for track_id in ids)
        return tuple(self.read_track(row) for row in rows if row is not None)

    def tracks(self, sql: str, parameters: Sequence[object]) -> tuple[Track, ...]:
        """The tracks that a query beginning with SELECT_TRACK gives."""

        def question(connection: sqlite3.Connection) -> tuple[Track, ...]:
            return tuple(self.read_track(row) for row in connection.execute(sql, parameters))

        return self.ask(question, ())

    def ask(self, question: Callable[[sqlite3.Connection], _Answer], otherwise: _Answer) -> _Answer:
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
        if self._connection is not None and inode != self.inode:
            self.close()
        if self._connection is None:
            connection = open_for_reading(self._index_path)
            if connection.execute("PRAGMA user_version").fetchone()[0] != SCHEMA_VERSION:
                connection.close()
                return None
            self._connection, self.inode = connection, inode
        return self._connection

    def read_track(self, row: Sequence[Any]) -> Track:
        """The track in a row of SELECT_TRACK."""
        path = os.fsdecode(row[0])
        return Track(
            id=TrackId(path),
            path=os.path.join(self._folder, path),  # noqa: PTH118 - kept as bytes on disk spell it
            title=row[1],
            artist=row[2],
            album=row[3],
            album_artist=row[4],
            genres=parted(row[5]),
            families=parted(row[6]),
            duration_s=row[7],
            year=row[8],
            track_number=row[9],
            disc_number=row[10],
            loudness=Loudness(*row[11:15]),
            moods=parted(row[15]),
            is_compilation=bool(row[16]),
            album_by=row[17],
        )
