"""Seven bars, one a mood, the genre families the present mood plays, and how it went."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from textual.timer import Timer

from tui_player.model.device_states import FaceSight
from tui_player.model.mood.emotion import EMOTIONS, Emotion
from tui_player.ui.drawing.lines import EMPTY_LINE, Line, LinesPane, Span
from tui_player.ui.text import percent

if TYPE_CHECKING:
    from tui_player.messages.snapshot import MoodView, Snapshot
    from tui_player.ui.drawing.glyphs import Charset

_PLAYS = "plays "
_INDENT_CELLS = len(_PLAYS)
_LEAST_FAMILIES_CELLS = 12
_FLICKERS_EVERY_S = 0.4
_FLICKERS: Mapping[str, Any] = {"probabilities": (0.0,) * len(EMOTIONS), "certainty": 0.0}
_NAME_CELLS = max(len(emotion.value) for emotion in EMOTIONS)


class MoodBars(LinesPane):
    """How strongly each mood is read in the face; a click on a row pins that mood.

    What only flickers is painted a few times a second, for the eye's sake and the line's.
    """

    def __init__(self, charset: Charset, id: str | None = None) -> None:
        super().__init__(charset, id)
        self._told: object = None
        self._rest: Timer | None = None

    def watch_snapshot(self) -> None:
        """Paint another mood at once, other readings when they are due."""
        told = None if self.snapshot is None else replace(self.snapshot.mood, **_FLICKERS)
        if told != self._told:
            self._told = told
            self.redraw()
        elif self._rest is None:
            self.redraw()
            self._rest = self.set_timer(_FLICKERS_EVERY_S, self._be_due)

    def _be_due(self) -> None:
        self._rest = None
        self.redraw()

    def lines(self, snapshot: Snapshot | None, width: int, height: int) -> Sequence[Line]:
        """The bars, and below them, as far as there is room, the families and the last moods."""
        mood = None if snapshot is None else snapshot.mood
        lines = [self._row(number, emotion, mood, width) for number, emotion in _NUMBERED]
        room = height - len(lines) - 1
        if mood is not None and (families := plays_lines(mood.families, width, room, self.charset)):
            lines += [EMPTY_LINE, *families]
        if snapshot is not None and snapshot.mood_history.minutes:
            # Here, since there is no history before the first paint.
            from tui_player.ui.panes.mood_trace import trace_lines

            room = height - len(lines) - 1
            trace = trace_lines(snapshot.mood_history, width, room, self.charset)
            lines += [EMPTY_LINE, *trace] if trace else []
        return lines

    def _row(self, number: int, emotion: Emotion, mood: MoodView | None, width: int) -> Line:
        charset = self.charset
        fraction = 0.0 if mood is None else mood.probabilities[number - 1]
        is_current = mood is not None and mood.emotion is emotion
        is_pinned = mood is not None and _is_pinned(mood, emotion)
        sign = charset.pinned if is_pinned else charset.current if is_current else " "
        name_look = "strong" if is_current or is_pinned else "quiet"
        look, click = f"mood-{emotion.value}", f"pin_{emotion.value}"
        head = (
            Span(f"{sign} ", look, click),
            Span(f"{number} ", "key", click),
            Span(f"{charset.faces[emotion]} ", look, click),
            Span(f"{emotion.value:{_NAME_CELLS}} ", name_look, click),
        )
        room = width - sum(cell_len(span.text) for span in head) - 4
        families = () if mood is None or _is_read(mood) else mood.families_of_all
        if families and room >= _LEAST_FAMILIES_CELLS:
            plays = ", ".join(families[number - 1])
            return (*head, Span(charset.column(plays, room + 4), name_look, click))
        done, left = charset.bar(fraction, max(room, 0))
        # No reading is not a reading of nothing.
        has_readings = mood is not None and any(mood.probabilities)
        told = percent(fraction) if has_readings else charset.dash
        return (
            *head,
            Span(done, look, click),
            Span(left, "faint", click),
            Span(f"{told:>4}", name_look, click),
        )


_NUMBERED = tuple(enumerate(EMOTIONS, start=1))


def _is_read(mood: MoodView) -> bool:
    """Whether there is a camera that may read it."""
    return mood.sight is not FaceSight.NOT_LOOKING


def _is_pinned(mood: MoodView, emotion: Emotion) -> bool:
    return mood.pin is not None and mood.pin.emotion is emotion


def plays_lines(families: Sequence[str], width: int, room: int, charset: Charset) -> list[Line]:
    """The families a mood plays, wrapped between names to at most `room` lines."""
    if room <= 0:
        return []
    names = [charset.fit(family, width - _INDENT_CELLS - 1) for family in families]
    pieces = [*(f"{name}," for name in names[:-1]), *names[-1:]]
    rows: list[str] = []
    for piece in pieces:
        if rows and _INDENT_CELLS + cell_len(f"{rows[-1]} {piece}") <= width:
            rows[-1] += f" {piece}"
        else:
            rows.append(piece)
    if len(rows) > room:
        rows[room - 1 :] = [charset.fit(" ".join(rows[room - 1 :]), width - _INDENT_CELLS)]
    heads = (_PLAYS, *(" " * len(_PLAYS) for _ in rows[1:]))
    return [(Span(head, "quiet"), Span(row)) for head, row in zip(heads, rows, strict=False)]
