"""The top line: camera, mood and pin on the left, the library on the right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from tui_player.model.device_states import Replays
from tui_player.ui.drawing.lines import Line, LinesPane, Span, line_width, spread
from tui_player.ui.text import (
    camera_sign,
    goal_sentence,
    library_sentences,
    mood_sentence,
    pin_sentence,
    seen_emotion,
    short_camera_sign,
    with_face,
)

if TYPE_CHECKING:
    from tui_player.messages.snapshot import CameraView, GoalView, LibraryView, Snapshot
    from tui_player.ui.drawing.glyphs import Charset

_GAP = Span("   ")


class StatusLine(LinesPane):
    """One line that tells how things stand."""

    def __init__(self, charset: Charset, home: str) -> None:
        super().__init__(charset, id="status")
        self._line_is_slow = False
        self._home = home

    def tell_slow_line(self, is_slow: bool) -> None:
        """Say that the terminal does not keep up, or no longer."""
        if is_slow != self._line_is_slow:
            self._line_is_slow = is_slow
            self.redraw()

    def lines(self, snapshot: Snapshot | None, width: int, height: int) -> Sequence[Line]:
        """The status line, its right part as long as there is room for."""
        if snapshot is None:
            return ((Span(f"{self.charset.note} tui-player", "strong"),),)
        for left in self._lefts(snapshot):
            if line_width(left) <= width:
                break
        for right in self._right(snapshot.library):
            if line_width(left) + line_width(right) < width:
                return (spread(left, right, width),)
        return (left,)

    def _lefts(self, snapshot: Snapshot) -> Iterator[Line]:
        """Camera, mood, goal and pin, longest first; what is only said in passing goes first."""
        charset, mood = self.charset, snapshot.mood
        camera = camera_sign(snapshot.camera, charset)
        sign = short_camera_sign(snapshot.camera, charset)
        seen = mood_sentence(mood, snapshot.camera, charset)
        pin = pin_sentence(mood, charset)
        set_pin = pin if mood.pin else ""
        short_pin = "" if mood.pin is None else f"pin {with_face(mood.pin.emotion, charset)}"
        short_seen = seen.split(",")[0]
        spellings = [(camera, seen, pin), (sign, seen, set_pin), (sign, short_seen, set_pin)]
        way = () if mood.goal is None else _way(mood.goal, charset)
        step = () if mood.goal is None else _step(mood.goal, charset)
        for told_goal in (way, step):
            for words in spellings:
                yield self._left(snapshot, *words, told_goal)
        for told_goal in (step, ()):
            yield self._left(snapshot, sign, short_seen, short_pin, told_goal)

    def _left(self, snapshot: Snapshot, camera: str, seen: str, pin: str, goal: Line) -> Line:
        mood = snapshot.mood
        emotion, _ = seen_emotion(mood)
        look = "quiet" if emotion is None else f"mood-{emotion.value}"
        pin_look = "quiet" if mood.pin is None else f"mood-{mood.pin.emotion}"
        told: Line = (
            Span(camera, _camera_look(snapshot.camera), "camera"),
            _GAP,
            Span(seen, look),
        )
        if goal:
            told = (*told, _GAP, *goal)
        return (*told, _GAP, Span(pin, pin_look, "toggle_pin")) if pin else told

    def _right(self, library: LibraryView) -> Sequence[Line]:
        """The library's spellings, longest first; what cannot be read goes before words do."""
        sentences = library_sentences(library, self._home, self.charset)
        plain: list[Line] = [(Span(self.charset.show(s), "quiet"),) for s in sentences]
        if self._line_is_slow:
            slow = Span(f"{self.charset.warning} slow line", "warning")
            return [*((slow, _GAP, *line) for line in plain), (slow,)]
        if not library.unreadable:
            return plain
        count = f"{self.charset.warning} {len(library.unreadable)} unreadable"
        return [*((Span(count, "warning"), _GAP, *line) for line in plain), *plain]


def _camera_look(camera: CameraView) -> str:
    if camera.replays is not Replays.NOTHING:
        return "warning"
    return "error" if camera.device_is_open else "quiet"


def _way(goal: GoalView, charset: Charset) -> Line:
    """A goal with the moods of its way, the present one in its colour."""
    if not goal.path:
        return (Span(charset.show(goal_sentence(goal)), "quiet", "goal"),)
    spans = [Span(f"{goal.kind} ", "quiet", "goal")]
    for step, emotion in enumerate(goal.path):
        arrow = charset.show(" → ") if step else ""
        look = f"mood-{emotion}" if step == goal.step else "quiet"
        spans += [Span(arrow, "quiet", "goal"), Span(charset.show(emotion), look, "goal")]
    return tuple(span for span in spans if span.text)


def _step(goal: GoalView, charset: Charset) -> Line:
    """A goal in one or two words: where the music is by now."""
    here = goal.path[goal.step] if goal.path else goal.target
    return (Span(f"{goal.kind} {here}", f"mood-{here}", "goal"),)
