"""Reads the comments of a FLAC file, and how long it plays.

See RFC 9639, section 8: metadata blocks, each with a type and its size before it.
"""

from tui_player.library.tags.formats.fields import Fields
from tui_player.library.tags.formats.places import ReadAt
from tui_player.library.tags.formats.vorbis_comments import read_vorbis_comments

MARK = b"fLaC"
_STREAM_INFO, _COMMENTS, _PICTURE = 0, 4, 6
_IS_LAST = 0x80
_HEADER_BYTES = 4
_MOST_BLOCKS = 1_000


def read_flac(read: ReadAt, place: int) -> tuple[Fields, float | None]:
    """The comments of the FLAC that begins at a place, and its length in seconds if it tells it."""
    length_s = None
    place += len(MARK)
    for _ in range(_MOST_BLOCKS):
        header = read(place, _HEADER_BYTES)
        if len(header) < _HEADER_BYTES:
            break
        kind = header[0] & ~_IS_LAST
        place += _HEADER_BYTES
        if kind == _COMMENTS:
            return read_vorbis_comments(read, place)[0], length_s
        if kind == _STREAM_INFO and length_s is None:
            length_s = _length_s(read(place, 18))
        size = int.from_bytes(header[1:], "big")
        place += _picture_size(read, place) if kind == _PICTURE else size
        if header[0] & _IS_LAST:
            break
    return {}, length_s


def _length_s(info: bytes) -> float | None:
    """Of section 8.2: 20 bits of sample rate, 8 of others, and 36 of the number of samples."""
    bits = int.from_bytes(info[10:18], "big")
    rate_hz, samples = bits >> 44, bits & (1 << 36) - 1
    return samples / rate_hz if rate_hz and samples else None


def _picture_size(read: ReadAt, place: int) -> int:
    """Of section 8.8. The size before a block has three bytes: some wrote larger pictures."""
    start = place
    place += 4
    for _ in ("media type", "description"):
        place += 4 + int.from_bytes(read(place, 4), "big")
    place += 16  # width, height, depth, number of colours
    return place + 4 + int.from_bytes(read(place, 4), "big") - start
