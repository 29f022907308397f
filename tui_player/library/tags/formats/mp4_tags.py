"""Reads the tags of an MP4 file: the list of items as iTunes writes it.

See ISO/IEC 14496-12, section 4.2, for boxes, and Apple's "QuickTime File Format Specification",
"Metadata", for the list.
"""

from collections.abc import Iterator
from typing import TypeAlias

from tui_player.library.tags.formats.fields import (
    LONGEST_TEXT_BYTES,
    NAMES,
    Fields,
    add,
    code_page_text,
    fill,
    utf8_text,
)
from tui_player.library.tags.formats.places import ReadAt

_HEADER_BYTES = 8
_DATA_HEADER_BYTES = 16  # of a value: those, its type, and its language
_MOST_BOXES = 4_000  # in one other; a file made for streaming has thousands, its movie comes early

_ITEMS = {
    b"\xa9nam": "title",
    b"\xa9ART": "artist",
    b"\xa9alb": "album",
    b"aART": "albumartist",
    b"\xa9gen": "genre",
    b"gnre": "genre",
    b"\xa9day": "date",
    b"trkn": "tracknumber",
    b"disk": "discnumber",
    b"cpil": "compilation",
}
_PAIRS = frozenset((b"trkn", b"disk"))  # a number and how many there are, two bytes each
_NAMED = b"----"  # by a program, in a box of its own
# Apple's "well-known types" of data; text without a type is by programs that knew of none.
_NO_TYPE, _UTF8, _UTF16, _INTEGER = 0, 1, 2, 21


# Where the content of a box begins and ends.
_Span: TypeAlias = tuple[int, int]


def read_mp4(read: ReadAt, start: int, size: int) -> Fields:
    """What the list of items holds in a file of `size` bytes that begins at a place."""
    fields: Fields = {}
    named: Fields = {}
    listed = _list(read, start, size)
    for name, place, end in _boxes(read, *listed) if listed else ():
        if name in _ITEMS:
            for text in _texts(read(place, min(end - place, LONGEST_TEXT_BYTES)), name):
                add(fields, _ITEMS[name], text)
        elif name == _NAMED:
            _read_named(read(place, min(end - place, LONGEST_TEXT_BYTES)), named)
    fill(fields, named)
    return fields


def _list(read: ReadAt, place: int, end: int) -> _Span | None:
    """Where the items are: in the user data of the movie, by some programs in the movie itself."""
    movie = _find(read, b"moov", place, end)
    if movie is None:
        return None
    for holder in (_find(read, b"udta", *movie), movie):
        if holder and (metadata := _find(read, b"meta", *holder)):
            start, metadata_end = metadata
            # In MP4 a version stands before what is in this box, in QuickTime's own files none.
            has_version = read(start + 4, 4) != b"hdlr"
            if listed := _find(read, b"ilst", start + 4 * has_version, metadata_end):
                return listed
    return None


def _find(read: ReadAt, name: bytes, place: int, end: int) -> _Span | None:
    """The first box of a name between two places."""
    for found, start, box_end in _boxes(read, place, end):
        if found == name:
            return start, box_end
    return None


def _boxes(read: ReadAt, place: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """The name of each box between two places, and where its content begins and ends.

    Each begins with its size and its name. The size 1 means that one of eight bytes follows, 0
    that the box is the last one.
    """
    for _ in range(_MOST_BOXES):
        header = read(place, _HEADER_BYTES) if place < end else b""
        if len(header) < _HEADER_BYTES:
            return
        size, start = int.from_bytes(header[:4], "big"), place + _HEADER_BYTES
        if size < _HEADER_BYTES:
            if size > 1:
                return
            size, start = (
                (int.from_bytes(read(start, 8), "big"), start + 8) if size else (end - place, start)
            )
        place += size
        if place < start:
            return
        yield header[4:], start, min(place, end)


def _texts(item: bytes, name: bytes) -> list[str]:
    """The values of an item, each in a box of its own: a type, a language, and the value."""
    texts = []
    place = 0
    while place + _DATA_HEADER_BYTES <= len(item):
        end = place + int.from_bytes(item[place : place + 4], "big")
        if item[place + 4 : place + 8] == b"data":
            kind = int.from_bytes(item[place + 9 : place + 12], "big")
            if text := _text(name, kind, item[place + _DATA_HEADER_BYTES : end]):
                texts.append(text)
        if end < place + _HEADER_BYTES:
            break
        place = end
    return texts


def _text(name: bytes, kind: int, value: bytes) -> str:
    if kind == _UTF16:
        return value.decode("utf-16-be", "replace")
    if kind == _UTF8:
        return utf8_text(value)
    if name in _PAIRS:
        return str(int.from_bytes(value[2:4], "big"))
    if name == b"gnre":  # one more than ID3v1's number
        return str(int.from_bytes(value, "big") - 1) if any(value) else ""
    if kind == _INTEGER or name == b"cpil":
        return str(int.from_bytes(value, "big", signed=True))
    return utf8_text(value) if kind == _NO_TYPE else code_page_text(value)


def _read_named(item: bytes, fields: Fields) -> None:
    """Add an item that a program named, in the second of its boxes: four bytes, then the name."""
    place = int.from_bytes(item[:4], "big")  # the first tells whose names these are
    end = place + int.from_bytes(item[place : place + 4], "big")
    name = item[place + _HEADER_BYTES + 4 : end].lower().decode("utf-8", "replace")
    if name in NAMES and item[place + 4 : place + 8] == b"name":
        for text in _texts(item[end:], _NAMED):
            add(fields, name, text)
