"""Puts names in the order people expect: numbers in them by their value, 2 before 10."""

import re
import unicodedata

_DIGITS = re.compile(r"0*(\d+)", re.ASCII)
# A longer run of digits is no number that anything is counted by.
_MOST_DIGITS = 99


def natural_key(name: str) -> str:
    """What names are ordered by, as text: case and accents apart, each number by its value."""
    letters = name.casefold()
    if not letters.isascii():
        decomposed = unicodedata.normalize("NFKD", letters)
        letters = "".join(c for c in decomposed if not unicodedata.combining(c))
    return _DIGITS.sub(_in_order, letters)


def _in_order(digits: re.Match[str]) -> str:
    """A number behind its length, so that as text the longer one is the greater."""
    number = digits[1]
    return f"{min(len(number), _MOST_DIGITS):02}{number}"
