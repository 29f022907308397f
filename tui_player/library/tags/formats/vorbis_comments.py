"""Reads Vorbis comments, the tags of FLAC and Ogg files.

See xiph.org, "Ogg Vorbis I format specification: comment field and header specification".
"""

from tui_player.library.tags.formats.fields import (
    LONGEST_TEXT_BYTES,
    NAMES,
    Fields,
    add,
    utf8_text,
)
from tui_player.library.tags.formats.places import ReadAt

_MOST_COMMENTS = 10_000
_NAMES = {name.encode(): name for name in NAMES}


def read_vorbis_comments(read: ReadAt, place: int) -> tuple[Fields, int]:
    """What the comments at a place hold, and where they end; they end early where damaged.

    They begin with the length of the encoder's name, that name, and how many follow; before each
    is its length. Lengths have four bytes, little-endian.
    """
    fields: Fields = {}
    place += 4 + int.from_bytes(read(place, 4), "little")
    count = int.from_bytes(read(place, 4), "little")
    place += 4
    for _ in range(min(count, _MOST_COMMENTS)):
        length = read(place, 4)
        if len(length) < 4:
            break
        place += 4
        size = int.from_bytes(length, "little")
        if size <= LONGEST_TEXT_BYTES:
            name, _, text = read(place, size).partition(b"=")
            if text and (known := _NAMES.get(name.lower())):
                add(fields, known, utf8_text(text))
        place += size
    return fields, place
