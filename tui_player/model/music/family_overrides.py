"""Genre families that a person gave to an artist, an album or a track, whatever its tags say."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from tui_player.model.music.track import TrackId, filing_key


class ScopeKind(StrEnum):
    """How much of the library a family is given to."""

    ARTIST = "artist"
    ALBUM = "album"
    TRACK = "track"


@dataclass(frozen=True, slots=True)
class Scope:
    """An artist, an album or a track; made by the functions below.

    `key` tells it from others of its kind: the filing key of an artist, that of an artist and
    that of the album with a line feed between, or the id of a track.
    """

    kind: ScopeKind
    key: str


# What was given, by what it was given to.
GivenFamilies = dict[Scope, str]


def artist_scope(filed_under: str) -> Scope:
    """All tracks filed under an artist."""
    return Scope(ScopeKind.ARTIST, filing_key(filed_under))


def album_scope(filed_under: str, album: str) -> Scope:
    """All tracks of one album of an artist."""
    return Scope(ScopeKind.ALBUM, f"{filing_key(filed_under)}\n{filing_key(album)}")


def track_scope(track_id: TrackId) -> Scope:
    """One track."""
    return Scope(ScopeKind.TRACK, track_id)


def renamed_scopes(given: GivenFamilies, new_ids: Mapping[TrackId, TrackId]) -> GivenFamilies:
    """What was given, after tracks were renamed; what was given to a moved track wins."""
    moved_last = sorted(given, key=lambda scope: renamed_scope(scope, new_ids) != scope)
    return {renamed_scope(scope, new_ids): given[scope] for scope in moved_last}


def renamed_scope(scope: Scope, new_ids: Mapping[TrackId, TrackId]) -> Scope:
    """The same scope after tracks were renamed."""
    if scope.kind is not ScopeKind.TRACK:
        return scope
    return track_scope(new_ids.get(TrackId(scope.key), TrackId(scope.key)))
