"""Understands what a person types to search: words, phrases, and filters such as `year:1994`."""

import re
import unicodedata
from dataclasses import dataclass

# Filters that look into one thing written in the tags, and that into the path.
TEXT_FIELDS = ("title", "artist", "album", "path")
_FIELDS = frozenset((*TEXT_FIELDS, "genre", "mood", "year"))

_PIECE = re.compile(
    r'(?:(?P<field>[A-Za-z]+):)?(?:"(?P<phrase>[^"]*)(?P<end>"?)|(?P<bare>[^\s"]*))'
)
_YEARS = re.compile(r"(?P<only>\d{1,4})|(?P<first>\d{0,4})-(?P<last>\d{0,4})")
# Scripts that are written without spaces, or with endings joined to words: Thai and Lao, kana,
# Han, hangul.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
    "\U00020000-\U0003ffff]"
)


@dataclass(frozen=True, slots=True)
class Term:
    """Words that must be there, in the field of this name or, for an empty one, in any.

    Each word begins a word of the text. As a phrase they are whole words and follow each other,
    but for the last one of an unfinished phrase, which is still typed.
    """

    words: tuple[str, ...]
    field: str = ""
    is_phrase: bool = False
    is_unfinished: bool = False


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What is asked for; all of it must hold.

    `substrings` are texts in scripts without spaces, to be found in the middle of anything.
    `genres` and `moods` are beginnings of names. `years` is the first and the last, both included.
    """

    terms: tuple[Term, ...] = ()
    substrings: tuple[tuple[str, str], ...] = ()  # field, text
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
    substrings: list[tuple[str, str]] = []
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
            for words in _split_by_script(value):
                if _UNSPACED.search(words[0]):
                    substrings += [(field, word) for word in words]
                else:
                    terms.append(Term(words, field, is_phrase, is_phrase and not match["end"]))
    return SearchQuery(
        tuple(terms), tuple(substrings), tuple(names["genre"]), tuple(names["mood"]), years
    )


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text, cut where FTS5's tokenizer unicode61 cuts them."""
    return tuple(
        "".join(c if c.isalnum() or unicodedata.combining(c) else " " for c in text).split()
    )


def _split_by_script(text: str) -> list[tuple[str, ...]]:
    """The words of a text, those in scripts without spaces apart from the others."""
    spaced = [word for word in words_of(text) if not _UNSPACED.search(word)]
    unspaced = [word for word in words_of(text) if _UNSPACED.search(word)]
    return [tuple(words) for words in (spaced, unspaced) if words]


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
