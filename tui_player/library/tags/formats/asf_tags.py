"""Reads the tags of an ASF file, which WMA is.

See Microsoft, "Advanced Systems Format (ASF) Specification", sections 3.10, 3.11, 4.7 and 4.8.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from tui_player.library.tags.formats.fields import LONGEST_TEXT_BYTES, NAMES, Fields, add
from tui_player.library.tags.formats.places import ReadAt

# Kinds of objects.
MARK = bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c")
_DESCRIPTION = bytes.fromhex("3326b2758e66cf11a6d900aa0062ce6c")
_MORE_DESCRIPTION = bytes.fromhex("40a4d0d207e3d21197f000a0c95ea850")
_EXTENSION = bytes.fromhex("b503bf5f2ea9cf118ee300c00c205365")
_METADATA = bytes.fromhex("eacbf8c5af5b77488467aa8c44fa4cca")
_METADATA_LIBRARY = bytes.fromhex("941c23449894d149a1411d134e457054")

_OBJECT_BYTES = 24  # its kind, and its size with these
_HEADER_BYTES = _OBJECT_BYTES + 6  # of the object that holds all others
_EXTENSION_BYTES = 22  # what precedes the objects in an extension
_MOST_OBJECTS = 1_000

_TEXT, _BYTES = 0, 1  # types of values; all others are numbers
_COUNTED_FROM_0 = "wm/track"  # an old name, beside WM/TrackNumber


class _Value(NamedTuple):
    """A value with a name, and where it is."""

    name: str
    kind: int
    place: int
    size: int


def read_asf(read: ReadAt, start: int, size: int) -> Fields:
    """What the descriptions and the metadata hold in the header that begins at a place.

    The values of one name may be spread over them, in their order here, not in that of the file.
    """
    parts: dict[bytes, Fields] = {kind: {} for kind in _READERS}
    end = min(start + int.from_bytes(read(start + 16, 8), "little"), size)
    for kind, place, object_end in _objects(read, start + _HEADER_BYTES, end):
        if kind == _EXTENSION:
            for inner, inner_place, _ in _objects(read, place + _EXTENSION_BYTES, object_end):
                if inner in parts:
                    _add(read, _READERS[inner](read, inner_place), parts[inner])
        elif kind in parts:
            _add(read, _READERS[kind](read, place), parts[kind])
    fields: Fields = {}
    for part in parts.values():
        for name, texts in part.items():
            for text in texts:
                add(fields, name, text)
    return fields


def _objects(read: ReadAt, place: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """The kind of each object between two places, and where its content begins and ends."""
    for _ in range(_MOST_OBJECTS):
        header = read(place, _OBJECT_BYTES) if place < end else b""
        size = int.from_bytes(header[16:], "little")
        if len(header) < _OBJECT_BYTES or size < _OBJECT_BYTES:
            return
        yield header[:16], place + _OBJECT_BYTES, min(place + size, end)
        place += size


def _description(read: ReadAt, place: int) -> Iterator[_Value]:
    """Title and artist, the first of five texts, which come after the lengths of all of them."""
    sizes = read(place, 10)
    place += 10
    for name, at in (("title", 0), ("author", 2)):
        size = int.from_bytes(sizes[at : at + 2], "little")
        yield _Value(name, _TEXT, place, size)
        place += size


def _descriptors(read: ReadAt, place: int) -> Iterator[_Value]:
    """The values of an extended content description: name, type, size and value of each."""
    count = int.from_bytes(read(place, 2), "little")
    place += 2
    for _ in range(count):
        name_bytes = int.from_bytes(read(place, 2), "little")
        name = _decoded(read(place + 2, name_bytes))
        place += 2 + name_bytes
        described = read(place, 4)
        if len(described) < 4:
            return
        kind, size = (int.from_bytes(described[at : at + 2], "little") for at in (0, 2))
        yield _Value(name, kind, place + 4, size)
        place += 4 + size


def _metadata(read: ReadAt, place: int) -> Iterator[_Value]:
    """The values of a metadata object or library: twelve bytes about each, its name, its value."""
    count = int.from_bytes(read(place, 2), "little")
    place += 2
    for _ in range(count):
        described = read(place, 12)  # language, stream, length of the name, type, size
        if len(described) < 12:
            return
        name_bytes, kind = (int.from_bytes(described[at : at + 2], "little") for at in (4, 6))
        size = int.from_bytes(described[8:], "little")
        place += 12
        yield _Value(_decoded(read(place, name_bytes)), kind, place + name_bytes, size)
        place += name_bytes + size


_READERS: Mapping[bytes, Callable[[ReadAt, int], Iterator[_Value]]] = {
    _DESCRIPTION: _description,
    _MORE_DESCRIPTION: _descriptors,
    _METADATA: _metadata,
    _METADATA_LIBRARY: _metadata,
}


def _add(read: ReadAt, values: Iterator[_Value], fields: Fields) -> None:
    for value in values:
        full_name = value.name.lower()
        name = "artist" if full_name == "author" else full_name.removeprefix("wm/")
        if name not in NAMES or value.kind == _BYTES or value.size > LONGEST_TEXT_BYTES:
            continue
        data = read(value.place, value.size)
        number = int.from_bytes(data, "little")
        if full_name == _COUNTED_FROM_0 and value.kind != _TEXT:
            number += 1
        text = _decoded(data) if value.kind == _TEXT else str(number)
        if text:
            add(fields, name, text)


def _decoded(data: bytes) -> str:
    return data[: len(data) & ~1].decode("utf-16-le", "replace").rstrip("\0")
