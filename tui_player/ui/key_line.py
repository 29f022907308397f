"""The bottom line: the main keys, or for a while the newest notice."""

from collections.abc import Sequence

from textual import events
from textual.timer import Timer

from tui_player.domain.snapshot import Notice, Severity, Snapshot
from tui_player.ui.actions import Action, shown_key
from tui_player.ui.charset import Charset
from tui_player.ui.lines import Line, LinesPane, Span, line_width

_SHOWN_FOR_S = {Severity.INFORMATION: 5.0, Severity.WARNING: 8.0, Severity.ERROR: 12.0}
_LOOKS = {Severity.INFORMATION: "good", Severity.WARNING: "warning", Severity.ERROR: "error"}


class KeyLine(LinesPane):
    """Keys at the bottom; each notice is shown there once, then makes room again."""

    def __init__(self, charset: Charset, actions: Sequence[Action]) -> None:
        super().__init__(charset, id="keys")
        self._actions = actions
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
        """Show these one after another, whatever their numbers."""
        self._waiting += notices
        if self._timer is None:
            self._show_first()

    def dismiss(self) -> bool:
        """Put the shown notice away; False if there is none."""
        if not self._waiting:
            return False
        if self._timer is not None:
            self._timer.stop()
        self._next()
        return True

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
        more = f" (+{len(self._waiting) - 1})" if len(self._waiting) > 1 else ""
        text = self.charset.fit(notice.text, width - 3 - len(more))
        return (Span(f"{sign} {text}{more}", _LOOKS[notice.severity]),)

    def _keys(self, width: int) -> Line:
        """The keys of the table's footer; where they do not all fit, the later ones but help."""
        entries = [self._entry(action) for action in self._actions if action.footer]
        while len(entries) > 1 and _joined_width(entries) > width:
            del entries[-2]
        return tuple(span for entry in entries for span in entry)

    def _entry(self, action: Action) -> Line:
        key = shown_key(action.keys[0], self.charset.key_names)
        return (
            Span(key, "key", action.name),
            Span(f" {action.footer}   ", "quiet", action.name),
        )

    def on_click(self, event: events.Click) -> None:
        """A click puts the notice away."""
        if self.dismiss():
            event.stop()


def _joined_width(entries: Sequence[Line]) -> int:
    return sum(map(line_width, entries))
