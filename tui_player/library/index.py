"""Answers what the player asks of the library, from the index on disk."""

import os
import sqlite3
from collections.abc import Collection
from pathlib import Path

from tui_player.domain.catalog import Randomness
from tui_player.domain.search_query import parse_search
from tui_player.domain.track import Track, TrackId
from tui_player.library.index_reader import SELECT_TRACK, IndexReader
from tui_player.library.search import BY_ARTIST, Moods, find
from tui_player.library.shelves import ALL, FAMILY


class LibraryCatalog(IndexReader):
    """The Catalog of one music folder, read from the index that the scanner keeps."""

    def __init__(self, index_path: Path, folder: Path, moods: Moods | None = None) -> None:
        super().__init__(index_path, folder)
        self._moods = moods or {}

    @classmethod
    def open(cls, index_path: Path, folder: Path, moods: Moods | None = None) -> "LibraryCatalog":
        """The catalog of `folder`, whose index lies, or will lie, at `index_path`.

        `moods` says which families the search filter `mood:` stands for.
        """
        return cls(index_path, folder, moods)

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
            by_id = f"{SELECT_TRACK} WHERE track.id = ?"
            chosen = draw(connection, shelves, limit, randomness)
            return tuple(
                self.read_track(connection.execute(by_id, (id_,)).fetchone()) for id_ in chosen
            )

        return self.ask(question, ())

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
