"""Decodes what is typed, as its bytes come in, in the encoding that the terminal uses."""

import codecs
from typing import NamedTuple

REPLACEMENT = "\ufffd"
# Where Python maps a byte that is not UTF-8 with `surrogateescape`.
_STRAY = range(0xDC80, 0xDD00)
# Controls of one byte that begin what ESC and a letter begin as well (ECMA-48, 5.3): DCS, SOS,
# SS3, CSI, OSC, PM, APC.
_CONTROLS = frozenset((0x90, 0x98, 0x8F, 0x9B, 0x9D, 0x9E, 0x9F))
_TO_SECOND_BYTE = 0x40
# A character of two bytes in the encodings of Chinese, Japanese and Korean, two in all others.
_PROBE = b"\xc4\xe3"


class Decoded(NamedTuple):
    """Whole characters, and the bytes behind them that are none: an unfinished one, or a control
    of one byte with all that follows it."""

    text: str
    rest: bytes


class TypedText:
    """Decodes bytes without ESC in them.

    In a locale of single bytes (ISO 8859, KOI8, Windows code pages) what is valid UTF-8 is read as
    such even so: a terminal that uses UTF-8 under a locale that does not is common. An encoding
    that Python does not know, and ASCII, count as UTF-8.
    """

    def __init__(self, encoding: str) -> None:
        name = _known(encoding)
        is_single = name != "utf-8" and len(_PROBE.decode(name, "replace")) == len(_PROBE)
        self._single = name if is_single else ""
        self._multi = name if name != "utf-8" and not is_single else ""
        # In the other encodings these bytes are letters or signs.
        self._has_controls = name == "utf-8" or name.startswith("iso8859")

    @property
    def is_ambiguous(self) -> bool:
        """Whether an unfinished character of UTF-8 may be whole letters."""
        return bool(self._single)

    def decode(self, data: bytes) -> Decoded:
        """As many characters as there are whole ones; bytes that mean nothing become U+FFFD."""
        decoder = codecs.getincrementaldecoder(self._multi or "utf-8")(
            "replace" if self._multi else "surrogateescape"
        )
        text = decoder.decode(data)
        unfinished = decoder.getstate()[0]
        if self._multi or not any(ord(character) in _STRAY for character in text):
            return Decoded(text, unfinished)
        found: list[str] = []
        for place, character in enumerate(text):
            byte = ord(character) - 0xDC00 if ord(character) in _STRAY else 0
            if byte and self.is_control(byte):
                rest = text[place:].encode("utf-8", "surrogateescape") + unfinished
                return Decoded("".join(found), rest)
            found.append(self._stray(byte) if byte else character)
        return Decoded("".join(found), unfinished)

    def decode_all(self, data: bytes) -> str:
        """All characters of a text that is whole, without controls of one byte."""
        found = ""
        while data:
            text, rest = self.decode(data)
            found += text
            if not rest or not self.is_control(rest[0]):
                return found + (self.finish(rest) if rest else "")
            data = rest[1:]
        return found

    def finish(self, unfinished: bytes) -> str:
        """What the beginning of a character is when nothing follows."""
        return "".join(map(self._stray, unfinished)) if self._single else REPLACEMENT

    def is_control(self, byte: int) -> bool:
        """Whether it begins what ESC and a letter begin."""
        return self._has_controls and byte in _CONTROLS

    def _stray(self, byte: int) -> str:
        return bytes((byte,)).decode(self._single, "replace") if self._single else REPLACEMENT


def in_two_bytes(control: int) -> bytes:
    """A control of one byte in the form that all terminals use."""
    return bytes((0x1B, control - _TO_SECOND_BYTE))


def _known(encoding: str) -> str:
    try:
        name = codecs.lookup(encoding).name
    except LookupError:
        return "utf-8"
    return "utf-8" if name == "ascii" else name
