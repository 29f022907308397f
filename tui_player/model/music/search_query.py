"""Understands what a person types to search: words, phrases, and filters such as `year:1994`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tui_player.model.music.letters import is_unspaced, pieces_of

# Filters that look into one thing written in the tags, and that into the path.
TEXT_FIELDS = ("title", "artist", "album", "path")
_FIELDS = frozenset((*TEXT_FIELDS, "genre", "mood", "year"))

_PIECE = re.compile(
    r'(?:(?P<field>[A-Za-z]+):)?(?:"(?P<phrase>[^"]*)(?P<end>"?)|(?P<bare>[^\s"]*))'
)
_YEARS = re.compile(r"(?P<only>\d{1,4})|(?P<first>\d{0,4})-(?P<last>\d{0,4})")


@dataclass(frozen=True, slots=True)
class Term:
    """Words that must be there, in the field of this name or, for an empty one, in any.

    They are folded (`letters.py`); a letter of a script without spaces is a word. Each begins a
    word of the text. As a phrase they are whole words and follow each other, but for the last one
    of an unfinished phrase, which is still typed.
    """

    words: tuple[str, ...]
    field: str = ""
    is_phrase: bool = False
    is_unfinished: bool = False


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What is asked for; all of it must hold.

    `genres` and `moods` are beginnings of names. `years` is the first and the last, both included.
    """

    terms: tuple[Term, ...] = ()
    genres: tuple[str, ...] = ()
    moods: tuple[str, ...] = ()
    years: tuple[int, int] | None = None

    @property
    def asks_for_all(self) -> bool:
        """Whether nothing is asked for."""
        return self == SearchQuery()


def parse_search(text: str) -> SearchQuery:
    """Read a search as it is typed; a filter without its value yet filters nothing.

    A word before a colon that names no filter is a word like any other ("re:stacks").
    """
    terms: list[Term] = []
    names: dict[str, list[str]] = {"genre": [], "mood": []}
    years: tuple[int, int] | None = None
    for match in _PIECE.finditer(text):
        field = (match["field"] or "").lower()
        value = match["bare"] if match["phrase"] is None else match["phrase"]
        if field not in _FIELDS:
            field, value = "", " ".join(filter(None, (match["field"], value)))
        if field in names:
            names[field] += [value] if value.strip() else []
        elif field == "year":
            years = _both(years, _years(value))
        else:
            is_phrase = match["phrase"] is not None
            terms += _phrase(value, field, match["end"]) if is_phrase else _terms(value, field)
    return SearchQuery(tuple(terms), tuple(names["genre"]), tuple(names["mood"]), years)


def _phrase(text: str, field: str, end: str) -> Iterator[Term]:
    words = tuple(word for piece in pieces_of(text) for word in piece)
    if words:
        yield Term(words, field, is_phrase=True, is_unfinished=not end)


def _terms(text: str, field: str) -> Iterator[Term]:
    """Words that may stand anywhere; letters of a script without spaces follow each other."""
    pieces = list(pieces_of(text))
    if words := tuple(piece[0] for piece in pieces if _is_a_word(piece)):
        yield Term(words, field)
    for piece in pieces:
        if not _is_a_word(piece):
            yield Term(piece, field, is_phrase=True, is_unfinished=not is_unspaced(piece[-1]))


def _is_a_word(piece: tuple[str, ...]) -> bool:
    return len(piece) == 1 and not is_unspaced(piece[0])


def _years(value: str) -> tuple[int, int] | None:
    """The years of "1994", "1990-1999", "1990-" or "-1980"; of "199", which is still typed, all
    that begin so."""
    match = _YEARS.fullmatch(value)
    if match is None or value == "-":
        return None
    first, last = match["only"] or match["first"], match["only"] or match["last"]
    return int(first.ljust(4, "0")), int(last.ljust(4, "9"))


def _both(one: tuple[int, int] | None, other: tuple[int, int] | None) -> tuple[int, int] | None:
    """The years that lie in both spans."""
    if one is None or other is None:
        return one or other
    return max(one[0], other[0]), min(one[1], other[1])
