"""Reads ID3v2 tags of all versions, as taggers really wrote them.

See id3.org, "ID3 tag version 2.2.0", "2.3.0" and "2.4.0 - Main Structure".
"""

import re
import zlib
from collections.abc import Collection, Iterator
from typing import NamedTuple, TypeAlias

from tui_player.library.tags.formats.fields import LONGEST_TEXT_BYTES, Fields, fill
from tui_player.library.tags.formats.id3_frames import READ_FRAMES, read_frame
from tui_player.library.tags.formats.places import ReadAt, at_in

HEADER_BYTES = 10
FOOTER_MARK = b"3DI"
_MOST_TAGS = 8  # one after another
_MOST_FRAMES = 4_000  # a book has some for each chapter
_MOST_ODD_NAMES = 8  # more of them, and it is no frames that are read
_MOST_IN_MEMORY_BYTES = 64 * 1024 * 1024  # of a tag that has to be taken apart as a whole

_IS_UNSYNCHRONISED, _HAS_EXTENDED_HEADER, _HAS_FOOTER = 0x80, 0x40, 0x10  # flags of the tag
_LOOKED_AT_PADDING_BYTES = 256

# Where this occurs nothing was unsynchronised: that is done to get rid of it.
_LIKE_SOUND = re.compile(rb"\xff[\xe0-\xff]")


class _Flags(NamedTuple):
    """The flags that tell how the content of a frame is packed, in the second byte of them."""

    compressed: int
    encrypted: int
    grouped: int  # the number of its group comes first
    unsynchronised: int = 0
    has_length: int = 0  # its length before packing comes first


_V23 = _Flags(compressed=0x80, encrypted=0x40, grouped=0x20)
_V24 = _Flags(compressed=0x08, encrypted=0x04, grouped=0x40, unsynchronised=0x02, has_length=0x01)


# A frame: its name, the flags of how it is packed, and the place and size of its content.
_Frame: TypeAlias = tuple[bytes, int, int, int]


class _Way(NamedTuple):
    """A way to understand what is between two places of a tag."""

    read: ReadAt
    start: int
    end: int
    version: int
    has_synchsafe_sizes: bool
    is_unsynchronised: bool  # each frame by itself


def read_leading_id3v2(read: ReadAt) -> tuple[Fields, int]:
    """What the tags at the beginning of a file hold, and where they end.

    There may be several, one after another; the first counts most.
    """
    fields, end = read_id3v2(read, 0)
    for _ in range(_MOST_TAGS if end else 0):
        others, after = read_id3v2(read, end)
        if after == end:
            break
        fill(fields, others)
        end = after
    return fields, end


def read_appended_id3v2(read: ReadAt, end: int) -> tuple[Fields, int]:
    """What a tag holds whose footer ends at a place, and where it begins; there if there is none.

    Such tags there are since version 2.4.
    """
    footer = read(end - HEADER_BYTES, HEADER_BYTES)
    start = end - 2 * HEADER_BYTES - _size(footer[6:]) if footer.startswith(FOOTER_MARK) else -1
    return (read_id3v2(read, start)[0], start) if start >= 0 else ({}, end)


def read_id3v2(read: ReadAt, place: int) -> tuple[Fields, int]:
    """What the tag at a place holds, and where it ends; at that place if there is none."""
    header = read(place, HEADER_BYTES)
    if header[:3] != b"ID3" or len(header) < HEADER_BYTES or header[3] == 0xFF:
        return {}, place
    version, flags = header[3], header[5]
    start = place + HEADER_BYTES
    end = start + _size(header[6:])
    fields: Fields = {}
    if 2 <= version <= 4:
        fields = _fields(*_understood(_ways(read, start, end, version, flags), flags))
    return fields, end + (HEADER_BYTES if flags & _HAS_FOOTER and version >= 4 else 0)


def id3v2_contents(
    read: ReadAt, names: Collection[bytes], most_bytes: int
) -> Iterator[tuple[bytes, bytes]]:
    """The names and unpacked contents of the frames of these names in a tag that begins a file.

    Those with more bytes are left out. Raises OSError where `read` does.
    """
    header = read(0, HEADER_BYTES)
    if header[:3] != b"ID3" or len(header) < HEADER_BYTES or not 2 <= header[3] <= 4:
        return
    end = HEADER_BYTES + _size(header[6:])
    way, frames = _understood(_ways(read, HEADER_BYTES, end, header[3], header[5]), header[5])
    for frame in frames:
        if frame[0] in names and frame[3] <= most_bytes:
            yield frame[0], _content(way, frame, most_bytes)


def _size(data: bytes) -> int:
    """Four bytes of seven bits each; by a writer who did not know of that, of eight."""
    if data.isascii():
        return data[0] << 21 | data[1] << 14 | data[2] << 7 | data[3]
    return int.from_bytes(data, "big")


