"""A bar for each mood that a face can lead to, the other moods, what they play, how it went."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from textual.timer import Timer

from tui_player.model.device_states import FaceSight
from tui_player.model.mood.emotion import EMOTIONS, Emotion
from tui_player.model.mood.moods import Mood, MoodName, Moods
from tui_player.ui.drawing.lines import EMPTY_LINE, Line, LinesPane, Span, line_width
from tui_player.ui.text import percent

if TYPE_CHECKING:
    from tui_player.messages.snapshot import MoodView, Snapshot
    from tui_player.ui.drawing.glyphs import Charset

_PLAYS = "plays "
_INDENT_CELLS = len(_PLAYS)
_LEAST_FAMILIES_CELLS = 12
_FLICKERS_EVERY_S = 0.4
_FLICKERS: Mapping[str, Any] = {"probabilities": (0.0,) * len(EMOTIONS), "certainty": 0.0}
_GAP = "  "


class MoodBars(LinesPane):
    """How strongly each mood is read in the face; a click on a row pins that mood.

    What only flickers is painted a few times a second, for the eye's sake and the line's.
    """

    def __init__(self, charset: Charset, moods: Moods, id: str | None = None) -> None:
        super().__init__(charset, id)
        self._moods = moods
        self._name_cells = max(cell_len(mood.name) for mood in moods.by_face)
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
        lines = [self._row(row, mood, width) for row in self._moods.by_face]
        lines += self._others(mood, width)
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

    def _row(self, row: Mood, mood: MoodView | None, width: int) -> Line:
        charset, number = self.charset, EMOTIONS.index(row.emotion or Emotion.NEUTRAL)
        fraction = 0.0 if mood is None else mood.probabilities[number]
        look, click, name_look = self._looks_of(row, mood)
        sign = self._sign(row, mood)
        head = (
            Span(f"{sign} ", look, click),
            Span(f"{row.key or ' '} ", "key", click),
            Span(f"{charset.face(row.name)} ", look, click),
            Span(f"{row.name:{self._name_cells}} ", name_look, click),
        )
        room = width - sum(cell_len(span.text) for span in head) - 4
        families = () if mood is None or _is_read(mood) else mood.families_of_all
        if families and room >= _LEAST_FAMILIES_CELLS:
            plays = ", ".join(families[number])
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

    def _others(self, mood: MoodView | None, width: int) -> list[Line]:
        """The moods that no face leads to, side by side, as many as there is room for."""
        spans: list[Span] = []
        for row in self._moods.by_hand:
            look, click, name_look = self._looks_of(row, mood)
            found = (
                Span(_GAP if spans else f"{self._sign(row, mood)} ", look, click),
                Span(f"{row.key} " if row.key else "", "key", click),
                Span(f"{self.charset.face(row.name)} ", look, click),
                Span(row.name, name_look, click),
            )
            if line_width((*spans, *found)) <= width:
                spans += found
        return [tuple(span for span in spans if span.text)] if spans else []

    def _sign(self, row: Mood, mood: MoodView | None) -> str:
        if mood is not None and _is_pinned(mood, row.name):
            return self.charset.pinned
        return self.charset.current if mood is not None and mood.emotion == row.name else " "

    def _looks_of(self, row: Mood, mood: MoodView | None) -> tuple[str, str, str]:
        """The look of the mood's colour, the action of a click, the look of its name."""
        is_strong = mood is not None and (mood.emotion == row.name or _is_pinned(mood, row.name))
        return f"mood-{row.name}", f"pin_{row.name}", "strong" if is_strong else "quiet"


def _is_read(mood: MoodView) -> bool:
    """Whether there is a camera that may read it."""
    return mood.sight is not FaceSight.NOT_LOOKING


def _is_pinned(mood: MoodView, name: MoodName) -> bool:
    return mood.pin is not None and mood.pin.emotion == name


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
