"""How many cells a text takes where terminals do not agree.

Vowel signs of Devanagari, Bengali or Tamil take a cell of their own in tmux, half of them in
wcwidth's tables, none in Rich; terminals that join letters take fewer cells for क्ष, families
of emoji and flags than those that do not.
"""

import unicodedata
from functools import lru_cache

from rich.cells import cell_len

_JOINER = "\u200d"
_FLAG_LETTERS = range(0x1F1E6, 0x1F200)
_LATER_JAMO = range(0x1160, 0x1200)
_JOINS_THE_NEXT = 9  # the combining class of viramas


def is_uncertain(text: str) -> bool:
    """Whether terminals may take different numbers of cells for it."""
    return not text.isascii() and _is_uncertain(text)


@lru_cache(4096)
def _is_uncertain(text: str) -> bool:
    return any(map(_differs, text))


def most_cells(text: str) -> int:
    """The cells it takes in a terminal that joins nothing."""
    if not is_uncertain(text):
        return cell_len(text)
    return sum(max(cell_len(letter), _is_drawn_beside(letter)) for letter in text)


def with_room(text: str) -> str:
    """The text with blanks behind it, so that it is as wide here as it may be elsewhere."""
    return text + " " * (most_cells(text) - cell_len(text)) if is_uncertain(text) else text


def _differs(letter: str) -> bool:
    return (
        _is_drawn_beside(letter)
        or unicodedata.combining(letter) == _JOINS_THE_NEXT
        or letter == _JOINER
        or ord(letter) in _FLAG_LETTERS
    )


def _is_drawn_beside(letter: str) -> bool:
    """Whether it takes a cell where it is not joined to the letter before."""
    return unicodedata.category(letter) == "Mc" or ord(letter) in _LATER_JAMO
