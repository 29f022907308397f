"""Reckons which frame of the ring is heard at this moment, from what was handed to the device."""

from collections import deque

from tui_player.audio.pcm.mixer import DeliveredBlock

# How far the device runs ahead of the ear is averaged over this part of a stream's life: its
# queue is full by then, and device and system clock have not drifted apart yet.
_MEASURED_FROM_S, _MEASURED_TO_S = 0.25, 2.0


class Playhead:
    """Follows one stream from its opening; what is heard never goes back, nor passes the queue.

    No backend that miniaudio serves tells its latency. But a newly opened device begins to
    sound when it is handed the first block, so at the beginning what is heard is the time since
    then, and how much more was handed over by a certain time is the length of the queue. From
    there on that length is subtracted. `at_once`: no queue, what is handed over is heard.
    """

    def __init__(self, rate_hz: int, *, at_once: bool = False) -> None:
        self.rate_hz = rate_hz
        self.last_handed_at_s: float | None = None
        self._at_once = at_once
        self._first_handed_at_s = 0.0
        self._blocks: deque[tuple[int, DeliveredBlock]] = deque()  # with its first device frame
        self._handed_frames = 0
        self._ahead_frames: list[float] = []
        self._heard_frames = 0.0

    def handed(self, block: DeliveredBlock) -> None:
        """Take note of one block that the device took."""
        if self.last_handed_at_s is None:
            self._first_handed_at_s = block.at_s
        self.last_handed_at_s = block.at_s
        self._blocks.append((self._handed_frames, block))
        self._handed_frames += block.frames
        age_s = block.at_s - self._first_handed_at_s
        if _MEASURED_FROM_S <= age_s <= _MEASURED_TO_S:
            self._ahead_frames.append(self._handed_frames - age_s * self.rate_hz)

    def ring_frame(self, now_s: float) -> int | None:
        """Return the ring's frame heard now; None before the first block."""
        if self.last_handed_at_s is None:
            return None
        heard = min(self._handed_frames, self._reckoned(now_s, self.last_handed_at_s))
        self._heard_frames = max(self._heard_frames, heard)
        while len(self._blocks) > 1 and self._blocks[1][0] <= self._heard_frames:
            self._blocks.popleft()
        first, block = self._blocks[0]
        return block.ring_frame + min(round(self._heard_frames) - first, block.sound_frames)

    def _reckoned(self, now_s: float, last_s: float) -> float:
        if self._at_once:
            return self._handed_frames
        if not self._ahead_frames:
            return (now_s - self._first_handed_at_s) * self.rate_hz
        ahead = sum(self._ahead_frames) / len(self._ahead_frames)
        return self._handed_frames - ahead + (now_s - last_s) * self.rate_hz
