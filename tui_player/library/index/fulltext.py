"""Keeps the full-text table of the index in step with the tracks."""

import sqlite3

from tui_player.model.music.letters import VERSION, path_for_search, text_for_search

_COLUMNS = "title, artist, album, album_artist, genres, location"
# The table holds the words and not the texts, so it is told of each track what it was told before.
_FOLDED = (
    "text_for_search(title), text_for_search(artist), text_for_search(album),"
    " text_for_search(album_artist), text_for_search(genres), path_for_search(location)"
)


class Words:
    """Adds the words of tracks and takes them away, within the caller's transaction.

    Words are added together at the end of a transaction: FTS5 writes to the disk after every
    statement of its own, so that one by one, as triggers do it, takes six times as long.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._to_add: set[int] = set()
        for function in (text_for_search, path_for_search):
            connection.create_function(function.__name__, 1, function, deterministic=True)

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
            f" SELECT 'delete', id, {_FOLDED} FROM track WHERE id = ?",
            (track_id,),
        )

    def save(self) -> None:
        """Write the words of the tracks added."""
        if self._to_add:
            self._connection.execute(
                f"INSERT INTO words (rowid, {_COLUMNS}) SELECT id, {_FOLDED} FROM track"
                " WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id",
                (str(sorted(self._to_add)),),  # as JSON has it
            )
            self._to_add.clear()

    def are_folded_as_now(self) -> bool:
        """Whether the words that are there were folded as this program folds them."""
        ask = self._connection.execute
        return bool(ask("SELECT value FROM meta WHERE name = 'letters'").fetchone() == (VERSION,))

    def fold_anew(self) -> None:
        """Replace all words by those of all tracks, as they are folded now."""
        ask = self._connection.execute
        self._to_add.clear()
        ask("INSERT INTO words (words) VALUES ('delete-all')")
        ask(f"INSERT INTO words (rowid, {_COLUMNS}) SELECT id, {_FOLDED} FROM track ORDER BY id")
        ask("INSERT OR REPLACE INTO meta VALUES ('letters', ?)", (VERSION,))
