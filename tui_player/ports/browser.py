"""The port to a library that is looked around in: its places, their rows, page by page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, TypeAlias

if TYPE_CHECKING:
    from tui_player.model.music.coverage import Coverage
    from tui_player.model.music.track import Track, TrackId


class PlaceKind(StrEnum):
    """What a place in the library shows."""

    TOP = "Library"
    TRACKS = "All tracks"
    ARTISTS = "Artists"
    ALBUMS = "Albums"
    GENRES = "Genres"
    FOLDERS = "Folders"
    PLAYLISTS = "Playlists"
    ARTIST = "artist"
    ALBUM = "album"
    GENRE = "genre"
    FOLDER = "folder"
    PLAYLIST = "playlist"
    FOUND = "search"


@dataclass(frozen=True, slots=True)
class Place:
    """One place, told from others by kind and key; `label` is what it is called.

    The key of an artist is the name it is filed under, of an album its title with that artist in
    `within`, of a genre its name (empty: none), of a folder its path under the music folder, of
    a playlist its absolute path, of a search what was typed.
    """

    kind: PlaceKind
    key: str = ""
    within: str = ""
    label: str = field(default="", compare=False)


class Sort(StrEnum):
    """How rows are ordered."""

    ARTIST = "by artist"
    NAME = "by name"
    YEAR = "newest year first"
    ADDED = "newest files first"
    LENGTH = "longest first"
    MOST = "most tracks first"
    AS_IS = "in its own order"


_TRACK_SORTS = (Sort.ARTIST, Sort.NAME, Sort.YEAR, Sort.ADDED, Sort.LENGTH)
_SORTS: dict[PlaceKind, tuple[Sort, ...]] = {
    PlaceKind.TRACKS: _TRACK_SORTS,
    PlaceKind.GENRE: _TRACK_SORTS,
    PlaceKind.ALBUM: (Sort.AS_IS, *_TRACK_SORTS[1:]),
    PlaceKind.PLAYLIST: (Sort.AS_IS, *_TRACK_SORTS),
    PlaceKind.FOLDER: (Sort.AS_IS, *_TRACK_SORTS),
    PlaceKind.FOLDERS: (Sort.AS_IS, *_TRACK_SORTS),
    PlaceKind.ARTISTS: (Sort.NAME, Sort.MOST),
    PlaceKind.ALBUMS: (Sort.ARTIST, Sort.NAME, Sort.YEAR, Sort.MOST),
    PlaceKind.ARTIST: (Sort.YEAR, Sort.NAME, Sort.MOST),
    PlaceKind.GENRES: (Sort.MOST, Sort.NAME),
    PlaceKind.PLAYLISTS: (Sort.NAME, Sort.MOST),
}


def sorts_of(kind: PlaceKind) -> tuple[Sort, ...]:
    """The orders that make sense in a place of this kind, the usual one first."""
    return _SORTS.get(kind, (Sort.AS_IS,))


@dataclass(frozen=True, slots=True)
class BrowseLink:
    """A row that leads on to another place: how many tracks are there, and what else to say."""

    place: Place
    tracks: int | None = None
    aside: str = ""


Row: TypeAlias = "BrowseLink | Track"


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of a place, from the number `first` on.

    `total` counts all rows; with `may_be_more` at least so many. `sentence` tells what is to be
    told of the place, such as entries of a playlist that are missing.
    """

    first: int = 0
    rows: tuple[Row, ...] = ()
    total: int = 0
    may_be_more: bool = False
    sentence: str = ""


class Browser(Protocol):
    """The library to look around in. May take its time: to be asked on a thread of its own."""

    def page(self, place: Place, sort: Sort, first: int, count: int) -> Page:
        """At most `count` rows of a place."""

    def tracks_at(self, places: Sequence[Place], limit: int) -> tuple[TrackId, ...]:
        """The tracks in these places, in their usual order; at most `limit`."""

    def coverage(self) -> Coverage | None:
        """How well the library covers the moods; None if there is none yet."""

    def close(self) -> None:
        """Let go of what was opened; a later question opens it again."""
