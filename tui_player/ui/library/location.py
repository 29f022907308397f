"""What is looked at in the Library, and where the cursor was when it was left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui_player.ports.browser import Place, PlaceKind, Sort, sorts_of

if TYPE_CHECKING:
    from tui_player.model.music.track import Track

TOP = Place(PlaceKind.TOP, label=PlaceKind.TOP.value)
ALL_TRACKS = Place(PlaceKind.TRACKS, label=PlaceKind.TRACKS.value)


@dataclass(slots=True)
class View:
    """A place that is looked at: in which order, and where the cursor was."""

    place: Place
    sort: Sort
    cursor: int = 0

    @classmethod
    def of(cls, place: Place) -> View:
        """The place from its beginning, in its usual order."""
        return cls(place, sorts_of(place.kind)[0])


def way_to(track: Track) -> tuple[View, View]:
    """The artist a track is filed under, and its album there."""
    artist, album = track.filed_under, track.album
    return (
        View.of(Place(PlaceKind.ARTIST, artist, label=artist or "unknown artist")),
        View.of(Place(PlaceKind.ALBUM, album, artist, label=album or "no album")),
    )
