"""What was handed to a device last, so that what is still queued in it can be changed."""

from collections import deque
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Pcm = NDArray[np.float32]
Gains = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """A block on its way to a device: sound of shape (frames, 2), and a gain for each frame.

    The first `sound_frames` come from the ring, from `ring_frame` on; the rest is silence.
    """

    sound: Pcm
    gains: Gains
    ring_frame: int
    sound_frames: int

    def as_16_bit(self) -> bytes:
        """The samples for the device; what came from 16 bits returns to exactly the same."""
        scaled = self.sound * self.gains[:, None] * np.float32(32_768.0)
        rounded: NDArray[np.int16] = np.clip(np.rint(scaled), -32_768, 32_767).astype("<i2")
        return rounded.tobytes()


class RecentSound:
    """The last blocks of one stream, counted in frames since its beginning."""

    def __init__(self, kept_frames: int) -> None:
        self._kept_frames = kept_frames
        self._blocks: deque[Drawn] = deque()
        self.begin = 0  # the first frame that is still known
        self.end = 0

    def append(self, block: Drawn) -> None:
        """Add what was handed over; drop what is long past."""
        self._blocks.append(block)
        self.end += len(block.sound)
        while self.end - self.begin - len(self._blocks[0].sound) >= self._kept_frames:
            self.begin += len(self._blocks.popleft().sound)

    def ring_frame(self, frame: int) -> int:
        """The frame of the ring that is heard at this frame of the stream, which is known."""
        first = self.begin
        for block in self._blocks:
            if frame < first + len(block.sound):
                return block.ring_frame + min(frame - first, block.sound_frames)
            first += len(block.sound)
        last = self._blocks[-1]
        return last.ring_frame + last.sound_frames

    def gain_at(self, frame: int) -> float:
        """The gain of this frame of the stream, which is known."""
        first = self.begin
        for block in self._blocks:
            if frame < first + len(block.sound):
                return float(block.gains[frame - first])
            first += len(block.sound)
        raise IndexError(f"frame {frame} is not known")

    def part(self, begin: int, end: int) -> Drawn:
        """The sound of these frames of the stream, which are known, in one piece."""
        first, pieces = self.begin, []
        for block in self._blocks:
            until = first + len(block.sound)
            if until > begin and first < end:
                pieces.append(_part(block, max(begin - first, 0), min(end, until) - first))
            first = until
        return Drawn(
            np.concatenate([piece.sound for piece in pieces]),
            np.concatenate([piece.gains for piece in pieces]),
            pieces[0].ring_frame,
            sum(piece.sound_frames for piece in pieces),
        )

    def take_from(self, frame: int) -> list[Drawn]:
        """Remove and return all from this frame of the stream on, to be appended again."""
        taken: deque[Drawn] = deque()
        while self._blocks and self.end > frame:
            block = self._blocks.pop()
            self.end -= len(block.sound)
            if self.end < frame:
                cut = frame - self.end
                self._blocks.append(_part(block, 0, cut))
                self.end += cut
                block = _part(block, cut, len(block.sound))
            taken.appendleft(block)
        return list(taken)


def _part(block: Drawn, begin: int, end: int) -> Drawn:
    heard = min(max(block.sound_frames - begin, 0), end - begin)
    ring_frame = block.ring_frame + min(begin, block.sound_frames)
    return Drawn(block.sound[begin:end], block.gains[begin:end], ring_frame, heard)
