"""Passing messages to the person, each gone after a while."""

from tui_player.messages.snapshot import Notice
from tui_player.model.clean_text import harmless
from tui_player.model.severity import Severity

SHOWN_FOR_S = 8.0
KEPT = 5


class NoticeBoard:
    """The latest notices, numbered so that each is shown once."""

    def __init__(self) -> None:
        self._pinned_up: list[tuple[float, Notice]] = []
        self._last_number = 0

    def post(self, text: str, now_s: float, severity: Severity = Severity.INFORMATION) -> None:
        """Put up one sentence."""
        self._last_number += 1
        self._pinned_up.append((now_s, Notice(self._last_number, harmless(text), severity)))
        self._pinned_up = self._pinned_up[-KEPT:]

    def fresh(self, now_s: float) -> tuple[Notice, ...]:
        """The notices still worth showing, oldest first."""
        self._pinned_up = [(t, n) for t, n in self._pinned_up if now_s - t < SHOWN_FOR_S]
        return tuple(notice for _, notice in self._pinned_up)
