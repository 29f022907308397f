"""Lyrics: plain ones, and those whose lines are stamped with the time they are sung (LRC)."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

# [01:23.45], also [01:23], [01:23:45] for the same, and [1:02:03.4] with hours.
_STAMP = re.compile(r"\[(?:(\d{1,2}):(?=\d+:\d+\.))?(\d{1,3}):(\d{1,2})(?:[.:](\d{1,3}))?\]")
_WORD_STAMP = re.compile(r"<\d{1,3}:\d{1,2}(?:[.:]\d{1,3})?>\s?")
_OFFSET = re.compile(r"\[offset:\s*([+-]?\d{1,9})\s*\]", re.IGNORECASE)
# What the format knows to tell about a song; a "[Chorus: all]" is to be sung.
_ABOUT = re.compile(
    r"\[(?:ti|ar|al|au|lr|by|re|tool|ve|la|id|length|offset|#):[^\]]*\]", re.IGNORECASE
)
_MS_PER_S = 1000


@dataclass(frozen=True, slots=True)
class LyricLine:
    """One line as it is sung; `at_s` is None where its time is not known."""

    text: str
    at_s: float | None = None


@dataclass(frozen=True, slots=True)
class Lyrics:
    """The lines of a song: in the order of their times if `is_synced`, else as written."""

    lines: tuple[LyricLine, ...]
    is_synced: bool = False

    def index_at(self, position_s: float) -> int | None:
        """The line that is sung at this moment; None before the first and without times."""
        if not self.is_synced:
            return None
        times = [-1.0 if line.at_s is None else line.at_s for line in self.lines]
        index = bisect_right(times, position_s) - 1
        return index if index >= 0 else None


def parse_lyrics(text: str) -> Lyrics | None:
    """The lyrics in `text`, None if there are none.

    With one stamped line or more they are synced: a line with several stamps is sung several
    times, and lines without a stamp (a translation, say) go with the one before. `[offset:…]`
    moves all, in ms, a positive one to sooner, as the authors of the format have it.
    """
    text = text.replace("\x00", "\n").removeprefix("\ufeff")
    offset_s = sum(int(found) for found in _OFFSET.findall(text)[:1]) / _MS_PER_S
    rows = [_without_tags(row) for row in text.splitlines()]
    stamped = [line for row in rows if row is not None for line in _stamped(row)]
    if not any(line.at_s is not None for line in stamped):
        lines = _trimmed([row.strip() for row in rows if row is not None])
        return Lyrics(tuple(map(LyricLine, lines))) if lines else None
    return Lyrics(tuple(_in_time(stamped, offset_s)), is_synced=True)


def _without_tags(row: str) -> str | None:
    """The row without what tells about the song; None if it told nothing else."""
    bare = _ABOUT.sub("", row)
    return None if bare != row and not bare.strip() else bare


def _stamped(row: str) -> Iterator[LyricLine]:
    """The row once for each of its stamps, once without a time if it has none."""
    stamps: list[float | None] = []
    rest = row.strip()
    while found := _STAMP.match(rest):
        stamps.append(_seconds(found))
        rest = rest[found.end() :].lstrip()
    text = _WORD_STAMP.sub("", rest).strip()
    for at_s in stamps or ([None] if text else []):
        yield LyricLine(text, at_s)


def _seconds(stamp: re.Match[str]) -> float:
    hours, minutes, seconds, fraction = stamp.groups()
    whole = int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)
    return whole + (int(fraction) / 10 ** len(fraction) if fraction else 0.0)


def _in_time(lines: list[LyricLine], offset_s: float) -> Iterator[LyricLine]:
    """All lines by their time; those without one stay behind the line they were written after."""
    at_s = 0.0
    timed = []
    for line in lines:
        if line.at_s is not None:
            at_s = max(line.at_s - offset_s, 0.0)
        timed.append(LyricLine(line.text, at_s))
    yield from sorted(timed, key=lambda line: line.at_s or 0.0)


def _trimmed(rows: list[str]) -> list[str]:
    """The rows without empty ones at either end, and no more than one in a row between."""
    kept: list[str] = []
    for row in rows:
        if row or (kept and kept[-1]):
            kept.append(row)
    return kept[:-1] if kept and not kept[-1] else kept
