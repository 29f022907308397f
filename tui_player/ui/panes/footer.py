"""The bottom line: the main keys, or for a while the newest notice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import events
from textual.timer import Timer

from tui_player.model.severity import Severity
from tui_player.ui.drawing.lines import Line, LinesPane, Span, line_width
from tui_player.ui.keys.actions import Action, HelpRow, footer_rows

if TYPE_CHECKING:
    from tui_player.messages.snapshot import Notice, Snapshot
    from tui_player.ui.drawing.glyphs import Charset

_SHOWN_FOR_S = {Severity.INFORMATION: 5.0, Severity.WARNING: 8.0, Severity.ERROR: 12.0}
_LOOKS = {Severity.INFORMATION: "good", Severity.WARNING: "warning", Severity.ERROR: "error"}


_MOST_WAITING = 4
_GAP = "  "


class KeyLine(LinesPane):
    """Keys at the bottom; each notice is shown there once, then makes room again."""

    def __init__(self, charset: Charset, actions: Sequence[Action]) -> None:
        super().__init__(charset, id="keys")
        self._rows = footer_rows(actions, charset.key_names)
        self._waiting: list[Notice] = []
        self._newest_number = -1
        self._timer: Timer | None = None

    def watch_snapshot(self) -> None:
        """Take up the notices not seen before."""
        if self.snapshot is not None:
            self.take(self.snapshot.notices)

    def take(self, notices: Sequence[Notice]) -> None:
        """Show these one after another, as far as they are new."""
        new = [notice for notice in notices if notice.number > self._newest_number]
        if not new:
            return
        self._newest_number = max(notice.number for notice in new)
        self.tell(*new)

    def tell(self, *notices: Notice) -> None:
        """Show these, whatever their numbers.

        What only informs answers a key: the newest is shown at once, in place of older ones.
        Troubles are shown one after another.
        """
        shown = self._waiting[:1]
        answers = [n for n in notices if n.severity is Severity.INFORMATION]
        if answers:
            self._waiting = [n for n in self._waiting if n.severity is not Severity.INFORMATION]
        self._waiting += (n for n in notices if n.severity is not Severity.INFORMATION)
        # A flood must not keep the line for minutes: the shown one and the newest stay.
        del self._waiting[1:-_MOST_WAITING]
        self._waiting[:0] = answers[-1:]
        if self._waiting[:1] != shown or self._timer is None:
            self._stop_timer()
            self._show_first()

    def dismiss(self) -> bool:
        """Put the shown notice away; False if there is none."""
        if not self._waiting:
            return False
        self._stop_timer()
        self._next()
        return True

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def _show_first(self) -> None:
        self._timer = self.set_timer(_SHOWN_FOR_S[self._waiting[0].severity], self._next)
        self.redraw()

    def _next(self) -> None:
        del self._waiting[0]
        self._timer = None
        if self._waiting:
            self._show_first()
        else:
            self.redraw()

    def lines(self, snapshot: Snapshot | None, width: int, height: int) -> Sequence[Line]:
        """The notice if there is one, else as many keys as fit."""
        if self._waiting:
            return (self._notice(self._waiting[0], width),)
        return (self._keys(width),)

    def _notice(self, notice: Notice, width: int) -> Line:
        sign = (
            self.charset.warning
            if notice.severity is not Severity.INFORMATION
            else self.charset.note
        )
        more = f" ({len(self._waiting) - 1} more)" if len(self._waiting) > 1 else ""
        text = self.charset.fit(notice.text, width - 3 - len(more))
        return (Span(f"{sign} {text}{more}", _LOOKS[notice.severity]),)

    def _keys(self, width: int) -> Line:
        """As many of the main keys as fit, help among them."""
        entries = [self._entry(row) for row in self._rows]
        while len(entries) > 1 and _joined_width(entries) > width:
            del entries[-2]
        return tuple(span for entry in entries for span in entry)

    def _entry(self, row: HelpRow) -> Line:
        # One of seven moods cannot be meant by a click on the word for all.
        action = "" if "-" in row.keys and len(row.keys) > 1 else row.action
        return (Span(row.keys, "key", action), Span(f" {row.does}{_GAP}", "quiet", action))

    def on_click(self, event: events.Click) -> None:
        """A click puts the notice away; words are seen to by the base class."""
        self.dismiss()


def _joined_width(entries: Sequence[Line]) -> int:
    return sum(map(line_width, entries)) - len(_GAP)
