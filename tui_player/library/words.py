"""Keeps the full-text table of the index in step with the tracks."""

import sqlite3

_COLUMNS = "title, artist, album, album_artist, genres, location"


class Words:
    """Adds the words of tracks and takes them away, within the caller's transaction.

    Words are added together at the end of a transaction: FTS5 writes to the disk after every
    statement of its own, so that one by one, as triggers do it, takes six times as long.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._to_add: set[int] = set()

    def reload(self) -> None:
        """Forget what was not saved, as after a rollback."""
        self._to_add.clear()

    def add(self, track_id: int) -> None:
        """Add the words of a track, which is in its table by the time of `save`."""
        self._to_add.add(track_id)

    def remove(self, track_id: int) -> None:
        """Take away the words of a track, which is still in its table as it was added."""
        if track_id in self._to_add:
            self._to_add.discard(track_id)
            return
        self._connection.execute(
            f"INSERT INTO words (words, rowid, {_COLUMNS})"
            f" SELECT 'delete', id, {_COLUMNS} FROM track WHERE id = ?",
            (track_id,),
        )

    def save(self) -> None:
        """Write the words of the tracks added."""
        if self._to_add:
            self._connection.execute(
                f"INSERT INTO words (rowid, {_COLUMNS}) SELECT id, {_COLUMNS} FROM track"
                " WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id",
                (str(sorted(self._to_add)),),  # as JSON has it
            )
            self._to_add.clear()
