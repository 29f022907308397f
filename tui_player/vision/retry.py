"""The growing pauses between tries to open a camera."""

FIRST_PAUSE_S = 1.0
LONGEST_PAUSE_S = 30.0


class Retry:
    """Pauses of 1, 2, 4 … up to 30 seconds, until something works for a while."""

    def __init__(self) -> None:
        self._pause_s = FIRST_PAUSE_S

    def next_pause_s(self) -> float:
        """How long to wait before the next try."""
        pause_s = self._pause_s
        self._pause_s = min(LONGEST_PAUSE_S, 2 * pause_s)
        return pause_s

    def reset(self) -> None:
        """Begin with the shortest pause again."""
        self._pause_s = FIRST_PAUSE_S
