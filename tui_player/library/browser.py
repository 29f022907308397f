"""Looks around in the library: artists, albums, genres, folders and playlists, page by page."""

import os
from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from sqlite3 import Connection

from tui_player.domain.browse import Page, Place, PlaceKind, Shelf, Sort
from tui_player.domain.coverage import Coverage
from tui_player.domain.genre import GenreFamilies
from tui_player.domain.track import TrackId
from tui_player.library.browse_playlists import list_playlists, open_playlist
from tui_player.library.browse_shelves import (
    Counts,
    albums_of,
    all_albums,
    artists,
    count_all,
    folder_shelves,
    genres,
    top,
)
from tui_player.library.browse_tracks import track_ids, track_total, tracks_below
from tui_player.library.index_reader import IndexReader
from tui_player.library.search import Moods
from tui_player.library.survey import survey_of

# What a first screen shows is asked for by itself: it is there at once in any library.
FIRST_TRACKS = 1_000
_KEPT_LISTINGS = 8
_NO_LIMIT = 2**48


@dataclass(slots=True)
class Listing:
    """The rows of a place: shelves first, then the numbers of tracks.

    `total` is how many tracks there are, None if that is known only from a whole listing.
    """

    shelves: Sequence[Shelf] = ()
    ids: Sequence[int] = ()
    is_whole: bool = True
    total: int | None = None
    sentence: str = ""

    @property
    def rows(self) -> int:
        """How many rows are known of."""
        tracks = len(self.ids) if self.is_whole or self.total is None else self.total
        return len(self.shelves) + tracks


_Key = tuple[Place, Sort]


class LibraryBrowser(IndexReader):
    """The Browser of one music folder, over the index that the scanner keeps.

    `playlists` is the folder of saved playlists. What was listed is kept, as eight bytes a track,
    until the index changes.
    """

    def __init__(
        self,
        index_path: Path,
        folder: Path,
        moods: Moods,
        families: GenreFamilies,
        playlists: Path,
    ) -> None:
        super().__init__(index_path, folder)
        self._moods = moods
        self._families = families
        self._playlists = playlists
        self._listings: dict[_Key, Listing] = {}
        self._counts: Counts | None = None  # of what the top leads to
        self._state: tuple[int, int] | None = None

    def page(self, place: Place, sort: Sort, first: int, count: int) -> Page:
        """At most `count` rows of a place, from the number `first` on."""

        def question(connection: Connection) -> Page:
            listing = self._listing(connection, place, sort, first + count)
            shelves = listing.shelves[first : first + count]
            start = max(first - len(listing.shelves), 0)
            ids = listing.ids[start : start + count - len(shelves)]
            return Page(
                first,
                (*shelves, *self.tracks_by_ids(connection, ids)),
                listing.rows,
                may_be_more=not listing.is_whole and listing.total is None,
                sentence=listing.sentence,
            )

        return self.ask(question, Page(first))

    def tracks_at(self, places: Sequence[Place], limit: int) -> tuple[TrackId, ...]:
        """The tracks in these places, in their usual order; at most `limit`."""

        def question(connection: Connection) -> tuple[TrackId, ...]:
            ids = dict.fromkeys(
                track_id
                for place in places
                for track_id in self._tracks_in(connection, place, limit)
            )
            tracks = self.tracks_by_ids(connection, list(ids)[:limit])
            return tuple(track.id for track in tracks)

        return self.ask(question, ())

    def coverage(self) -> Coverage | None:
        """How well the library covers the moods; None if there is none yet."""
        wishes: Mapping[str, Sequence[str]] = {m: tuple(f) for m, f in self._moods.items()}
        return self.ask(lambda connection: survey_of(connection, self._families, wishes), None)

    def _tracks_in(self, connection: Connection, place: Place, limit: int) -> Sequence[int]:
        if place.kind is PlaceKind.PLAYLIST:
            return self._open_playlist(connection, place).ids
        if place.kind in (PlaceKind.FOLDER, PlaceKind.FOLDERS):
            return tracks_below(connection, place, limit)
        return track_ids(connection, place, Sort.AS_IS, self._moods, limit)

    def _listing(
        self, connection: Connection, place: Place, sort: Sort, rows_wanted: int
    ) -> Listing:
        """The listing of a place, as much of it as is wanted; kept from the last time."""
        state = (self.inode, connection.execute("PRAGMA data_version").fetchone()[0])
        if state != self._state:
            self._state = state
            self._listings.clear()
            self._counts = None
        key = (place, sort)
        listing = self._listings.pop(key, None)
        # Saved playlists do not lie in the index, which therefore does not tell of changes.
        is_outside = place.kind in (PlaceKind.PLAYLISTS, PlaceKind.PLAYLIST, PlaceKind.TOP)
        if listing is None or is_outside or _is_short(listing, rows_wanted):
            listing = self._list(connection, place, sort, rows_wanted)
        self._listings[key] = listing
        while len(self._listings) > _KEPT_LISTINGS:
            del self._listings[next(iter(self._listings))]
        return listing

    def _list(self, connection: Connection, place: Place, sort: Sort, rows_wanted: int) -> Listing:
        if shelves := _SHELVES.get(place.kind):
            return Listing(shelves(connection, place, sort))
        match place.kind:
            case PlaceKind.TOP:
                self._counts = self._counts or count_all(connection)
                return Listing(top(self._counts, connection, self._playlists))
            case PlaceKind.PLAYLISTS:
                return Listing(list_playlists(connection, self._folder, self._playlists, sort))
            case PlaceKind.PLAYLIST if sort is Sort.AS_IS:
                return self._open_playlist(connection, place)
            case PlaceKind.PLAYLIST:
                opened = self._open_playlist(connection, place)
                ids = track_ids(connection, place, sort, self._moods, _NO_LIMIT, within=opened.ids)
                return Listing(ids=ids, sentence=opened.sentence)
        listing = self._list_tracks(connection, place, sort, rows_wanted)
        if place.kind in (PlaceKind.FOLDER, PlaceKind.FOLDERS):
            listing.shelves = folder_shelves(connection, place)
        return listing

    def _list_tracks(
        self, connection: Connection, place: Place, sort: Sort, rows_wanted: int
    ) -> Listing:
        """The first tracks of a place, or all of them where these are not enough."""
        limit = FIRST_TRACKS if rows_wanted <= FIRST_TRACKS else _NO_LIMIT
        ids = array("q", track_ids(connection, place, sort, self._moods, limit))
        is_whole = len(ids) < limit
        total = None if is_whole else track_total(connection, place)
        return Listing(ids=ids, is_whole=is_whole, total=total)

    def _open_playlist(self, connection: Connection, place: Place) -> Listing:
        ids, sentence = open_playlist(connection, os.fsencode(self._folder), os.fsencode(place.key))
        return Listing(ids=array("q", ids), sentence=sentence)


def _is_short(listing: Listing, rows_wanted: int) -> bool:
    known = len(listing.shelves) + len(listing.ids)
    return not listing.is_whole and rows_wanted > known


_SHELVES: Mapping[PlaceKind, Callable[[Connection, Place, Sort], Sequence[Shelf]]] = {
    PlaceKind.ARTISTS: artists,
    PlaceKind.ALBUMS: all_albums,
    PlaceKind.ARTIST: albums_of,
    PlaceKind.GENRES: genres,
}
