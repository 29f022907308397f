"""Tracks: what the library knows of one music file."""

import re
import unicodedata
from dataclasses import dataclass
from typing import NewType

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


def are_of_one_album(one: Track, other: Track) -> bool:
    """Whether both are tagged with the same album, and it is by the same artist."""
    return bool(one.album) and album_key(one) == album_key(other)


def follows_on_album(before: Track, track: Track) -> bool:
    """Whether `track` comes right after `before` on their album, on to the next disc included."""
    if not are_of_one_album(before, track) or before.track_number is None:
        return False
    disc_before, disc = before.disc_number or 1, track.disc_number or 1
    if disc == disc_before:
        return track.track_number == before.track_number + 1
    return disc == disc_before + 1 and track.track_number == 1


def album_key(track: Track) -> tuple[str, str] | None:
    """What tracks of one album have in common; None for a track of no album."""
    if not track.album:
        return None
    return track.album.casefold(), track.filed_under.casefold()


VARIOUS_ARTISTS = "Various Artists"


# How taggers name the artist of a compilation.
_VARIOUS = frozenset(
    ("various", "various artists", "various artist", "va", "v a", "diverse", "verschiedene")
)


_NOT_LETTERS = re.compile(r"[^\w\s]+")


def filed_under(artist: str, album_artist: str, *, is_compilation: bool) -> str:
    """The artist under whom a track is looked for; empty if nobody is known.

    That is the artist of the album. All compilations are filed under one name, however their
    taggers spell it.
    """
    if album_artist:
        is_various = filing_key(_NOT_LETTERS.sub(" ", album_artist)) in _VARIOUS
        return VARIOUS_ARTISTS if is_various else album_artist
    return VARIOUS_ARTISTS if is_compilation else artist


def filing_key(name: str) -> str:
    """What names are ordered and told apart by: without case, accents and a leading "the"."""
    letters = name.casefold()
    if not letters.isascii():
        decomposed = unicodedata.normalize("NFKD", letters)
        letters = "".join(c for c in decomposed if not unicodedata.combining(c))
    words = letters.split()
    return " ".join(words[1:] if words[:1] == ["the"] and len(words) > 1 else words)
