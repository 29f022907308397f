"""Reads the comments of an Ogg file: of Vorbis, Opus, FLAC and Speex in it."""

from collections.abc import Iterator

from tui_player.library.tags.formats.fields import Fields
from tui_player.library.tags.formats.places import ReadAt, at_in
from tui_player.library.tags.formats.vorbis_comments import read_vorbis_comments

# RFC 3533, section 6: a page begins with 27 bytes and a table of the sizes of its segments; a
# packet ends with the first segment of less than 255 bytes.
MARK = b"OggS"
_HEADER_BYTES = 27
_FULL_SEGMENT = 255
_MOST_BYTES = 32 * 1024 * 1024  # pictures are among the comments
_MOST_PACKETS = 64  # before the comments come: pictures that move have such, too

# How the first packet of a stream begins, and how many bytes of the second precede the comments.
_COMMENTS_AFTER = {b"\x01vorbis": 7, b"OpusHead": 8, b"\x7fFLAC": 4, b"Speex   ": 0}


def read_ogg(read: ReadAt, place: int, _size: int) -> Fields:
    """The comments of the first stream of sound in the file that begins at a place."""
    expected: dict[bytes, int] = {}
    for serial, packet in _packets(read, place):
        if serial in expected:
            return read_vorbis_comments(at_in(packet), expected[serial])[0]
        for mark, skipped in _COMMENTS_AFTER.items():
            if packet.startswith(mark):
                expected[serial] = skipped
    return {}


def _packets(read: ReadAt, place: int) -> Iterator[tuple[bytes, bytes]]:
    """The first packets of all streams, each with the serial number of its stream."""
    begun: dict[bytes, bytearray] = {}
    yielded, last = 0, place + _MOST_BYTES
    while place < last and yielded < _MOST_PACKETS:
        header = read(place, _HEADER_BYTES)
        if not header.startswith(MARK) or len(header) < _HEADER_BYTES:
            return
        serial, start = header[14:18], place + _HEADER_BYTES + header[26]
        place = start
        for size in read(start - header[26], header[26]):
            place += size
            if size < _FULL_SEGMENT:
                yield serial, bytes(begun.pop(serial, b"")) + read(start, place - start)
                yielded += 1
                start = place
        if start < place:
            begun.setdefault(serial, bytearray()).extend(read(start, place - start))
