"""Tracks: what the library knows of one music file."""

from dataclasses import dataclass
from typing import NewType

from tui_player.model.music.filing import filed_under
from tui_player.model.music.loudness import Loudness

# A track's path under the music folder, "/"-separated; bytes that are not UTF-8 are kept as
# lone surrogates (PEP 383), so `os.fsencode` gives the name on disk back exactly.
TrackId = NewType("TrackId", str)


@dataclass(frozen=True, slots=True)
class Track:
    """One playable file. Text fields are empty and numbers None where the tags say nothing.

    `path` is absolute and, like the id, keeps undecodable bytes as lone surrogates.
    `genres` are the tags as written, split and tidied; `families` what they were mapped to.
    `moods` are the words of a MOOD tag. `album_by` is whom the album is by where the tags do not
    say, as its other tracks show.
    """

    id: TrackId
    path: str
    title: str
    artist: str = ""
    album: str = ""
    album_artist: str = ""
    genres: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    duration_s: float | None = None
    year: int | None = None
    track_number: int | None = None
    disc_number: int | None = None
    loudness: Loudness = Loudness()
    moods: tuple[str, ...] = ()
    is_compilation: bool = False
    album_by: str = ""

    @property
    def filed_under(self) -> str:
        """The artist under whom the track is looked for; empty if nobody is known."""
        return self.album_by or filed_under(
            self.artist, self.album_artist, is_compilation=self.is_compilation
        )
