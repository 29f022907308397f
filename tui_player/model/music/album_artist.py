"""Finds whom an album is by where no tag says so: several artists, or one with guests."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tui_player.model.music.track import VARIOUS_ARTISTS, filing_key

# Behind the first of several names, from the surest word on.
_GUESTS = re.compile(r"\s+[(\[]?(?:feat|ft|featuring|with)\b.*", re.IGNORECASE)
_OTHERS = re.compile(
    r"\s*(?:[,;&+/]|\s(?:and|und|et|y|x|vs\.?|meets|presents|pres\.)\s).*", re.IGNORECASE
)
# Of so many artists on one album nobody takes two albums of the same name for one.
_MANY_ARTISTS = 3


class AlbumTrack(NamedTuple):
    """What tells a track of an album from the others; numbers as in its tags."""

    artist: str
    disc_number: int | None = None
    track_number: int | None = None


def artist_of_album(tracks: Sequence[AlbumTrack], *, fills_folder: bool) -> str:
    """Whom tracks of one folder with one album's name are by; empty if each is by its own artist.

    They are one album if all are by one artist, with or without guests; or if they fill their
    folder, and are of many artists or no two of them have the same number. Then it is by the
    artist of more than half of the tracks, else a sampler.
    """
    artists = [track.artist for track in tracks if track.artist]
    if len({filing_key(artist) for artist in artists}) < 2:
        return ""
    for others in (_GUESTS, _OTHERS):
        leads = Counter(filing_key(others.sub("", artist)) for artist in artists)
        if len(leads) == 1:
            return _name_of(next(iter(leads)), artists, others)
    if not fills_folder or (len(leads) < _MANY_ARTISTS and _has_doubles(tracks)):
        return ""
    first, number = leads.most_common(1)[0]
    return _name_of(first, artists, _OTHERS) if 2 * number > len(tracks) else VARIOUS_ARTISTS


def _name_of(key: str, artists: Iterable[str], others: re.Pattern[str]) -> str:
    """How the artist of a key is spelt: as most tracks do that are by nobody else, if any."""
    names = Counter(artist for artist in artists if filing_key(artist) == key)
    if not names:
        leads = (others.sub("", artist) for artist in artists)
        names = Counter(lead for lead in leads if filing_key(lead) == key)
    return names.most_common(1)[0][0]


def _has_doubles(tracks: Iterable[AlbumTrack]) -> bool:
    """Whether two tracks have the same number, as those of two albums do."""
    places = [(t.disc_number, t.track_number) for t in tracks if t.track_number is not None]
    return len(set(places)) < len(places)
