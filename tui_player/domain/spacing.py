"""Keeps tracks of one artist, and of one album, apart from each other.

A shuffle that leaves them together by chance seems unfair to people (L. Poláček, "How to shuffle
songs?", 2014). How far and how strongly is this program's own choice.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tui_player.domain.albums import are_of_one_album
from tui_player.domain.track import Track

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


def spacing(track: Track, before: Sequence[Track]) -> Spacing:
    """What the tracks before, oldest first, leave of a track's weight."""
    artist = _places_since(before, lambda other: _is_by_the_same(track, other), ARTIST_PLACES)
    album = _places_since(before, lambda other: are_of_one_album(track, other), ALBUM_PLACES)
    share = _share(artist, ARTIST_PLACES) * _share(album, ALBUM_PLACES)
    told = [
        f"same {what} {places} {'place' if places == 1 else 'places'} before"
        for what, places in (("artist", artist), ("album", album))
        if places is not None
    ]
    return Spacing(share, ", ".join(told))


def _is_by_the_same(track: Track, other: Track) -> bool:
    return bool(track.artist) and track.artist.casefold() == other.artist.casefold()


def _places_since(
    before: Sequence[Track], is_alike: Callable[[Track], bool], places: int
) -> int | None:
    for place, other in enumerate(reversed(before[1 - places :]), start=1):
        if is_alike(other):
            return place
    return None


def _share(places: int | None, enough: int) -> float:
    return 1.0 if places is None else max(NEXT_TO_SHARE, (places - 1) / (enough - 1))
