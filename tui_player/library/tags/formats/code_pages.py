"""Decodes text whose code page no tag names: in ID3v1, in ID3v2 that says Latin-1, and damaged."""

import re
from collections.abc import Sequence

from tui_player.library.tags.formats.code_page_guess import guessed_texts
from tui_player.library.tags.formats.code_page_text import WIDE_LETTERS, decoded, has_broken_words
from tui_player.library.tags.formats.fields import Fields
from tui_player.util.code_page_names import WESTERN

# How `fields.py` keeps the bytes of such text.
_KEPT_BYTE = re.compile("[\udc80-\udcff]")
_LATIN_1 = "latin-1"
# Letters with accents stand alone among others. In a code page of Chinese, Japanese or Korean each
# takes the letter behind it along, as does hardly anything that is written there beside Latin ones.
_WITH_ACCENTS = re.compile(rb"(?:[\0-\x7f]|(?<![\x80-\xff])[\xc0-\xff](?![\x80-\xff]))+")


def decode_fields(fields: Fields, encoding: str | None = None) -> None:
    """Decode in place all texts that are in a code page: the given one, else if it is clear which.

    Else they are read as Western European.
    """
    kept = [
        (texts, place)
        for texts in fields.values()
        for place, text in enumerate(texts)
        if not text.isascii() and _KEPT_BYTE.search(text)
    ]
    if kept:
        values = [texts[place].encode("utf-8", "surrogateescape") for texts, place in kept]
        for (texts, place), text in zip(kept, _decoded(values, encoding), strict=True):
            texts[place] = text


def _decoded(values: Sequence[bytes], encoding: str | None) -> Sequence[str]:
    unicode = [text for value in values if (text := decoded(value, "utf-8")) is not None]
    if len(unicode) == len(values):  # which is no accident
        return unicode
    if encoding:
        return [_by_code_page(value, encoding) for value in values]
    return guessed_texts(values) or [_western(value) for value in values]


def _by_code_page(value: bytes, encoding: str) -> str:
    """The text in a code page; where it cannot be in that one, the Western European one."""
    text = decoded(value, encoding)
    if text is None or has_broken_words(text):
        return _western(value)
    is_wide = WIDE_LETTERS.search(text) is not None
    return _western(value) if is_wide and _WITH_ACCENTS.fullmatch(value) else text


def _western(value: bytes) -> str:
    text = decoded(value, WESTERN)
    return value.decode(_LATIN_1) if text is None else text
