"""Keeps tracks of one artist, and of one album, apart from each other.

A shuffle that leaves them together by chance seems unfair to people (L. Poláček, "How to shuffle
songs?", 2014). How far and how strongly is this program's own choice.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tui_player.model.music.track import Track, album_key
from tui_player.model.text import counted

# From so many places apart on, an artist or album counts in full.
ARTIST_PLACES = 7
ALBUM_PLACES = 13
# The share of its weight that is left right behind.
NEXT_TO_SHARE = 0.05
PLACES = max(ARTIST_PLACES, ALBUM_PLACES) - 1


@dataclass(frozen=True, slots=True)
class Spacing:
    """What is left of a track's weight (0 to 1) because of those before it, and why."""

    share: float = 1.0
    words: str = ""


class Neighbourhood:
    """The tracks before a place of the queue, oldest first."""

    def __init__(self, before: Sequence[Track]) -> None:
        self._artists: dict[str, int] = {}
        self._albums: dict[tuple[str, str], int] = {}
        for place, track in enumerate(reversed(before[-PLACES:]), start=1):
            if track.artist and place < ARTIST_PLACES:
                self._artists.setdefault(track.artist.casefold(), place)
            if (album := album_key(track)) is not None and place < ALBUM_PLACES:
                self._albums.setdefault(album, place)

    def spacing(self, track: Track) -> Spacing:
        """What the tracks before leave of a track's weight in this place."""
        artist = self._artists.get(track.artist.casefold()) if self._artists else None
        album_of_track = album_key(track) if self._albums else None
        album = None if album_of_track is None else self._albums.get(album_of_track)
        if artist is None and album is None:
            return _FREE
        share = _share(artist, ARTIST_PLACES) * _share(album, ALBUM_PLACES)
        return Spacing(share, _told(artist, album))


_FREE = Spacing()


def _told(artist: int | None, album: int | None) -> str:
    if artist is not None and artist == album:
        return f"same artist and album {counted(artist, 'place')} before"
    found = (("artist", artist), ("album", album))
    told = (f"same {what} {counted(n, 'place')} before" for what, n in found if n is not None)
    return ", ".join(told)


def _share(places: int | None, enough: int) -> float:
    return 1.0 if places is None else max(NEXT_TO_SHARE, (places - 1) / (enough - 1))
