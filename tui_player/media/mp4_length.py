"""Finds how long the sound in an MP4 file plays, by its tables, and how it is coded.

The movie header may speak of something longer, such as chapters, or of nothing; the header of the
sound itself has no length where a writer was cut off. What is played is what the table of times
holds, less what the edit list or iTunes's own tag leaves out.
"""

import re
from collections.abc import Iterator
from struct import Struct
from typing import BinaryIO, NamedTuple, TypeAlias

from tui_player.media.file_window import FileWindow

# ISO/IEC 14496-12, section 4.2: a box begins with its size and its name, of four bytes each; the
# size 1 means that one of eight bytes follows, 0 that the box ends with the file. Numbers are
# big-endian.
_HEADER = Struct(">I4sQ")
_HEADER_BYTES = 8
_MOST_BOXES = 256  # a file made for streaming has thousands, but its movie among the first
_MOST_ENTRIES = 4_096  # of a table; sound of equal pieces needs one or two
# The padding that iTunes tells of may end within the last frame; no codec has longer ones.
_LONGEST_FRAME = 4_096
# Words in hexadecimal: a zero, the encoder's delay, the padding at the end, the sound's length.
_ITUNES_GAPLESS = re.compile(rb"\s*0+ ([0-9A-Fa-f]{8}) ([0-9A-Fa-f]{8}) ([0-9A-Fa-f]{16})\b")
_MOST_TAG_BYTES = 200  # as much of that tag as is looked at


class Mp4Sound(NamedTuple):
    """The first track of sound in a file."""

    coding: str  # four letters, such as "mp4a"
    length_s: float | None  # None: it lies in pieces, each with a length of its own


# Where the content of a box begins and ends.
_Place: TypeAlias = tuple[int, int]
_Boxes: TypeAlias = dict[bytes, _Place]  # by their names, the first of each


def mp4_sound(file: BinaryIO) -> Mp4Sound | None:
    """The first track of sound in a file; None if there is none, or the file is no MP4.

    The file's own position stays where it is. Raises OSError.
    """
    window = FileWindow(file)
    movie = _named(window, (0, 2**63)).get(b"moov")
    if movie is None:
        return None
    boxes = _boxes(window, movie)
    scale = next((_scale_and_length(window, at)[0] for name, at in boxes if name == b"mvhd"), 0)
    for name, track in boxes:
        if name == b"trak":
            sound = _sound_of(window, track, movie, scale)
            if sound is not None:
                return sound
    return None


def mp4_length_s(file: BinaryIO) -> float | None:
    """How long the sound of an MP4 file plays, in seconds, if its tables tell. Raises OSError."""
    sound = mp4_sound(file)
    return None if sound is None else sound.length_s


def _sound_of(
    window: FileWindow, track: _Place, movie: _Place, movie_scale: int
) -> Mp4Sound | None:
    parts = _named(window, track)
    media = _named(window, parts.get(b"mdia"))
    handler, header = media.get(b"hdlr"), media.get(b"mdhd")
    if handler is None or header is None or window.read(handler[0] + 8, 4) != b"soun":
        return None
    tables = _named(window, _named(window, media.get(b"minf")).get(b"stbl"))
    scale, told = _scale_and_length(window, header)
    total = _sum_of_times(window, tables.get(b"stts")) or told
    coding = _coding(window, tables.get(b"stsd"))
    if not scale or not total:
        return Mp4Sound(coding, None)
    length: float | None = _itunes_length(window, movie, total)
    if length is None:
        edits = list(_edits(window, _named(window, parts.get(b"edts")).get(b"elst")))
        length = _edited_length(edits, total, scale, movie_scale)
    return Mp4Sound(coding, length / scale)


def _boxes(window: FileWindow, within: _Place) -> list[tuple[bytes, _Place]]:
    """The boxes at this place, one after the other."""
    start, end = within
    found: list[tuple[bytes, _Place]] = []
    while start + _HEADER_BYTES <= end and len(found) < _MOST_BOXES:
        header = window.read(start, _HEADER.size)
        if len(header) < _HEADER_BYTES:
            break
        size, name, large = _HEADER.unpack(header.ljust(_HEADER.size, b"\0"))
        body = start + _HEADER_BYTES
        if size == 1:
            size, body = large, body + 8
        start = end if size == 0 else start + size
        if start < body:
            break
        found.append((name, (body, min(start, end))))
    return found


