"""Answers what the player asks of the library, from the index on disk."""

import os
import sqlite3
from collections.abc import Callable, Collection
from pathlib import Path

from tui_player.library.index.groups import ALL, FAMILY
from tui_player.library.index.reader import SELECT_TRACK, IndexReader
from tui_player.library.index.sampling import count, draw
from tui_player.library.index.search import BY_ARTIST, Moods, find
from tui_player.model.music.search_query import parse_search
from tui_player.model.music.track import Track, TrackId
from tui_player.ports.catalog import Randomness, nobody_is_barred


class LibraryCatalog(IndexReader):
    """The Catalog of one music folder, read from the index that the scanner keeps."""

    def __init__(self, index_path: Path, folder: Path, moods: Moods | None = None) -> None:
        super().__init__(index_path, folder)
        self._moods = moods or {}
        # How many tracks were counted for some families, and what their shelves were like then.
        self._counted: dict[frozenset[str], tuple[tuple[tuple[int, int], ...], int]] = {}

    @classmethod
    def open(cls, index_path: Path, folder: Path, moods: Moods | None = None) -> "LibraryCatalog":
        """The catalog of `folder`, whose index lies, or will lie, at `index_path`.

        `moods` says which families the search filter `mood:` stands for.
        """
        return cls(index_path, folder, moods)

    def sample(
        self,
        families: Collection[str],
        limit: int,
        randomness: Randomness,
        is_barred: Callable[[TrackId], bool] = nobody_is_barred,
    ) -> tuple[Track, ...]:
        """At most `limit` different tracks of any of these families, uniformly at random.

        None that is barred is among them. The time does not grow with the library: the tracks of
        a family are numbered.
        """

        def question(connection: sqlite3.Connection) -> tuple[Track, ...]:
            shelves = _shelves(connection, families)
            return self.tracks_by_ids(
                connection, draw(connection, shelves, limit, randomness, is_barred)
            )

        return self.ask(question, ())

    def count(self, families: Collection[str]) -> int:
        """How many different tracks are of any of these families; of no family at all: all."""

        def question(connection: sqlite3.Connection) -> int:
            shelves = _shelves(connection, families)
            key, counted_for = frozenset(families), tuple(shelves.items())
            if key not in self._counted or self._counted[key][0] != counted_for:
                self._counted[key] = counted_for, count(connection, shelves)
            return self._counted[key][1]

        return self.ask(question, 0)

    def search(self, text: str, limit: int) -> tuple[Track, ...]:
        """Tracks that fit the text, see `parse_search`; all by artist if it asks for nothing."""
        query, at_most = parse_search(text), max(limit, 0)
        if query.asks_for_all:
            return self.tracks(f"{SELECT_TRACK}{BY_ARTIST} LIMIT ?", (at_most,))

        def question(connection: sqlite3.Connection) -> tuple[Track, ...]:
            return self.tracks_by_ids(connection, find(connection, query, self._moods, at_most))

        return self.ask(question, ())

    def counts(self) -> dict[str, int]:
        """Tracks per genre family; those without any family under the empty string."""
        sql = "SELECT name, tracks FROM shelf WHERE kind = ? AND tracks > 0"
        return self.ask(lambda connection: dict(connection.execute(sql, (FAMILY,))), {})

    def track(self, track_id: TrackId) -> Track | None:
        """The track with this id, or None if the library does not have it."""
        try:
            path = os.fsencode(track_id)
        except UnicodeEncodeError:
            return None
        return next(iter(self.tracks(f"{SELECT_TRACK} WHERE path = ?", (path,))), None)

    def why_unreadable(self, track_id: TrackId) -> str | None:
        """Why the file of this path is no track; None where it is one, or is not known at all."""
        sql = "SELECT reason FROM unreadable JOIN file ON file.id = file_id WHERE path = ?"
        path = os.fsencode(track_id)
        row = self.ask(lambda connection: connection.execute(sql, (path,)).fetchone(), None)
        return None if row is None else row[0] or "there is no sound in it"


def _shelves(connection: sqlite3.Connection, families: Collection[str]) -> dict[int, int]:
    """How many tracks are on each asked shelf, by the shelf's id; on that of all for no family."""
    asked = [(FAMILY, name) for name in sorted(set(families))] or [(ALL, "")]
    sql = "SELECT id, tracks FROM shelf WHERE kind = ? AND name = ? AND tracks > 0"
    return dict(row for name in asked for row in connection.execute(sql, name))
