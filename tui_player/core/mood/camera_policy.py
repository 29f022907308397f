"""Decides when the camera is open: while it is wanted, and not resting under a pin."""

from tui_player.core.mood.pin import MoodPin
from tui_player.messages.commands import CameraCommand, OpenCamera, ReleaseCamera

# The camera is back so long before a pin ends: devices open in up to some seconds, and a mood
# takes some more to settle.
BACK_BEFORE_S = 20.0


class CameraPolicy:
    """Whether the camera is wanted by the person, and of any use."""

    def __init__(self, *, wanted: bool, rests_while_pinned: bool) -> None:
        self.wanted = wanted
        self._rests_while_pinned = rests_while_pinned
        self._is_waived = False  # the person wants to see it also under this pin
        self._is_open = False
        self.is_resting = False

    def toggle(self) -> None:
        """The person asks for the camera, or for none."""
        if self.is_resting:
            self._is_waived = True
        else:
            self.wanted = not self.wanted

    def orders(
        self, pin: MoodPin | None, now_s: float, track_left_s: float | None
    ) -> list[CameraCommand]:
        """What to order by now; nothing if the camera is as it should be.

        `track_left_s` is what the present track still lasts, None if that is not known.
        """
        if pin is None:
            self._is_waived = False
        needless = pin is not None and pin.holds_for(now_s, track_left_s, BACK_BEFORE_S)
        self.is_resting = (
            self._rests_while_pinned and self.wanted and needless and not self._is_waived
        )
        should_be_open = self.wanted and not self.is_resting
        if should_be_open == self._is_open:
            return []
        self._is_open = should_be_open
        return [OpenCamera() if should_be_open else ReleaseCamera()]
