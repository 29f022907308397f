"""Makes sense of single values in tags: years, numbers, yes and no."""

import re
from collections.abc import Sequence

from tui_player.library.tags.formats.fields import Fields

# "1999", "1999-06-12", "19990612", "199906", "19990612183000", "12.06.1999", "12061999": a year
# that stands alone, or in a date without separators.
_MONTH, _DAY = r"(?:0\d|1[0-2])", r"(?:[0-2]\d|3[01])"
_YEAR = re.compile(
    rf"(?<!\d)(?:([12]\d{{3}})(?:{_MONTH}(?:{_DAY}(?:\d{{4}}|\d{{6}})?)?)?"
    rf"|(?:{_DAY}{_MONTH}|{_MONTH}{_DAY})([12]\d{{3}}))(?!\d)"
)
_LEADING_NUMBER = re.compile(r"\s*(\d{1,6})(?!\d)")  # "3", "03", " 03 / 12", "3 of 12"
_YES = frozenset(("1", "true", "yes"))


def year_of(fields: Fields, accepted: Sequence[str]) -> int | None:
    """The first year in any of the dates under these names."""
    for name in accepted:
        if name in fields:
            for text in fields[name]:
                if match := _YEAR.search(text):
                    return int(match[1] or match[2])
    return None


def number_of(fields: Fields, accepted: Sequence[str]) -> int | None:
    """The first number but 0 that a text under these names begins with, of a track or a disc."""
    for name in accepted:
        if name in fields:
            for text in fields[name]:
                if (match := _LEADING_NUMBER.match(text)) and (number := int(match[1])):
                    return number
    return None


def is_yes(fields: Fields, accepted: Sequence[str]) -> bool:
    """Whether any text under these names means yes."""
    return any(
        text.strip().casefold() in _YES
        for name in accepted
        if name in fields
        for text in fields[name]
    )
