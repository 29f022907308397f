"""Leads through the twenty seconds in which the face at rest is measured, in words alone."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.reactive import reactive
from textual.widget import Widget

from tui_player.core.mood.baseline import MEASURED_FOR_S
from tui_player.messages.requests import StopMeasuring
from tui_player.messages.snapshot import RestView, Snapshot
from tui_player.ui.drawing.glyphs import Charset
from tui_player.ui.drawing.lines import EMPTY_LINE, Line, LinesPane, Span
from tui_player.ui.messages import RequestPosted
from tui_player.ui.overlays.chooser import Overlay

_WORDS = (
    "Look ahead as when you read, and let your face rest:",
    "eyes open, mouth closed, nothing to show to anybody.",
)
_KEPT = "Kept is an average of seven numbers, and no picture."


class RestWords(LinesPane, can_focus=True):
    """What to do, and how long still."""

    def lines(self, snapshot: Snapshot | None, width: int, height: int) -> Sequence[Line]:
        """The words to follow, and a bar that empties."""
        rest = None if snapshot is None else snapshot.mood.rest
        if rest is None:
            return ()
        done, left = self.charset.bar(rest.seconds_left / MEASURED_FOR_S, max(width - 6, 0))
        return (
            *((Span(self.charset.fit(words, width)),) for words in _WORDS),
            EMPTY_LINE,
            (
                Span(done, "accent"),
                Span(left, "faint"),
                Span(f" {rest.seconds_left:2} s", "strong"),
            ),
            seen_line(rest),
            (Span(self.charset.fit(_KEPT, width), "quiet"),),
        )


def seen_line(rest: RestView) -> Line:
    """Whether the camera sees the face just now."""
    if rest.is_seen:
        return (Span("Your face is seen.", "good"),)
    return (Span("No face is seen: turn to the camera, alone.", "warning"),)


class RestPane(Overlay):
    """Opens by itself when measuring begins and closes when it is over; closing it stops it."""

    BORDER_TITLE = "My face at rest"

    snapshot: reactive[Snapshot | None] = reactive(None, repaint=False, init=False)

    def __init__(self, charset: Charset) -> None:
        super().__init__("rest")
        self._words = RestWords(charset)

    def keys_told(self) -> list[str]:
        """How to give up."""
        return self.hints.pieces(("leave", "stops"))

    def compose(self) -> ComposeResult:
        """The words alone."""
        yield self._words.data_bind(RestPane.snapshot)

    def prepare(self) -> Widget:
        """The keys go nowhere else while it lasts."""
        self._words.redraw()
        return self._words

    def give_up(self) -> None:
        """Closed: measuring stops, should it not be over."""
        if self._is_measuring:
            self.post_message(RequestPosted(StopMeasuring()))

    def watch_snapshot(self) -> None:
        """Measuring may have begun, or be over."""
        if self._is_measuring and not self.is_open:
            self.post_message(self.OpenRequested(self))
        elif self.is_open and not self._is_measuring:
            self.close()

    @property
    def _is_measuring(self) -> bool:
        return self.snapshot is not None and self.snapshot.mood.rest is not None
