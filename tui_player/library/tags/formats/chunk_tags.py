"""Reads the tags of files that are made of chunks: WAV, AIFF, and the two kinds of DSD.

See "Multimedia Programming Interface and Data Specifications 1.0" (RIFF), "Audio Interchange File
Format AIFF-C", EBU Tech 3306 (RF64), "DSF File Format Specification 1.01", and "DSDIFF 1.5".
"""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from tui_player.library.tags.formats.fields import (
    LONGEST_TEXT_BYTES,
    Fields,
    add,
    code_page_text,
    fill,
)
from tui_player.library.tags.formats.id3v2 import read_id3v2
from tui_player.library.tags.formats.places import ReadAt

_MOST_CHUNKS = 10_000
_ID3 = (b"id3 ", b"ID3 ")
_INFO_TEXTS = {
    b"INAM": "title",
    b"TITL": "title",
    b"IART": "artist",
    b"IPRD": "album",
    b"IGNR": "genre",
    b"ICRD": "date",
    b"YEAR": "year",
    b"ITRK": "tracknumber",
    b"IPRT": "track",
    b"TRCK": "track",
}
_AIFF_TEXTS = {b"NAME": "title", b"AUTH": "artist"}
_DSDIFF_TEXTS = {b"DITI": "title", b"DIAR": "artist"}  # after four bytes of length
_FORM_BYTES = 4  # what kind of file, or of list, follows the size
_UNKNOWN_SIZE = 0xFFFF_FFFF
_DSF_POINTER_PLACE = 20  # of where its ID3 tag is


class _Layout(NamedTuple):
    """How chunks begin: with a name of four bytes, and a size of so many."""

    size_bytes: int
    order: Literal["little", "big"]


_RIFF = _Layout(4, "little")
_IFF = _Layout(4, "big")
_DSDIFF = _Layout(8, "big")


class _Chunk(NamedTuple):
    """Where the content of a chunk is."""

    name: bytes
    start: int
    end: int


def read_wav(read: ReadAt, start: int, size: int) -> Fields:
    """What the ID3 tag of a WAV file holds, else its own list of texts."""
    fields: Fields = {}
    listed: Fields = {}
    for chunk in _chunks(read, _RIFF, start + 12, size):
        if chunk.name in _ID3:
            fill(fields, read_id3v2(read, chunk.start)[0])
        elif chunk.name == b"LIST" and read(chunk.start, _FORM_BYTES) == b"INFO":
            for text in _chunks(read, _RIFF, chunk.start + _FORM_BYTES, chunk.end):
                if text.name in _INFO_TEXTS:
                    _add(read, text, _INFO_TEXTS[text.name], listed)
    fill(fields, listed)
    return fields


def read_aiff(read: ReadAt, start: int, size: int) -> Fields:
    """What the ID3 tag of an AIFF file holds, else its own texts."""
    fields: Fields = {}
    own: Fields = {}
    for chunk in _chunks(read, _IFF, start + 12, size):
        if chunk.name in _ID3:
            fill(fields, read_id3v2(read, chunk.start)[0])
        elif chunk.name in _AIFF_TEXTS:
            _add(read, chunk, _AIFF_TEXTS[chunk.name], own)
    fill(fields, own)
    return fields


def read_dsdiff(read: ReadAt, start: int, size: int) -> Fields:
    """What the ID3 tag of a DSDIFF file holds, else its own texts."""
    fields: Fields = {}
    own: Fields = {}
    for chunk in _chunks(read, _DSDIFF, start + 16, size):
        if chunk.name in _ID3:
            fill(fields, read_id3v2(read, chunk.start)[0])
        elif chunk.name == b"DIIN":
            for text in _chunks(read, _DSDIFF, chunk.start, chunk.end):
                if text.name in _DSDIFF_TEXTS:
                    after_length = text._replace(start=text.start + 4)
                    _add(read, after_length, _DSDIFF_TEXTS[text.name], own)
    fill(fields, own)
    return fields


def read_dsf(read: ReadAt, start: int, size: int) -> Fields:
    """What the ID3 tag at the end of a DSF file holds."""
    place = int.from_bytes(read(start + _DSF_POINTER_PLACE, 8), "little")
    return read_id3v2(read, start + place)[0] if place else {}


def _chunks(read: ReadAt, layout: _Layout, place: int, end: int) -> Iterator[_Chunk]:
    """The chunks between two places, each filled up to an even size by all but a few programs."""
    header_bytes = 4 + layout.size_bytes
    long_size = 0
    for _ in range(_MOST_CHUNKS):
        header = read(place, header_bytes) if place < end else b""
        if len(header) < header_bytes or not _is_name(header):
            return
        size, start = int.from_bytes(header[4:], layout.order), place + header_bytes
        if header[:4] == b"ds64":  # of a file too large for sizes of four bytes
            long_size = int.from_bytes(read(start + 8, 8), layout.order)
        elif size == _UNKNOWN_SIZE and header[:4] == b"data" and long_size:
            size = long_size
        yield _Chunk(header[:4], start, min(start + size, end))
        place = start + size
        if size % 2 and (not read(place, 1).strip(b"\0") or not _is_name(read(place, 4))):
            place += 1


def _is_name(header: bytes) -> bool:
    return header[:4].isascii() and header[:4].decode("ascii").isprintable()


def _add(read: ReadAt, chunk: _Chunk, name: str, fields: Fields) -> None:
    """Add the text in a chunk; it may end with a zero."""
    data = read(chunk.start, min(chunk.end - chunk.start, LONGEST_TEXT_BYTES))
    text = code_page_text(data.partition(b"\0")[0].strip(b" "))
    if text:
        add(fields, name, text)
