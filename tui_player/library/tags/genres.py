"""Finds the genres and families of a track in its tags, else in the names of its folders."""

from collections.abc import Iterable, Sequence
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from tui_player.library.tags.reader import displayable_name
from tui_player.model.music.genres import GenreFamilies, fold

# A slip of the finger: one letter too many or too few in five, one wrong in nine. Shorter names
# resemble each other too much ("Pop", "Bop").
_LEAST_LIKENESS = 88.0  # of 100, as rapidfuzz.fuzz.ratio counts
_LEAST_LETTERS = 5
# Other answers for the same table make the index be mapped anew.
_VERSION = "3"
_REMEMBERED = 4_096  # a library has few different genre tags, and many tracks to each


class FamiliesFrom(IntEnum):
    """What told the families of a track; the numbers lie in the index."""

    NOTHING = 0
    TAGS = 1
    FOLDER = 2
    ARTIST = 3  # the artist's other tracks
    PERSON = 4


class FoundGenres(NamedTuple):
    """The genres of a track as shown, its families, and what told them."""

    genres: tuple[str, ...]
    families: tuple[str, ...]
    families_from: FamiliesFrom


class GenreFinder:
    """Answers for one table of genre families; remembers answers, as tags repeat."""

    def __init__(self, table: GenreFamilies) -> None:
        self.fingerprint = f"{table.fingerprint} {_VERSION}"
        self._table = table
        self._keys = sorted(table.keys)
        self._of_tags = lru_cache(_REMEMBERED)(self._of_tags_uncached)
        self._of_folder = lru_cache(_REMEMBERED)(self._of_folder_uncached)

    def find(self, raw: Sequence[str], path: bytes) -> FoundGenres:
        """The genres and families for raw tags and a path under the folder.

        Where the tags lead to no family, the outermost folder that is named like a genre decides:
        people who sort by genre do so at the top.
        """
        genres, families = self._of_tags(tuple(raw))
        if families:
            return FoundGenres(genres, families, FamiliesFrom.TAGS)
        if families := self._of_folder(path.rpartition(b"/")[0]):
            return FoundGenres(genres, families, FamiliesFrom.FOLDER)
        return FoundGenres(genres, (), FamiliesFrom.NOTHING)

    def families(self, genres: Iterable[str]) -> tuple[str, ...]:
        """The families of these genre names; by their spelling if need be, else by likeness."""
        genres = tuple(genres)
        found = self._table.families(genres)
        return found or self._table.families(filter(None, map(self._nearest, genres)))

    def _nearest(self, genre: str) -> str | None:
        """The known name that a genre most resembles, if it does closely."""
        from rapidfuzz import fuzz, process

        key = "".join(fold(genre))
        if len(key) < _LEAST_LETTERS:
            return None
        nearest = process.extractOne(
            key, self._keys, scorer=fuzz.ratio, score_cutoff=_LEAST_LIKENESS
        )
        return None if nearest is None else nearest[0]

    def _of_tags_uncached(self, raw: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The genres in raw tags, and their families."""
        genres = self._table.tidy(raw)
        return genres, self.families(genres)

    def _of_folder_uncached(self, folder: bytes) -> tuple[str, ...]:
        """The families of the outermost folder on a path that is named like a genre."""
        names = displayable_name(folder).split("/")
        named = (name for name in names if self._table.knows(name))
        return self._table.families((next(named, ""),))
