"""The top line: camera, mood and pin on the left, the library on the right."""

from collections.abc import Sequence

from tui_player.domain.snapshot import LibraryView, Snapshot
from tui_player.ui.charset import Charset
from tui_player.ui.lines import Line, LinesPane, Span, line_width, spread
from tui_player.ui.words import (
    camera_sign,
    library_sentences,
    mood_sentence,
    pin_sentence,
    seen_emotion,
)

_GAP = Span("   ")


class StatusLine(LinesPane):
    """One line that tells how things stand."""

    def __init__(self, charset: Charset, home: str) -> None:
        super().__init__(charset, id="status")
        self._home = home

    def lines(self, snapshot: Snapshot | None, width: int, height: int) -> Sequence[Line]:
        """The status line, its right part as long as there is room for."""
        if snapshot is None:
            return ((Span(f"{self.charset.note} tui-player", "strong"),),)
        left = self._left(snapshot)
        for right in self._right(snapshot.library):
            if line_width(left) + line_width(right) < width:
                return (spread(left, right, width),)
        return (left,)

    def _left(self, snapshot: Snapshot) -> Line:
        camera = camera_sign(snapshot.camera, self.charset)
        mood = snapshot.mood
        emotion, _ = seen_emotion(mood)
        look = "quiet" if emotion is None else f"mood-{emotion.value}"
        pin = "quiet" if mood.pin is None else f"mood-{mood.pin.emotion.value}"
        return (
            Span(camera, "error" if snapshot.camera.device_is_open else "quiet", "camera"),
            _GAP,
            Span(mood_sentence(mood, snapshot.camera, self.charset), look),
            _GAP,
            Span(pin_sentence(mood, self.charset), pin, "toggle_pin"),
        )

    def _right(self, library: LibraryView) -> Sequence[Line]:
        """The library's spellings, longest first; what cannot be read goes before words do."""
        sentences = library_sentences(library, self._home, self.charset)
        plain: list[Line] = [(Span(self.charset.show(s), "quiet"),) for s in sentences]
        if not library.unreadable:
            return plain
        count = f"{self.charset.warning} {len(library.unreadable)} unreadable"
        return [*((Span(count, "warning"), _GAP, *line) for line in plain), *plain]
