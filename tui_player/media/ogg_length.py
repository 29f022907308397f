"""Finds how long an Ogg file plays by its first and its last pages, without all those between."""

from itertools import pairwise
from typing import BinaryIO, NamedTuple

from tui_player.media.file_window import FileWindow

# RFC 3533, section 6: a page begins with 27 bytes and a table of at most 255 sizes; it holds at
# most as many segments of 255 bytes. Numbers are little-endian.
_MARK = b"OggS\0"
_HEADER_BYTES = 27
_MOST_SEGMENTS = 255
_MOST_PAGE_BYTES = _HEADER_BYTES + _MOST_SEGMENTS + _MOST_SEGMENTS * 255
_LAST_PAGES_BYTES = 8 * 1024  # most pages are half as long
_FIRST_PACKET_BYTES = 32  # as much of it as is looked at
_NO_POSITION = -1  # of a page in which no packet ends
_OPUS_RATE_HZ = 48_000  # RFC 7845, section 4: positions count at this rate whatever was encoded
# Headers, which hold tags and pictures, may fill so many pages before the sound begins.
_MOST_HEADER_PAGES = 1_024


class _Clock(NamedTuple):
    """How the positions of a stream count."""

    rate_hz: int
    skipped: int  # at the start, decoded but not played
    blocks: tuple[int, int] | None  # of Vorbis: lengths of its short and long blocks; None: Opus


class _Page(NamedTuple):
    """The header of a page."""

    position: int  # of the last packet that ends in it
    sizes: bytes
    start: int  # of what is in it

    @property
    def end(self) -> int:
        return self.start + sum(self.sizes)

    def packets(self) -> list[int]:
        """Where the packets that end here begin, from `start` on."""
        begins, place = [0], 0
        for size in self.sizes:
            place += size
            if size < 255:
                begins.append(place)
        return begins[:-1]


def ogg_length_s(file: BinaryIO, size: int) -> float | None:
    """The length of a file of `size` bytes that is one stream of Vorbis or Opus.

    None if it is anything else (other codecs, several streams, damage at its end): then all its
    pages must be looked at. The file's own position stays where it is. Raises OSError.
    """
    window = FileWindow(file)
    head = window.read(0, _HEADER_BYTES + _MOST_SEGMENTS + _FIRST_PACKET_BYTES)
    clock = _clock(head)
    if clock is None:
        return None
    for tail_bytes in (_LAST_PAGES_BYTES, _MOST_PAGE_BYTES):
        start = max(size - tail_bytes, 0)
        position = _last_position(window.read(start, size - start), head[14:18])
        if position is not None:
            begin = _first_position(window, clock)
            return max(position - begin - clock.skipped, 0) / clock.rate_hz or None
    return None


def _clock(head: bytes) -> _Clock | None:
    if not head.startswith(_MARK) or len(head) <= _HEADER_BYTES:
        return None
    packet = head[_HEADER_BYTES + head[26] :]
    if packet.startswith(b"\x01vorbis"):  # Vorbis I specification, section 4.2.2
        rate_hz, sizes = int.from_bytes(packet[12:16], "little"), packet[28:29]
        blocks = (1 << (sizes[0] & 15), 1 << (sizes[0] >> 4)) if sizes else (0, 0)
        return _Clock(rate_hz, 0, blocks) if rate_hz else None
    if packet.startswith(b"OpusHead"):  # RFC 7845, section 5.1
        return _Clock(_OPUS_RATE_HZ, int.from_bytes(packet[10:12], "little"), None)
    return None


def _first_position(window: FileWindow, clock: _Clock) -> int:
    """The position at which the sound begins.

    It is 0 but for what was recorded from a stream that ran for a while, and cannot be negative:
    what lies before 0 is not played.
    """
    place = 0
    for _ in range(_MOST_HEADER_PAGES):
        page = _page(window, place)
        if page is None:
            return 0
        if page.position not in (0, _NO_POSITION):
            samples = _samples_on(window, page, clock)
            return max(page.position - samples, 0)
        place = page.end
    return 0


def _page(window: FileWindow, place: int) -> _Page | None:
    header = window.read(place, _HEADER_BYTES)
    if not header.startswith(_MARK) or len(header) < _HEADER_BYTES:
        return None
    sizes = window.read(place + _HEADER_BYTES, header[26])
    position = int.from_bytes(header[6:14], "little", signed=True)
    return _Page(position, sizes, place + _HEADER_BYTES + header[26])


def _samples_on(window: FileWindow, page: _Page, clock: _Clock) -> int:
    """How many samples the packets on the first page of sound have."""
    body, places = window.read(page.start, page.end - page.start), page.packets()
    if clock.blocks is None:
        return sum(_opus_samples(body[at : at + 2]) for at in places)
    # Vorbis I, section 4.3.1: the first bit of a packet of sound is 0, then comes the number of
    # its mode; encoders have two, of short blocks and of long ones. What two blocks share counts
    # once, so that the first one gives nothing (section 4.3.8).
    firsts = [body[at] for at in places if at < len(body)]
    lengths = [clock.blocks[first >> 1 & 1] for first in firsts if not first & 1]
    return sum((one + other) // 4 for one, other in pairwise(lengths))


def _opus_samples(first: bytes) -> int:
    """The samples of a packet by its first bytes, at 48 kHz: RFC 6716, section 3.1."""
    if not first:
        return 0
    kind, code = first[0] >> 3, first[0] & 3
    if kind < 12:
        frame = (480, 960, 1_920, 2_880)[kind & 3]
    elif kind < 16:
        frame = (480, 960)[kind & 1]
    else:
        frame = (120, 240, 480, 960)[kind & 3]
    frames = 1 if code == 0 else 2 if code < 3 else (first[1] & 63 if len(first) > 1 else 0)
    return frame * frames


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
            position = int.from_bytes(header[6:14], "little", signed=True)
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
