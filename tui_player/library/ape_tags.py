"""Reads the APEv2 tag at the end of an mp3 file, which tinytag passes over."""

import os
from collections.abc import Iterator, Mapping
from typing import BinaryIO

# wiki.hydrogenaud.io, "APEv2 specification": items, then a footer of 32 bytes; numbers are
# little-endian. An ID3v1 tag of 128 bytes may follow.
_FOOTER_BYTES = 32
_ID3V1_BYTES = 128
TAIL_BYTES = _FOOTER_BYTES + _ID3V1_BYTES
APE_MARK = b"APETAGEX"
# Text takes some hundred bytes; what is larger holds a picture as well, which comes last or first.
_MOST_BYTES = 16 * 1024 * 1024
_MOST_VALUE_BYTES = 64 * 1024
_MOST_ITEMS = 256
_NOT_TEXT = 0b110  # in an item's flags: binary, or a link to something outside


def ape_tags(file: BinaryIO, tail: bytes, size: int) -> Mapping[str, tuple[str, ...]]:
    """The texts of the tag by their names in lower case, each with its values; empty without one.

    `tail` are the last TAIL_BYTES of the file of `size` bytes, or all of a smaller one. What is
    damaged is left out. The file's position stays where it is.
    """
    for end in (len(tail), len(tail) - _ID3V1_BYTES):
        footer = tail[end - _FOOTER_BYTES : end] if end >= _FOOTER_BYTES else b""
        if footer.startswith(APE_MARK):
            # The length counts the footer, but not a header.
            length = int.from_bytes(footer[12:16], "little")
            start = size - len(tail) + end - length
            if _FOOTER_BYTES <= length <= _MOST_BYTES and start >= 0:
                content = os.pread(file.fileno(), length - _FOOTER_BYTES, start)
                return dict(_items(content))
    return {}


def _items(content: bytes) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Name and values of each text: 4 bytes length, 4 bytes flags, the name, a zero, the value."""
    place = 0
    for _ in range(_MOST_ITEMS):
        name_end = content.find(b"\0", place + 8)
        if name_end < 0:
            return
        length = int.from_bytes(content[place : place + 4], "little")
        flags = int.from_bytes(content[place + 4 : place + 8], "little")
        name = content[place + 8 : name_end].decode("ascii", "replace").lower()
        place = name_end + 1 + length
        if place > len(content):
            return
        if not flags & _NOT_TEXT and length <= _MOST_VALUE_BYTES:
            text = content[name_end + 1 : place].decode("utf-8", "replace")
            yield name, tuple(value for value in text.split("\0") if value)
