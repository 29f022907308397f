"""Paints less where the terminal does not keep up, and says so."""

from collections.abc import Callable

from textual.timer import Timer

from tui_player.ui.panes.status_line import StatusLine
from tui_player.ui.terminal.throughput import TerminalLine

_LOOKS_EVERY_S = 1.0
_SNAPSHOT_EVERY_S = 0.5


class LinePace:
    """Watches the line for the status line, and joins news that come faster than it can show."""

    def __init__(self, line: TerminalLine, status: StatusLine) -> None:
        self._line = line
        self._status = status
        self._waiting: Timer | None = None

    def start(self) -> None:
        """Begin to watch."""
        self._status.set_interval(_LOOKS_EVERY_S, self._look)

    def _look(self) -> None:
        self._status.tell_slow_line(self._line.is_slow)

    def ask(self, show: Callable[[], None]) -> None:
        """Show what is new: at once, or on a slow line a little later with all that came since."""
        if self._waiting is not None:
            return
        if not self._line.is_slow:
            show()
            return

        def show_now() -> None:
            self._waiting = None
            show()

        self._waiting = self._status.set_timer(_SNAPSHOT_EVERY_S, show_now)