def _named(window: FileWindow, within: _Place | None) -> _Boxes:
    """The first box of each name at this place."""
    return {} if within is None else dict(reversed(_boxes(window, within)))


def _scale_and_length(window: FileWindow, header: _Place) -> tuple[int, int]:
    """Units a second, and the length in them: sections 8.2.2 and 8.4.2.

    Version 1 has times of eight bytes. All bits set mean that the length is not known.
    """
    place = header[0]
    wide = window.number(place, 1) == 1
    scale_at, count = (20, 8) if wide else (12, 4)
    scale = window.number(place + scale_at, 4)
    length = window.number(place + scale_at + 4, count)
    return scale, 0 if length == 2 ** (8 * count) - 1 else length


def _sum_of_times(window: FileWindow, table: _Place | None) -> int:
    """The length of all samples, see section 8.6.1.2: pairs of a count and a length."""
    if table is None:
        return 0
    start, end = table
    entries = window.number(start + 4, 4)
    if entries > min(_MOST_ENTRIES, (end - start - 8) // 8):
        return 0
    pairs = window.read(start + 8, 8 * entries)
    numbers = [int.from_bytes(pairs[at : at + 4], "big") for at in range(0, len(pairs), 4)]
    return sum(count * length for count, length in zip(numbers[::2], numbers[1::2], strict=False))


def _coding(window: FileWindow, descriptions: _Place | None) -> str:
    """How the sound is coded: the name of its first description, see section 8.5.2."""
    if descriptions is None:
        return ""
    name = window.read(descriptions[0] + 12, 4).decode("ascii", "replace")
    return name if name.isprintable() else ""


def _edited_length(edits: list[tuple[int, int]], total: int, scale: int, movie_scale: int) -> float:
    """What an edit list leaves of the sound, in its units: see section 8.6.6.

    The list counts in the movie's units, which are coarser: where it seems to end with the sound
    it does so to the very frame. A beginning without sound is left out.
    """
    if not edits or not movie_scale:
        return total
    length = 0.0
    for units, begins_at in edits:
        left = max(total - begins_at, 0)
        wanted = units * scale / movie_scale
        tick = scale / movie_scale + 1
        length += left if not units or wanted > left - tick else wanted
    return length if 0 < length <= total else total


def _edits(window: FileWindow, table: _Place | None) -> Iterator[tuple[int, int]]:
    """The edits with sound: how long in the movie's units, and where in the sound they begin."""
    if table is None:
        return
    start, end = table
    count = 8 if window.number(start, 1) == 1 else 4
    entries = window.number(start + 4, 4)
    place, entry_bytes = start + 8, 2 * count + 4
    for _ in range(min(entries, _MOST_ENTRIES, (end - place) // entry_bytes)):
        begins_at = window.number(place + count, count)
        if begins_at < 2 ** (8 * count - 1):  # negative: an edit without sound
            yield window.number(place, count), begins_at
        place += entry_bytes


def _itunes_length(window: FileWindow, movie: _Place, total: int) -> int | None:
    """The length by iTunes's own tag iTunSMPB, in the units of the sound, if it fits `total`.

    It counts frames as they are decoded, which with HE-AAC may be two for each unit.
    """
    for text in _itunes_tags(window, movie):
        match = _ITUNES_GAPLESS.match(text)
        if match is None:
            continue
        delay, padding, length = (int(word, 16) for word in match.groups())
        for frames_a_unit in (1, 2):
            frames = total * frames_a_unit
            if length and abs(delay + length + padding - frames) <= _LONGEST_FRAME * frames_a_unit:
                return min(length // frames_a_unit, total)
    return None


def _itunes_tags(window: FileWindow, movie: _Place) -> Iterator[bytes]:
    """The text of tags named iTunSMPB: moov, udta, meta, ilst, and in it boxes named ----."""
    meta = _named(window, _named(window, movie).get(b"udta")).get(b"meta")
    tags = meta and _named(window, (meta[0] + 4, meta[1])).get(b"ilst")
    for name, tag in _boxes(window, tags) if tags else ():
        if name == b"----":
            words = _named(window, tag)
            title, data = words.get(b"name"), words.get(b"data")
            if title and data and window.read(title[0] + 4, 8) == b"iTunSMPB":
                yield window.read(data[0] + 8, min(_MOST_TAG_BYTES, data[1] - data[0] - 8))
