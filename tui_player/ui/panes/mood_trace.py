"""The moods of the last half hour as a trace: a minute a column or two, the higher the surer."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.cells import cell_len

from tui_player.messages.snapshot import MoodHistoryView
from tui_player.model.mood.emotion import Emotion
from tui_player.model.mood.mood_minute import RECENT_MINUTES, MoodMinute
from tui_player.ui.drawing.glyphs import Charset
from tui_player.ui.drawing.lines import Line, Span

# Faces and times stand below the columns.
_FOOT_LINES = 2
LEAST_TRACE_LINES = 1 + _FOOT_LINES
_MOST_TRACE_LINES = 8 + _FOOT_LINES
_END = "now"

_Minutes = Sequence[MoodMinute | None]


def trace_lines(
    history: MoodHistoryView, width: int, room: int, charset: Charset
) -> Sequence[Line]:
    """At most `room` lines: columns in the colour of the mood, its face, the time."""
    count = min(RECENT_MINUTES, width)
    by_minute = {minute.minute: minute for minute in history.minutes}
    minutes = [by_minute.get(history.until - count + n) for n in range(count)]
    if room < LEAST_TRACE_LINES or not any(minutes):
        return ()
    columns = [minutes[x * count // width] for x in range(width)]
    rows = min(room, _MOST_TRACE_LINES) - _FOOT_LINES
    begin = f"{count} min ago"
    times = begin + _END.rjust(width - len(begin))
    drawn = (_columns(columns, row, rows, charset) for row in reversed(range(rows)))
    return (*drawn, _faces(columns, charset), (Span(times, "quiet"),))


def _columns(minutes: _Minutes, row: int, rows: int, charset: Charset) -> Line:
    """One line of the columns; `row` 0 is the lowest."""
    return tuple(
        Span("".join(_part(minute, row, rows, charset) for minute in run), _look(emotion))
        for emotion, run in _runs(minutes)
    )


def _part(minute: MoodMinute | None, row: int, rows: int, charset: Charset) -> str:
    if minute is None:
        return " "
    steps = len(charset.column_parts)
    filled = max(round(minute.certainty * rows * steps), 1) - row * steps
    return charset.column_parts[min(filled, steps) - 1] if filled > 0 else " "


def _faces(minutes: _Minutes, charset: Charset) -> Line:
    """Each mood's face where it begins, if it lasts long enough for one."""
    return tuple(_face(emotion, len(run), charset) for emotion, run in _runs(minutes))


def _face(emotion: Emotion | None, room: int, charset: Charset) -> Span:
    face = "" if emotion is None else charset.face(emotion)
    if cell_len(face) > room:
        face = ""
    return Span(face + " " * (room - cell_len(face)), _look(emotion))


def _runs(minutes: _Minutes) -> Iterator[tuple[Emotion | None, _Minutes]]:
    """Minutes of one mood after another."""
    for emotion, run in groupby(minutes, _emotion_of):
        yield emotion, tuple(run)


def _look(emotion: Emotion | None) -> str:
    return "text" if emotion is None else f"mood-{emotion.value}"


def _emotion_of(minute: MoodMinute | None) -> Emotion | None:
    return None if minute is None else minute.emotion
