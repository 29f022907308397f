"""Reckons which frame of the ring is heard at this moment, from what was handed to the device."""

from collections import deque

from tui_player.audio.mixer import Handed

# From the hand-over of a block to its last sample being heard, with a 200 ms queue.
LATENCY_S = {"PulseAudio": 0.2, "ALSA": 0.2, "JACK": 0.2, "Null": 0.05}


class HeardClock:
    """Follows one stream; what is heard never goes back and never passes what was handed over.

    Between two callbacks the clock runs on in real time.
    """

    def __init__(self, rate_hz: int, latency_s: float) -> None:
        self.rate_hz = rate_hz
        self.latency_s = latency_s
        self.last_handed_at_s: float | None = None
        self._blocks: deque[tuple[int, Handed]] = deque()  # with its first device frame
        self._handed_frames = 0
        self._heard_frames = 0.0
        self._held_at_s: float | None = None

    def handed(self, block: Handed) -> None:
        """Take note of one block that the device took."""
        self._blocks.append((self._handed_frames, block))
        self._handed_frames += block.frames
        self.last_handed_at_s = block.at_s

    def hold(self, now_s: float) -> None:
        """The device was stopped: time no longer counts."""
        self._advance(now_s)
        self._held_at_s = now_s

    def go_on(self, now_s: float) -> None:
        """The device was started again, with what it had queued."""
        if self._held_at_s is not None and self.last_handed_at_s is not None:
            self.last_handed_at_s += now_s - self._held_at_s
        self._held_at_s = None

    def ring_frame(self, now_s: float) -> int | None:
        """Return the ring's frame heard now; None before the first block."""
        self._advance(now_s)
        while len(self._blocks) > 1 and self._blocks[1][0] <= self._heard_frames:
            self._blocks.popleft()
        if not self._blocks:
            return None
        first, block = self._blocks[0]
        return block.ring_frame + min(round(self._heard_frames) - first, block.sound_frames)

    def _advance(self, now_s: float) -> None:
        if self._held_at_s is not None or self.last_handed_at_s is None:
            return
        unheard_s = max(0.0, self.latency_s - (now_s - self.last_handed_at_s))
        heard = self._handed_frames - unheard_s * self.rate_hz
        self._heard_frames = max(self._heard_frames, heard)