def _ways(read: ReadAt, start: int, end: int, version: int, flags: int) -> Iterator[_Way]:
    """How the tag may be meant: as its version demands it first, then as some wrote it.

    Up to version 2.3 the whole tag is unsynchronised, later each frame. Some, iTunes for one,
    wrote the sizes of frames as another version has them.
    """
    is_late, is_unsynchronised = version >= 4, bool(flags & _IS_UNSYNCHRONISED)
    other_sizes = (not is_late,) if version >= 3 else ()
    if is_late or not is_unsynchronised:
        for is_synchsafe in (is_late, *other_sizes):
            yield _Way(read, start, end, version, is_synchsafe, is_unsynchronised)
    if is_unsynchronised:
        whole = _synchronised(read(start, min(end - start, _MOST_IN_MEMORY_BYTES)))
        for is_synchsafe in (is_late, *other_sizes):
            yield _Way(at_in(whole), 0, len(whole), version, is_synchsafe, False)
        if not is_late:
            yield _Way(read, start, end, version, False, True)


def _understood(ways: Iterator[_Way], flags: int) -> tuple[_Way, list[_Frame]]:
    """The first way that fits all of a tag, else the one that finds most in it, and its frames."""
    tried = []
    for way in ways:
        start = way.start
        if flags & _HAS_EXTENDED_HEADER and way.version >= 3:
            start = _after_extended_header(way)
        frames, is_sound = _walk(way, start)
        if is_sound:
            return way, frames
        tried.append((way, frames))
    return max(tried, key=lambda each: len(each[1]))


def _after_extended_header(way: _Way) -> int:
    """Where the frames begin; some set its flag but wrote no extended header."""
    first = way.read(way.start, 4)
    if len(first) < 4 or _is_name(first):
        return way.start
    counts_itself = way.version >= 4
    size = _size(first) if way.version >= 4 else int.from_bytes(first, "big")
    places = [way.start + size, way.start + size + 4]
    places.sort(reverse=not counts_itself)
    return next((place for place in places if _is_name(way.read(place, 4))), places[0])


def _walk(way: _Way, place: int) -> tuple[list[_Frame], bool]:
    """The frames from a place on, and whether they and padding fill the tag to its end."""
    read, _, end, version, has_synchsafe_sizes, _ = way
    name_bytes, header_bytes = (3, 6) if version == 2 else (4, 10)
    frames: list[_Frame] = []
    odd_names = 0
    while place + header_bytes <= end and len(frames) < _MOST_FRAMES:
        header = read(place, header_bytes)
        if len(header) < header_bytes:
            return frames, False
        name, size = header[:name_bytes], header[name_bytes : 2 * name_bytes]
        place += header_bytes
        length = _size(size) if has_synchsafe_sizes else int.from_bytes(size, "big")
        if name in READ_FRAMES or _is_name(name):
            frames.append((name, header[-1], place, length))
        elif not header[0]:
            return frames, not odd_names and _is_padding(way, place)
        elif odd_names == _MOST_ODD_NAMES:
            return frames, False
        else:
            odd_names += 1
        place += length
        if place > end:
            return frames, False
    return frames, not odd_names


def _is_name(name: bytes) -> bool:
    """Whether frames have such names; one of version 2.2 may stand in a later tag."""
    is_of_v22 = name[3:] in (b"\0", b" ")
    return name.isupper() and (name[:3] if is_of_v22 else name).isalnum()


def _is_padding(way: _Way, place: int) -> bool:
    return not way.read(place, min(way.end - place, _LOOKED_AT_PADDING_BYTES)).strip(b"\0")


def _fields(way: _Way, frames: list[_Frame]) -> Fields:
    fields: Fields = {}
    named: Fields = {}  # what a program named itself counts less than what the standard names
    for frame in frames:
        name = frame[0] if frame[0] in READ_FRAMES else frame[0].rstrip(b"\0 ")
        if name in READ_FRAMES:
            read_frame(name, _content(way, frame), fields, named)
    if named:
        fill(fields, named)
    return fields


def _content(way: _Way, frame: _Frame, most_bytes: int = LONGEST_TEXT_BYTES) -> bytes:
    """What a frame holds, unpacked; nothing if it is encrypted or damaged."""
    _, packed, place, size = frame
    data = way.read(place, min(size, most_bytes))
    if way.version == 2 or not (packed or way.is_unsynchronised):
        return data
    flags = _V23 if way.version == 3 else _V24
    if packed & flags.encrypted:
        return b""
    if packed & flags.grouped and way.version >= 4:
        data = data[1:]
    if way.is_unsynchronised or packed & flags.unsynchronised:
        data = _synchronised(data)
    if packed & flags.compressed:
        skipped = 5 if packed & flags.grouped and way.version == 3 else 4
        return _inflated(data[skipped:], most_bytes) or _inflated(
            data, most_bytes
        )  # some left the length out
    if packed & flags.has_length and len(data) >= 4 and _size(data[:4]) <= size:
        return data[4:]
    if packed & flags.grouped and way.version == 3:
        return data[1:]
    return data


def _synchronised(data: bytes) -> bytes:
    """What was unsynchronised as it was before; as it is, if nothing was done to it."""
    return data if _LIKE_SOUND.search(data) else data.replace(b"\xff\0", b"\xff")


def _inflated(data: bytes, most_bytes: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, most_bytes)
    except zlib.error:
        return b""
