"""Reads the tags that end a file: ID3v1, APEv2, and an ID3v2 that was appended."""

from typing import NamedTuple

from tui_player.library.tags.formats.ape_tags import APE_MARK, APE_MARK_BYTES, read_ape
from tui_player.library.tags.formats.fields import WANTED_IN_LIBRARY, Fields, WantedTexts, fill
from tui_player.library.tags.formats.id3v1 import ID3V1_BYTES, read_id3v1
from tui_player.library.tags.formats.id3v2 import FOOTER_MARK, HEADER_BYTES, read_appended_id3v2
from tui_player.library.tags.formats.places import ReadAt

# id3.org, "Lyrics3 v2": at the end its size in six digits, which counts neither, and this mark.
_LYRICS_MARK = b"LYRICS200"
_LYRICS_SIZE_DIGITS = 6
_MOST_TAGS = 8


class TrailingTags(NamedTuple):
    """What the tags at the end of a file hold, by their kinds."""

    ape: Fields
    id3v2: Fields
    id3v1: Fields


def read_trailing_tags(
    read: ReadAt, size: int, wanted_of_ape: WantedTexts = WANTED_IN_LIBRARY
) -> TrailingTags:
    """What the tags hold that end a file one before the other; ID3v1 is the last."""
    tail_bytes = min(ID3V1_BYTES + APE_MARK_BYTES, size)
    tail = read(size - tail_bytes, tail_bytes)
    found = TrailingTags({}, {}, read_id3v1(tail))
    end = size - (ID3V1_BYTES if tail[-ID3V1_BYTES:].startswith(b"TAG") else 0)
    if not (APE_MARK in tail or FOOTER_MARK in tail or _LYRICS_MARK in tail):
        return found
    for _ in range(_MOST_TAGS):
        start = _read_one(read, end, found, wanted_of_ape)
        if start == end:
            break
        end = start
    return found


def _read_one(read: ReadAt, end: int, found: TrailingTags, wanted_of_ape: WantedTexts) -> int:
    """Read the tag that ends at a place; where it begins, or that place if there is none."""
    ape = read_ape(read, end - APE_MARK_BYTES, wanted_of_ape) if end >= APE_MARK_BYTES else None
    if ape is not None and ape.end == end:
        fill(found.ape, ape.fields)
        return ape.start
    mark = read(end - len(_LYRICS_MARK), len(_LYRICS_MARK)) if end > HEADER_BYTES else b""
    if mark == _LYRICS_MARK:
        return _before_lyrics(read, end)
    if mark:
        fields, start = read_appended_id3v2(read, end)
        fill(found.id3v2, fields)
        return start
    return end


def _before_lyrics(read: ReadAt, end: int) -> int:
    about_bytes = _LYRICS_SIZE_DIGITS + len(_LYRICS_MARK)
    digits = read(end - about_bytes, _LYRICS_SIZE_DIGITS) if end >= about_bytes else b""
    start = end - about_bytes - int(digits) if digits.isdigit() else -1
    return start if start >= 0 else end
