"""Text from outside made fit to be shown in one line anywhere: tags, names, lyrics, sentences.

Nothing is left that a terminal would obey, that hides or turns the text around it, or that no
program can show.
"""

import re
import unicodedata
from functools import lru_cache

MOST_CHARACTERS = 1_000
REPLACEMENT = "\ufffd"
ELLIPSIS = "…"

_MARKS_OF = ("Mn", "Me")
# Letters of Hebrew with points and accents, of Tibetan and Burmese have up to six marks.
_MOST_MARKS = 6
_NON_JOINER, _JOINER = "\u200c", "\u200d"
_JOINERS = _NON_JOINER + _JOINER
_JOINED_BEHIND = ("L", "M", "So", "Sk", "Nd")
_JOINED_BEFORE = ("L", "M", "So")
_VIRAMA = 9  # the combining class; a joiner behind one changes it, at the end of a word too
# Format characters that are seen: signs above Arabic and Syriac numbers and Kaithi's.
_SEEN = frozenset("\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd") | frozenset(
    map(chr, range(0x600, 0x606))
)
# A flag of a region: a black flag, the letters and digits of the region as tags, and their end.
_FLAG = re.compile("\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f")
# Neither a letter nor a digit, and behind the last character that surely is no mark.
_NO_LETTER = re.compile("[^\\w\x00-\u02ff]")
_UNKNOWN = ("Cn", "Co", "Cs")
_STEERING = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def clean(text: str, most: int = MOST_CHARACTERS) -> str:
    """The text in one line of at most `most` characters, a longer one with an ellipsis.

    Blanks of all kinds and control characters become single blanks; what is unassigned, private or
    no character becomes U+FFFD; marks above and below a letter are six at most; joiners stay
    inside words and emoji; all else that only steers, such as marks of direction, is left out.
    """
    is_plain = len(text) <= most and text.isprintable() and "  " not in text
    if is_plain and (text.isascii() or not _may_have_many_marks(text)):
        return text.strip(" ")
    shown = " ".join("".join(_shown(text[: 4 * most])).split())
    return shown if len(shown) <= most else shown[: most - 1].rstrip(" " + _JOINERS) + ELLIPSIS


def harmless(text: str) -> str:
    """The same for a line that is put together already: its blanks and its length stay."""
    if text.isprintable() and (text.isascii() or not _may_have_many_marks(text)):
        return text
    return "".join(_shown(text))


def escaped(text: str) -> str:
    """What a terminal would obey spelt out, for a log: of what goes wrong nothing is to be lost.

    Line feeds and tabs stay.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        character if _is_for_logs(character) else _spelt(character) for character in text
    )


def _is_for_logs(character: str) -> bool:
    return character in "\n\t" or unicodedata.category(character) not in _STEERING


def _spelt(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


def _may_have_many_marks(text: str) -> bool:
    """A look that is quick for nearly all texts: letters and digits are no marks."""
    return len(_NO_LETTER.findall(text)) > _MOST_MARKS and sum(map(_is_mark, text)) > _MOST_MARKS


@lru_cache(4096)
def _is_mark(character: str) -> bool:
    return unicodedata.category(character) in _MARKS_OF


def _shown(text: str) -> list[str]:
    """What is left of each character."""
    shown: list[str] = []
    marks = 0
    place = 0
    while place < len(text):
        character = text[place]
        if character == "\U0001f3f4" and (flag := _FLAG.match(text, place)):
            shown.append(flag[0])
            marks, place = 0, flag.end()
            continue
        place += 1
        if character in _JOINERS:
            if _joins(shown[-1][-1] if shown else "", text[place : place + 1]):
                shown.append(character)
            continue
        category = unicodedata.category(character)
        if category in _MARKS_OF:
            marks += 1
            if marks <= _MOST_MARKS:
                shown.append(character)
            continue
        left = _left_of(character, category)
        if left:
            marks = 0
            shown.append(left)
    return shown


def _left_of(character: str, category: str) -> str:
    if category in ("Cc", "Zl", "Zp", "Zs"):
        return " "
    if category in _UNKNOWN:
        return REPLACEMENT
    return "" if category == "Cf" and character not in _SEEN else character


def _joins(before: str, behind: str) -> bool:
    """Whether a joiner between two characters belongs to a word or an emoji."""
    if not before or not unicodedata.category(before).startswith(_JOINED_BEHIND):
        return False
    if unicodedata.combining(before) == _VIRAMA:
        return True
    return bool(behind) and unicodedata.category(behind).startswith(_JOINED_BEFORE)
