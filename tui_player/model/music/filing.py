"""Files tracks: under which artist one is looked for, and in which order names come."""

import re
import unicodedata

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
