"""Finds the genres and families of a track in its tags, else in the names of its folders."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from tui_player.domain.genre import GenreFamilies, fold
from tui_player.library.tags import displayable_name

# A slip of the finger: one letter too many or too few in five, one wrong in nine. Shorter names
# resemble each other too much ("Pop", "Bop").
_LEAST_LIKENESS = 88.0  # of 100, as rapidfuzz.fuzz.ratio counts
_LEAST_LETTERS = 5
# Other answers for the same table make the index be mapped anew.
_VERSION = "2"
_REMEMBERED = 4_096  # a library has few different genre tags, and many tracks to each


class GenreFinder:
    """Answers for one table of genre families; remembers answers, as tags repeat."""

    def __init__(self, table: GenreFamilies) -> None:
        self.fingerprint = f"{table.fingerprint} {_VERSION}"
        self._table = table
        self._keys = sorted(table.keys)
        self._find = lru_cache(_REMEMBERED)(self._find_uncached)

    def find(self, raw: Sequence[str], path: bytes) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The genres as shown and the families, for raw tags and a path under the folder.

        Where the tags lead to no family, the outermost folder that is named like a genre decides:
        people who sort by genre do so at the top.
        """
        folder, _, _ = path.rpartition(b"/")
        return self._find(tuple(raw), displayable_name(folder))

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

    def _find_uncached(
        self, raw: tuple[str, ...], folder: str
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        genres = self._table.tidy(raw)
        families = self.families(genres)
        named = (name for name in folder.split("/") if self._table.knows(name))
        return genres, families or self._table.families((next(named, ""),))
