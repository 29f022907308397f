"""Decodes bytes by one code page, and tells what no text in it would hold."""

import codecs
import re
import unicodedata

_ID3V1_FIELD_BYTES = 30  # which cuts what is longer, be it within a letter
_WORDS = re.compile(r"[^\W\d_]+")
_ASCII_LETTERS = re.compile("[A-Za-z]")
_PRIVATE = re.compile("[\ue000-\uf8ff]")  # what makers of fonts use as they like
WIDE_LETTERS = re.compile("[\u1100-\uffff]+")  # of Hangul, kana, Chinese
_LONE_WIDE = re.compile("[A-Za-z][\u1100-\uffff][A-Za-z]")


def decoded(data: bytes, encoding: str) -> str | None:
    """The text; None if it is none in this code page."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        text = decoder.decode(data, final=len(data) != _ID3V1_FIELD_BYTES)
    except UnicodeDecodeError:
        return None
    return None if _PRIVATE.search(text) else text


def has_mixed_words(text: str) -> bool:
    """Whether letters of ASCII and of another script than the Latin stand in one word.

    A code page that is not Latin makes such words of Latin ones with accents.
    """
    return any(
        _ASCII_LETTERS.search(word) and not all(map(_is_latin, word))
        for word in _WORDS.findall(text)
        if not word.isascii()
    )


def has_broken_words(text: str) -> bool:
    """Whether a text has mixed words that nobody writes.

    Chinese characters and the like may well stand beside Latin letters, as in "Tシャツ", but not
    one alone between them.
    """
    return has_mixed_words(WIDE_LETTERS.sub(" ", text)) or _LONE_WIDE.search(text) is not None


def _is_latin(letter: str) -> bool:
    return letter.isascii() or "LATIN" in unicodedata.name(letter, "")
