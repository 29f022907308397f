"""Reads APEv2 tags, which end the files of Monkey's Audio, WavPack, Musepack and some mp3."""

from collections.abc import Iterator
from typing import NamedTuple

from tui_player.library.tags.formats.fields import (
    WANTED_IN_LIBRARY,
    Fields,
    WantedTexts,
    add,
    code_page_text,
    utf8_text,
)
from tui_player.library.tags.formats.places import ReadAt

# wiki.hydrogenaud.io, "APEv2 specification": a header that may be left out, items, a footer;
# header and footer are alike, of 32 bytes. Numbers are little-endian.
APE_MARK = b"APETAGEX"
APE_MARK_BYTES = 32
_HAS_HEADER, _IS_HEADER = 1 << 31, 1 << 29
_UTF8_SINCE_VERSION = 2000  # before, text was in the code page of who wrote it
_MOST_ITEMS = 1_000
_NOT_TEXT = 0b110  # in an item's flags: binary, or a link to something outside
_LONGEST_NAME_BYTES = 255


class ApeTag(NamedTuple):
    """What a tag holds, and where it begins and ends."""

    fields: Fields
    start: int
    end: int


def read_ape(read: ReadAt, place: int, wanted: WantedTexts = WANTED_IN_LIBRARY) -> ApeTag | None:
    """The tag whose footer, or whose header, is at a place; None if neither is there."""
    mark = read(place, APE_MARK_BYTES) if place >= 0 else b""
    if not mark.startswith(APE_MARK) or len(mark) < APE_MARK_BYTES:
        return None
    version, size, _, flags = (
        int.from_bytes(mark[at : at + 4], "little") for at in range(len(APE_MARK), 24, 4)
    )
    # The size counts the items and the footer, but not a header.
    items = place + APE_MARK_BYTES if flags & _IS_HEADER else place + APE_MARK_BYTES - size
    items_end = items + size - APE_MARK_BYTES
    if not 0 <= items <= items_end:
        return None
    start = items - APE_MARK_BYTES if flags & _HAS_HEADER else items
    decoded = utf8_text if version >= _UTF8_SINCE_VERSION else code_page_text
    fields: Fields = {}
    for name, value in _items(read, items, items_end, wanted):
        for text in value.split(b"\0"):
            if text:
                add(fields, name, decoded(text))
    return ApeTag(fields, start, items_end + APE_MARK_BYTES)


def _items(read: ReadAt, place: int, end: int, wanted: WantedTexts) -> Iterator[tuple[str, bytes]]:
    """Each wanted text by its name: 4 bytes length, 4 bytes flags, the name, a zero, the values.

    What is damaged ends them.
    """
    for _ in range(_MOST_ITEMS):
        head = read(place, min(8 + _LONGEST_NAME_BYTES + 1, end - place)) if place < end else b""
        name_end = head.find(b"\0", 8)
        if name_end < 0:
            return
        size = int.from_bytes(head[:4], "little")
        start = place + name_end + 1
        place = start + size
        if place > end:
            return
        name = head[8:name_end].decode("ascii", "replace").lower()
        is_text = not head[4] & _NOT_TEXT
        if is_text and size <= wanted.longest_bytes and wanted.is_wanted(name):
            yield name, read(start, size)
