"""Stand-ins for the ports, kept in memory, that behave as the real parts do."""

import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable

from tui_player.domain.catalog import Randomness
from tui_player.domain.track import Track, TrackId


def _words(text: str) -> list[str]:
    """The words of a text, without case, accents and punctuation."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    letters = (c for c in decomposed if not unicodedata.combining(c))
    return "".join(c if c.isalnum() else " " for c in letters).split()


def _by_artist(track: Track) -> tuple[object, ...]:
    return (
        track.artist.casefold(),
        track.album.casefold(),
        track.disc_number or 0,
        track.track_number or 0,
        track.id,
    )


class ListCatalog:
    """A Catalog over tracks in a list; holds to the same contract as the real library."""

    def __init__(self, tracks: Iterable[Track] = ()) -> None:
        self.tracks: dict[TrackId, Track] = {track.id: track for track in tracks}

    def add(self, *tracks: Track) -> None:
        """Put tracks in, replacing those of the same id, as a scan would."""
        self.tracks.update({track.id: track for track in tracks})

    def remove(self, *track_ids: TrackId) -> None:
        """Take tracks out, as when their files are deleted."""
        for track_id in track_ids:
            self.tracks.pop(track_id, None)

    def sample(
        self, families: Collection[str], limit: int, randomness: Randomness
    ) -> tuple[Track, ...]:
        """At most `limit` different tracks of any of the families, uniformly at random."""
        wanted = set(families)
        fitting = [
            track
            for track in self.tracks.values()
            if not wanted or wanted & set(track.families or ("",))
        ]
        chosen: list[Track] = []
        while fitting and len(chosen) < limit:
            chosen.append(fitting.pop(randomness.randrange(len(fitting))))
        return tuple(chosen)

    def search(self, text: str, limit: int) -> tuple[Track, ...]:
        """Tracks of which every word of the text begins some word; by artist if empty."""
        asked = _words(text)
        found = [track for track in self.tracks.values() if self._matches(track, asked)]
        return tuple(sorted(found, key=_by_artist)[: max(limit, 0)])

    def counts(self) -> dict[str, int]:
        """Tracks per genre family; those without any under the empty string."""
        return dict(Counter(name for t in self.tracks.values() for name in t.families or ("",)))

    def track(self, track_id: TrackId) -> Track | None:
        """The track with this id, or None."""
        return self.tracks.get(track_id)

    @staticmethod
    def _matches(track: Track, asked: list[str]) -> bool:
        known = " ".join(
            (track.title, track.artist, track.album, track.album_artist, *track.genres, track.id)
        )
        words = _words(known)
        return all(any(word.startswith(prefix) for word in words) for prefix in asked)
