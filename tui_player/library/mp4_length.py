"""Finds how long an MP4 file plays by its movie header, without a look at its tracks."""

import os
from typing import BinaryIO

# ISO/IEC 14496-12, section 4.2: a box begins with its size and its name, of four bytes each; the
# size 1 means that one of eight bytes follows. Numbers are big-endian.
_HEADER_BYTES = 8
_LOOKED_AT_BYTES = 64  # enough for the header of a box and all that is read of a movie header
_MOST_BOXES = 64  # a file made for streaming has thousands, but its movie among the first


def mp4_length_s(file: BinaryIO) -> float | None:
    """The length that the movie header tells, which is the first box in the movie.

    None if there is none in its place, or it knows no length. The file's own position stays
    where it is.
    """
    place = 0
    for _ in range(_MOST_BOXES):
        box = os.pread(file.fileno(), _LOOKED_AT_BYTES, place)
        if box[4:8] == b"moov":
            return _length_s(box[_HEADER_BYTES:])
        size = int.from_bytes(box[:4], "big")
        if size == 1:
            size = int.from_bytes(box[_HEADER_BYTES : 2 * _HEADER_BYTES], "big")
        if size < _HEADER_BYTES:
            return None
        place += size
    return None


def _length_s(box: bytes) -> float | None:
    """Duration over time scale, see section 8.2.2: version 1 has times of eight bytes."""
    if box[4:8] != b"mvhd" or len(box) < _LOOKED_AT_BYTES - _HEADER_BYTES:
        return None
    scale_at, length_bytes = (28, 8) if box[8] == 1 else (20, 4)
    scale = int.from_bytes(box[scale_at : scale_at + 4], "big")
    length = int.from_bytes(box[scale_at + 4 : scale_at + 4 + length_bytes], "big")
    return length / scale if length and scale else None
