"""Pauses the music while the sound server wants silence, as during a call, and goes on after it."""


class Interruption:
    """What the rule has done; it goes on only with what it has paused itself."""

    def __init__(self) -> None:
        self._goes_on = False
        self._has_paused = False

    def begins(self, *, paused: bool) -> bool:
        """Whether to pause. Not again once the person went on playing in spite of it."""
        if self._goes_on:
            return False
        self._goes_on, self._has_paused = True, not paused
        return self._has_paused

    def ends(self, *, paused: bool) -> bool:
        """Whether to go on: only if the pause was this rule's own, and still is one."""
        resumes = self._has_paused and paused
        self._goes_on = self._has_paused = False
        return resumes
