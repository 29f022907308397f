"""Looks around in the library: artists, albums, genres, folders and playlists, page by page."""

import os
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from sqlite3 import Connection

from tui_player.library.browse.listings import (
    Counts,
    albums_of,
    all_albums,
    artists,
    count_all,
    folder_shelves,
    genres,
    in_folder,
    top,
)
from tui_player.library.browse.playlists import list_playlists, open_playlist
from tui_player.library.browse.tracks import track_ids, track_total
from tui_player.library.index.coverage import survey_of
from tui_player.library.index.reader import IndexReader
from tui_player.library.index.search import Moods
from tui_player.library.scanner.folder_children import tracks_below
from tui_player.model.music.coverage import Coverage
from tui_player.model.music.genres import GenreFamilies
from tui_player.model.music.track import TrackId
from tui_player.ports.browser import BrowseLink, Page, Place, PlaceKind, Sort, sorts_of

# What a first screen shows is asked for by itself: it is there at once in any library.
FIRST_ROWS = 1_000
_KEPT_LISTINGS = 8
_NO_LIMIT = 2**48


@dataclass(slots=True)
class Listing:
    """The rows of a place: what leads on first, then the numbers of tracks.

    Of `folders` in a folder the names are listed, and their tracks are counted when they are
    shown. `total` is how many rows there are, None if that is known only from a whole listing.
    """

    shelves: Sequence[BrowseLink] = ()
    folders: Sequence[bytes] = ()
    ids: Sequence[int] = ()
    is_whole: bool = True
    total: int | None = None
    sentence: str = ""

    @property
    def listed(self) -> int:
        """How many rows are listed."""
        return len(self.shelves) + len(self.folders) + len(self.ids)

    @property
    def rows(self) -> int:
        """How many rows are known of."""
        return self.listed if self.is_whole or self.total is None else self.total


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

    def close(self) -> None:
        """Close the connection; a later question opens it again."""
        super().close()
        self._state = None  # another connection counts the changes of the index anew

    def page(self, place: Place, sort: Sort, first: int, count: int) -> Page:
        """At most `count` rows of a place, from the number `first` on."""

        def question(connection: Connection) -> Page:
            listing = self._listing(connection, place, sort, first + count)
            names = listing.folders[first : first + count]
            shelves = listing.shelves[first : first + count] or folder_shelves(
                connection, place, names
            )
            start = max(first - len(listing.shelves) - len(listing.folders), 0)
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
            return tracks_below(connection, os.fsencode(place.key), limit)
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
        if listing is None or is_outside or not (listing.is_whole or rows_wanted <= listing.listed):
            listing = self._list(connection, place, sort, rows_wanted)
        self._listings[key] = listing
        while len(self._listings) > _KEPT_LISTINGS:
            del self._listings[next(iter(self._listings))]
        return listing

    def _list(self, connection: Connection, place: Place, sort: Sort, rows_wanted: int) -> Listing:
        limit = FIRST_ROWS if rows_wanted <= FIRST_ROWS else _NO_LIMIT
        match place.kind:
            case PlaceKind.TOP:
                self._counts = self._counts or self._count_all(connection)
                return Listing(top(self._counts, connection, self._playlists))
            case PlaceKind.ARTISTS | PlaceKind.ALBUMS:
                return self._list_names(connection, place, sort, limit)
            case PlaceKind.ARTIST:
                return Listing(albums_of(connection, place, sort))
            case PlaceKind.GENRES:
                return Listing(genres(connection, sort))
            case PlaceKind.PLAYLISTS:
                return Listing(list_playlists(connection, self._folder, self._playlists, sort))
            case PlaceKind.PLAYLIST:
                listing = self._open_playlist(connection, place)
            case PlaceKind.FOLDER | PlaceKind.FOLDERS:
                folders, ids = in_folder(connection, place)
                listing = Listing(folders=folders, ids=array("q", ids))
            case _:
                return self._list_tracks(connection, place, sort, limit)
        if sort is not Sort.AS_IS:
            listing.ids = track_ids(
                connection, place, sort, self._moods, _NO_LIMIT, within=listing.ids
            )
        return listing

    def _count_all(self, connection: Connection) -> Counts:
        folders = self._listing(connection, Place(PlaceKind.FOLDERS), Sort.AS_IS, 0)
        return count_all(connection, len(folders.folders))

    def _list_names(self, connection: Connection, place: Place, sort: Sort, limit: int) -> Listing:
        """The first artists or albums in their usual order; all in another, or if wanted."""
        if sort is not sorts_of(place.kind)[0]:
            limit = _NO_LIMIT
        names = artists if place.kind is PlaceKind.ARTISTS else all_albums
        shelves = names(connection, sort, limit)
        is_whole = len(shelves) < limit
        total = None if is_whole or self._counts is None else self._counts[place.kind]
        return Listing(shelves, is_whole=is_whole, total=total)

    def _list_tracks(self, connection: Connection, place: Place, sort: Sort, limit: int) -> Listing:
        """The first tracks of a place, or all of them where these are not enough."""
        ids = array("q", track_ids(connection, place, sort, self._moods, limit))
        is_whole = len(ids) < limit
        total = None if is_whole else track_total(connection, place)
        return Listing(ids=ids, is_whole=is_whole, total=total)

    def _open_playlist(self, connection: Connection, place: Place) -> Listing:
        ids, sentence = open_playlist(connection, os.fsencode(self._folder), os.fsencode(place.key))
        return Listing(ids=array("q", ids), sentence=sentence)
