"""The sleep timer: after so many minutes the music pauses, once its track has ended."""

from math import ceil

from tui_player.model.clock import MINUTE_S


class SleepTimer:
    """Runs out once; then it is off."""

    def __init__(self) -> None:
        self._ends_at_s: float | None = None

    def set(self, minutes: float | None, now_s: float) -> None:
        """Run out in so many minutes; None: not at all."""
        self._ends_at_s = None if minutes is None else now_s + minutes * MINUTE_S

    def minutes_left(self, now_s: float) -> int | None:
        """Whole minutes left, the last one begun counted; None if it is off."""
        if self._ends_at_s is None:
            return None
        return max(ceil((self._ends_at_s - now_s) / MINUTE_S), 0)

    def runs_out(self, now_s: float) -> bool:
        """Whether its time has come; told once."""
        if self._ends_at_s is None or now_s < self._ends_at_s:
            return False
        self._ends_at_s = None
        return True
