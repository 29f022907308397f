"""Decides to which genre families a track belongs: by the person, its tags, folder or artist."""

import os
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from tui_player.library.tags.genres import FamiliesFrom, FoundGenres, GenreFinder
from tui_player.model.music.family_overrides import (
    GivenFamilies,
    Scope,
    ScopeKind,
    album_scope,
    artist_scope,
    track_scope,
)
from tui_player.model.music.track import VARIOUS_ARTISTS, TrackId, filed_under, filing_key

_REMEMBERED_NAMES = 4_096  # the tracks of an artist come together
_NOBODY = frozenset(("", filing_key(VARIOUS_ARTISTS), "unknown", "unknown artist"))


class Filing(NamedTuple):
    """Under whom a track is filed, and what orders that name."""

    name: str
    key: str


class FamilyChoice:
    """Finds the families of tracks over the writer's connection, within its transactions."""

    def __init__(self, connection: sqlite3.Connection, genres: GenreFinder) -> None:
        self._connection = connection
        self._genres = genres
        self._filing = lru_cache(_REMEMBERED_NAMES)(_filing)
        self.given: GivenFamilies = {}
        self.reload()

    def reload(self) -> None:
        """Forget what was not saved, as after a rollback."""
        rows = self._connection.execute("SELECT kind, key, family FROM given_family")
        self.given = {
            Scope(ScopeKind(kind), os.fsdecode(key)): family for kind, key, family in rows
        }

    def filing(self, artist: str, album_artist: str, is_compilation: bool, album_by: str) -> Filing:
        """Under whom a track with these tags is filed, whose album was found to be by somebody."""
        return self._filing(artist, album_artist, is_compilation, album_by)

    def find(self, raw: Sequence[str], path: bytes, filed: str, album: str) -> FoundGenres:
        """The genres and families for raw tags and a path under the folder.

        `filed` is the artist that the track is filed under. What the artist's other tracks say is
        heeded later, by `without_own`, when these are known.
        """
        found = self._genres.find(raw, path)
        if self.given and (family := self._given_to(path, filed, album)):
            return FoundGenres(found.genres, (family,), FamiliesFrom.PERSON)
        return found

    def give(self, given: GivenFamilies) -> set[int]:
        """From now on these families were given, and no others; the tracks that this concerns."""
        changed = {scope for scope, _ in given.items() ^ self.given.items()}
        self.given = dict(given)
        self._connection.execute("DELETE FROM given_family")
        self._connection.executemany(
            "INSERT INTO given_family VALUES (?, ?, ?)",
            [(s.kind, os.fsencode(s.key), family) for s, family in given.items()],
        )
        return {track_id for scope in changed for track_id in self._tracks_of(scope)}

    def without_own(self, filed_keys: Iterable[str] | None) -> Iterator[tuple[int, str, bool]]:
        """What the artists' other tracks say of those that neither tags nor folder tell of.

        `filed_keys` are the artists to look at, None for all. Gives tracks with the joined
        families that most others of their artist have, and whether there are any.
        """
        rows = self._connection.execute(
            "SELECT DISTINCT filed_key FROM track WHERE families_from IN (0, 3)"
        ).fetchall()
        asked = None if filed_keys is None else set(filed_keys)
        for (key,) in rows:
            if key not in _NOBODY and (asked is None or key in asked):
                yield from self._by_artist(key)

    def _by_artist(self, filed_key: str) -> Iterator[tuple[int, str, bool]]:
        tracks = self._connection.execute(
            "SELECT id, families, families_from FROM track WHERE filed_key = ?", (filed_key,)
        ).fetchall()
        own = Counter(f for _, f, told in tracks if told not in _NOT_OWN)
        # Of several equally frequent ones always the same.
        best = max(sorted(own), key=own.__getitem__, default="")
        for track_id, families, told in tracks:
            if told in _NOT_OWN and families != best:
                yield track_id, best, bool(best)

    def _given_to(self, path: bytes, filed: str, album: str) -> str:
        """What was given to a track itself, else to its album, else to its artist."""
        scopes = (
            track_scope(TrackId(os.fsdecode(path))),
            album_scope(filed, album) if album else None,
            artist_scope(filed) if filed else None,
        )
        return next((self.given[s] for s in scopes if s is not None and s in self.given), "")

    def _tracks_of(self, scope: Scope) -> list[int]:
        """The tracks in a scope."""
        if scope.kind is ScopeKind.TRACK:
            sql = "SELECT track.id, '' FROM track JOIN file ON file.id = track.id WHERE path = ?"
            return [row[0] for row in self._connection.execute(sql, (os.fsencode(scope.key),))]
        artist, _, album = scope.key.partition("\n")
        sql = "SELECT id, album FROM track WHERE filed_key = ?"
        return [
            track_id
            for track_id, its_album in self._connection.execute(sql, (artist,))
            if scope.kind is ScopeKind.ARTIST or filing_key(its_album) == album
        ]


_NOT_OWN = (FamiliesFrom.NOTHING, FamiliesFrom.ARTIST)


def _filing(artist: str, album_artist: str, is_compilation: bool, album_by: str) -> Filing:
    name = album_by or filed_under(artist, album_artist, is_compilation=is_compilation)
    return Filing(name, filing_key(name))
