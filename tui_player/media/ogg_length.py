"""Finds how long an Ogg file plays by its first and its last pages, without all those between.

A recording of a radio station is a chain of streams, one for each song, and each counts anew.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
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
_MOST_LINKS = 10_000  # a week of songs
# Headers, which hold tags and pictures, may fill so many pages before the sound begins.
_MOST_HEADER_PAGES = 1_024


class _Clock(NamedTuple):
    """How the positions of a stream count."""

    rate_hz: int
    skipped: int  # at the start, decoded but not played
    # Of the packets that begin at these places of a page.
    samples: Callable[[bytes, Sequence[int]], int]


class OggLink(NamedTuple):
    """A stream in a chain: where its pages begin and end, in bytes, and how long it plays."""

    start: int
    end: int
    length_s: float


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
    """The length of a file of `size` bytes that holds Vorbis, Opus or FLAC.

    None if it is anything else (other codecs, streams side by side, damage at its end): then all
    its pages must be looked at. The file's own position stays where it is. Raises OSError.
    """
    return sum(link.length_s for link in ogg_links(file, size)) or None


def ogg_links(file: BinaryIO, size: int) -> tuple[OggLink, ...]:
    """The streams that follow each other in such a file, without those that hold no sound.

    None at all if there is anything else in it. Raises OSError.
    """
    window = FileWindow(file)
    links: list[OggLink] = []
    start = 0
    while start < size:
        end = _link_end(window, start, size)
        length_s = _link_length_s(window, start, end)
        if length_s is None or len(links) == _MOST_LINKS:
            return ()
        if length_s:
            links.append(OggLink(start, end, length_s))
        start = end
    return tuple(links)


def _link_length_s(window: FileWindow, start: int, end: int) -> float | None:
    head = window.read(start, _HEADER_BYTES + _MOST_SEGMENTS + _FIRST_PACKET_BYTES)
    clock = _clock(head)
    if clock is None:
        return None
    for tail_bytes in (_LAST_PAGES_BYTES, _MOST_PAGE_BYTES):
        tail_start = max(end - tail_bytes, start)
        position = _last_position(window.read(tail_start, end - tail_start), head[14:18])
        if position is not None:
            begin = _first_position(window, start, clock) if position else 0
            return max(position - begin - clock.skipped, 0) / clock.rate_hz
    return None


def _link_end(window: FileWindow, start: int, size: int) -> int:
    """Where the first page of another stream begins, or the file ends.

    Found by halves, as the pages of a stream in a chain follow each other.
    """
    serial = window.read(start + 14, 4)
    tail_start = max(size - _LAST_PAGES_BYTES, start)
    if _last_position(window.read(tail_start, size - tail_start), serial) is not None:
        return size
    own, border, end = start, size, size
    while border - own > _MOST_PAGE_BYTES:
        middle = (own + border) // 2
        place = next(_page_places(window, middle, end), None)
        if place is None:
            border = middle
        elif window.read(place + 14, 4) == serial:
            own = place
        else:
            border, end = middle, place
    for place in _page_places(window, own, end):
        if window.read(place + 14, 4) != serial:
            return place
    return end


def _page_places(window: FileWindow, start: int, end: int) -> Iterator[int]:
    """Where pages begin between two places; a gap longer than any page ends them."""
    while start < end:
        found = window.read(start, min(_MOST_PAGE_BYTES, end - start)).find(_MARK)
        if found < 0:
            return
        page = _page(window, start + found)
        if page is not None and window.read(page.end, len(_MARK)) in (_MARK, b""):
            yield start + found
            start = page.end
        else:
            start += found + 1


def _clock(head: bytes) -> _Clock | None:
    if not head.startswith(_MARK) or len(head) <= _HEADER_BYTES:
        return None
    packet = head[_HEADER_BYTES + head[26] :]
    if packet.startswith(b"\x01vorbis"):  # Vorbis I specification, section 4.2.2
        rate_hz, sizes = int.from_bytes(packet[12:16], "little"), packet[28:29]
        blocks = (1 << (sizes[0] & 15), 1 << (sizes[0] >> 4)) if sizes else (0, 0)
        return _Clock(rate_hz, 0, partial(_vorbis_samples, blocks)) if rate_hz else None
    if packet.startswith(b"OpusHead"):  # RFC 7845, section 5.1
        skipped = int.from_bytes(packet[10:12], "little")
        return _Clock(_OPUS_RATE_HZ, skipped, _opus_samples_of)
    if packet.startswith(b"\x7fFLAC"):  # RFC 9639, sections 10.1 and 8.2
        rate_hz = int.from_bytes(packet[27:30], "big") >> 4
        return _Clock(rate_hz, 0, _flac_samples_of) if rate_hz else None
    return None


def _first_position(window: FileWindow, place: int, clock: _Clock) -> int:
    """The position at which the sound of the stream begins whose pages begin at a place.

    It is 0 but for what was recorded from a stream that ran for a while, and cannot be negative:
    what lies before 0 is not played.
    """
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
    return clock.samples(window.read(page.start, page.end - page.start), page.packets())


def _vorbis_samples(blocks: tuple[int, int], body: bytes, places: Sequence[int]) -> int:
    # Vorbis I, section 4.3.1: the first bit of a packet of sound is 0, then comes the number of
    # its mode; encoders have two, of short blocks and of long ones. What two blocks share counts
    # once, so that the first one gives nothing (section 4.3.8).
    firsts = [body[at] for at in places if at < len(body)]
    lengths = [blocks[first >> 1 & 1] for first in firsts if not first & 1]
    return sum((one + other) // 4 for one, other in pairwise(lengths))


def _flac_samples_of(body: bytes, places: Sequence[int]) -> int:
    return sum(_flac_samples(body[at : at + 16]) for at in places)


def _flac_samples(frame: bytes) -> int:
    """The samples of a frame by its header: RFC 9639, sections 9.1.1, 9.1.5 and 9.1.6."""
    if len(frame) < 16 or frame[0] != 0xFF:
        return 0  # metadata
    code = frame[2] >> 4
    if code in (6, 7):  # the number less one, in a byte or two behind the coded number
        coded_bytes = max(8 - (frame[4] ^ 0xFF).bit_length(), 1)
        return int.from_bytes(frame[4 + coded_bytes :][: code - 5], "big") + 1
    if code == 1:
        return 192
    return 576 << (code - 2) if 2 <= code <= 5 else 256 << (code - 8) if code >= 8 else 0


def _opus_samples_of(body: bytes, places: Sequence[int]) -> int:
    return sum(_opus_samples(body[at : at + 2]) for at in places)


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
