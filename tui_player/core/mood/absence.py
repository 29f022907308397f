"""Pauses the music when nobody has been there for long, and goes on when somebody is back."""

# A face must have been there for as long before it counts as somebody: see `AbsencePause`.
BACK_FOR_S = 1.0


class AbsencePause:
    """What the rule has done; it goes on only with what it has paused itself.

    It needs to have seen somebody first: a camera that looks at a wall pauses nothing.
    """

    def __init__(self, after_s: float | None) -> None:
        self._after_s = after_s
        self._back_since_s: float | None = None
        self._has_seen_somebody = False
        self.has_paused = False

    def should_pause(self, nobody_for_s: float, *, paused: bool) -> bool:
        """Whether it is time to pause, which the caller then does."""
        if self._after_s is None or not self._has_seen_somebody or paused:
            return False
        self.has_paused = nobody_for_s >= self._after_s
        return self.has_paused

    def should_resume(self, now_s: float, *, is_there: bool, paused: bool) -> bool:
        """Whether somebody is back and the pause was this rule's own."""
        if self.has_paused and not paused:
            # The person went on by hand: that stands until a face was seen again.
            self.has_paused = self._has_seen_somebody = False
        self._has_seen_somebody |= is_there
        if not is_there or not self.has_paused:
            self._back_since_s = None
            return False
        if self._back_since_s is None:
            self._back_since_s = now_s
        if now_s - self._back_since_s < BACK_FOR_S:
            return False
        self.has_paused = False
        return True
