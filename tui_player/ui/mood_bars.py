"""Seven bars, one a mood, and the genre families the present mood plays."""

from collections.abc import Sequence

from rich.cells import cell_len

from tui_player.domain.emotion import EMOTIONS, Emotion
from tui_player.domain.snapshot import MoodView, Snapshot
from tui_player.ui.charset import Charset
from tui_player.ui.lines import EMPTY_LINE, Line, LinesPane, Span
from tui_player.ui.words import percent

_PLAYS_CELLS = len("plays")
_INDENT_CELLS = _PLAYS_CELLS + 1
_NAME_CELLS = max(len(emotion.value) for emotion in EMOTIONS)


class MoodBars(LinesPane):
    """How strongly each mood is read in the face; a click on a row pins that mood."""

    def lines(self, snapshot: Snapshot | None, width: int, height: int) -> Sequence[Line]:
        """The bars, and below them the families as far as there is room."""
        mood = MoodView() if snapshot is None else snapshot.mood
        bars = [self._row(number, emotion, mood, width) for number, emotion in _NUMBERED]
        room = height - len(bars) - 1
        families = self._families(mood.families, width, room) if room > 0 else []
        return [*bars, EMPTY_LINE, *families] if families else bars

    def _row(self, number: int, emotion: Emotion, mood: MoodView, width: int) -> Line:
        charset = self.charset
        fraction = mood.probabilities[number - 1]
        is_current, is_pinned = mood.emotion is emotion, _is_pinned(mood, emotion)
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
        done, left = charset.bar(fraction, max(room, 0))
        return (
            *head,
            Span(done, look, click),
            Span(left, "faint", click),
            Span(f"{percent(fraction):4}", name_look, click),
        )

    def _families(self, families: Sequence[str], width: int, room: int) -> list[Line]:
        return plays_lines(families, width, room, self.charset)


_NUMBERED = tuple(enumerate(EMOTIONS, start=1))


def _is_pinned(mood: MoodView, emotion: Emotion) -> bool:
    return mood.pin is not None and mood.pin.emotion is emotion


def plays_lines(families: Sequence[str], width: int, room: int, charset: Charset) -> list[Line]:
    """The families a mood plays, wrapped between names to at most `room` lines."""
    if not families or room <= 0:
        return []
    rows: list[list[Span]] = [[Span("plays", "quiet")]]
    used = _PLAYS_CELLS
    for number, family in enumerate(families, start=1):
        # Every name but the last may need a comma after it.
        end = width - (number < len(families))
        name = charset.fit(family, width - _INDENT_CELLS - 1)
        comma = "" if len(rows[-1]) == 1 and used == _PLAYS_CELLS else ","
        needed = cell_len(comma) + 1 + cell_len(name)
        if used + needed > end:
            if len(rows) == room:
                break
            rows[-1].append(Span(comma, "quiet"))
            rows.append([Span(" " * _PLAYS_CELLS, "quiet")])
            used, comma, needed = _PLAYS_CELLS, "", 1 + cell_len(name)
        rows[-1] += [Span(f"{comma} ", "quiet"), Span(name)]
        used += needed
    return [tuple(row) for row in rows]
