"""Finds the genres and families of a track in its tags, else in the names of its folders."""

from collections.abc import Sequence
from functools import lru_cache

from tui_player.domain.genre import GenreFamilies
from tui_player.library.tags import displayable_name

_REMEMBERED = 4_096  # a library has few different genre tags, and many tracks to each


class GenreFinder:
    """Answers for one table of genre families; remembers answers, as tags repeat."""

    def __init__(self, table: GenreFamilies) -> None:
        self.fingerprint = table.fingerprint
        self._table = table
        self._find = lru_cache(_REMEMBERED)(self._find_uncached)

    def find(self, raw: Sequence[str], path: bytes) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The genres as shown and the families, for raw tags and a path under the folder.

        Where the tags lead to no family, the outermost folder that is named like a genre decides:
        people who sort by genre do so at the top.
        """
        folder, _, _ = path.rpartition(b"/")
        return self._find(tuple(raw), displayable_name(folder))

    def _find_uncached(
        self, raw: tuple[str, ...], folder: str
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        genres = self._table.tidy(raw)
        families = self._table.families(genres)
        named = (name for name in folder.split("/") if self._table.knows(name))
        return genres, families or self._table.families((next(named, ""),))
