"""Finds how long an Ogg file plays by its first and its last page, without all those between."""

import os
from typing import BinaryIO

# RFC 3533, section 6: a page begins with 27 bytes and a table of at most 255 sizes; it holds at
# most as many segments of 255 bytes. Numbers are little-endian.
_MARK = b"OggS\0"
_HEADER_BYTES = 27
_MOST_PAGE_BYTES = _HEADER_BYTES + 255 + 255 * 255
_LAST_PAGES_BYTES = 8 * 1024  # most pages are half as long
_FIRST_PACKET_BYTES = 32  # as much of it as is looked at
_NO_POSITION = 0xFFFF_FFFF_FFFF_FFFF  # of a page in which no packet ends
_OPUS_RATE_HZ = 48_000  # RFC 7845, section 4: positions count at this rate whatever was encoded


def ogg_length_s(file: BinaryIO, size: int) -> float | None:
    """The length of a file of `size` bytes that is one stream of Vorbis or Opus.

    None if it is anything else (other codecs, several streams, damage at its end): then all its
    pages must be looked at. The file's own position stays where it is.
    """
    head = os.pread(file.fileno(), _HEADER_BYTES + 255 + _FIRST_PACKET_BYTES, 0)
    clock = _clock(head)
    if clock is None:
        return None
    rate_hz, skipped = clock
    for tail_bytes in (_LAST_PAGES_BYTES, _MOST_PAGE_BYTES):
        start = max(size - tail_bytes, 0)
        position = _last_position(os.pread(file.fileno(), size - start, start), head[14:18])
        if position is not None:
            return max(position - skipped, 0) / rate_hz or None
    return None


def _clock(head: bytes) -> tuple[int, int] | None:
    """How many positions a second has, and how many at the start are not played."""
    if not head.startswith(_MARK) or len(head) <= _HEADER_BYTES:
        return None
    packet = head[_HEADER_BYTES + head[26] :]
    if packet.startswith(b"\x01vorbis"):  # Vorbis I specification, section 4.2.2
        rate_hz = int.from_bytes(packet[12:16], "little")
        return (rate_hz, 0) if rate_hz else None
    if packet.startswith(b"OpusHead"):  # RFC 7845, section 5.1
        return _OPUS_RATE_HZ, int.from_bytes(packet[10:12], "little")
    return None


def _last_position(tail: bytes, serial: bytes) -> int | None:
    """The position at the end of the last page that is all there; None if that is another stream's.

    A page in which no packet ends has none; a file that was cut off ends within a page.
    """
    place = tail.rfind(_MARK)
    while place >= 0:
        header = tail[place : place + _HEADER_BYTES]
        if _is_whole(tail, place):
            if header[14:18] != serial:
                return None
            position = int.from_bytes(header[6:14], "little")
            if position != _NO_POSITION:
                return position
        place = tail.rfind(_MARK, 0, place)
    return None


def _is_whole(tail: bytes, place: int) -> bool:
    """Whether the page that begins at a place ends within the file."""
    if place + _HEADER_BYTES > len(tail):
        return False
    table = place + _HEADER_BYTES
    sizes = tail[table : table + tail[place + 26]]
    return table + len(sizes) + sum(sizes) <= len(tail)
