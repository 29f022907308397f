"""Lyrics: plain ones, and those whose lines are stamped with the time they are sung (LRC)."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from tui_player.model.clean_text import harmless

# [01:23.45], also [01:23], [01:23,45], [01:23:45] for the same, and [1:02:03.4] with hours.
_STAMP = re.compile(
    r"\[\s{0,3}(?:(\d{1,2}):(?=\d+:\d+[.,]))?(\d{1,4}):(\d{1,2})(?:[.:,](\d{1,3}))?\s{0,3}\]"
)
_HOURS = re.compile(r"\[(\d{1,2}):(\d{2}):(\d{2})\]")
_WORD_STAMP = re.compile(r"<\d{1,4}:\d{1,2}(?:[.:,]\d{1,3})?>")
_OFFSET = re.compile(r"\[offset:\s{0,9}([+-]?\d{1,9})\s{0,9}\]", re.IGNORECASE)
# What the format knows to tell about a song; a "[Chorus: all]" is to be sung.
_ABOUT = re.compile(
    r"\[(?:ti|ar|al|au|lr|by|re|tool|ve|la|id|length|offset|encoding|#):[^\]]{0,200}\]",
    re.IGNORECASE,
)
# In lyrics with times, so does anything without one that a program names.
_NAMED = re.compile(r"\s*\[[a-z_]{2,20}:[^\]]*\]\s*")
_MS_PER_S = 1000
_SURE_HOURS = 4  # stamps that could have hours
# The longest songs have some hundreds; the screen lays them all out.
_MOST_LINES = 5_000
_LONGEST_LINE = 10_000  # signs; some write a whole song in one line
_MOST_STAMPS = 500  # of one line, which may be a refrain


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
    times, and lines without a stamp (a translation, say) go with the one before. Stamps of single
    words are left out. `[offset:…]` moves all, in ms, a positive one to sooner, as the authors of
    the format have it. Past some thousands of lines there are no more.
    """
    text = text.replace("\x00", "\n").removeprefix("\ufeff")
    offset_s = sum(int(found) for found in _OFFSET.findall(text)[:1]) / _MS_PER_S
    if _tells_hours(text):
        text = _HOURS.sub(r"[\1:\2:\3.0]", text)
    rows = [harmless(row) for row in islice(_rows(text), _MOST_LINES)]
    stamped = list(islice((line for row in rows for line in _stamped(row)), _MOST_LINES))
    if not any(line.at_s is not None for line in stamped):
        lines = _trimmed([row.strip()[:_LONGEST_LINE] for row in rows])
        return Lyrics(tuple(map(LyricLine, lines))) if lines else None
    sung = (line for line in stamped if line.at_s is not None or not _NAMED.fullmatch(line.text))
    return Lyrics(tuple(_in_time(sung, offset_s)), is_synced=True)


def _tells_hours(text: str) -> bool:
    """Whether [00:01:02] is a minute and two seconds; else it is 1.02 s.

    It is where all stamps are so, with none past an hour, nor past what seconds can be.
    """
    found = list(islice(_HOURS.finditer(text), _MOST_LINES))
    return (
        len(found) >= _SURE_HOURS
        and all(int(stamp[1]) == 0 and int(stamp[3]) < 60 for stamp in found)
        and len(found) == sum(1 for _ in islice(_STAMP.finditer(text), _MOST_LINES))
    )


def _rows(text: str) -> Iterator[str]:
    """The rows without what tells about the song, and without those that told nothing else."""
    for row in text.splitlines():
        bare = _ABOUT.sub("", row)
        if bare == row or bare.strip():
            yield bare


def _stamped(row: str) -> Iterator[LyricLine]:
    """The row once for each of its stamps, once without a time if it has none."""
    row = row.strip()
    stamps: list[float | None] = []
    place = 0
    while len(stamps) < _MOST_STAMPS and (found := _STAMP.match(row, place)):
        stamps.append(_seconds(found))
        place = found.end()
        while row[place : place + 1].isspace():
            place += 1
    text = _WORD_STAMP.sub("", row[place:])
    if stamps:  # further stamps are of its words, or tell where it ends
        text = _STAMP.sub("", text)
    text = " ".join(text.split()) if stamps else text.strip()
    text = text[:_LONGEST_LINE]
    for at_s in stamps or ([None] if text else []):
        yield LyricLine(text, at_s)


def _seconds(stamp: re.Match[str]) -> float:
    hours, minutes, seconds, fraction = stamp.groups()
    whole = int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)
    return whole + (int(fraction) / 10 ** len(fraction) if fraction else 0.0)


def _in_time(lines: Iterable[LyricLine], offset_s: float) -> Iterator[LyricLine]:
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
