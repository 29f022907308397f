"""A ring of decoded sound between the decoder thread and the speaker's callback."""

import threading

import numpy as np
from numpy.typing import NDArray

Pcm = NDArray[np.float32]


class PcmRing:
    """Stereo sound as float32 of shape (frames, 2), counted in frames since the ring was made.

    One thread writes, one takes. The last `history` frames taken stay, so that what a lost
    device swallowed can be taken again.
    """

    def __init__(self, capacity: int, history: int = 0) -> None:
        self._store: Pcm = np.zeros((capacity + history, 2), np.float32)
        self._capacity = capacity
        self._lock = threading.Lock()
        self._written = 0
        self._taken = 0
        self._oldest = 0
        self._finished = False

    @property
    def written(self) -> int:
        """Frames written so far."""
        return self._written

    @property
    def taken(self) -> int:
        """Frames taken so far."""
        return self._taken

    @property
    def room(self) -> int:
        """Frames that can be written now."""
        return max(0, self._capacity - (self._written - self._taken))

    def has_run_out(self) -> bool:
        """Whether all there will ever be, as far as is known, has been taken."""
        with self._lock:
            return self._finished and self._taken == self._written

    def write(self, block: Pcm) -> None:
        """Append a block; it must fit into `room`."""
        with self._lock:
            if len(block) > self._capacity - (self._written - self._taken):
                raise ValueError(f"{len(block)} frames do not fit into the ring")
            start = self._written % len(self._store)
            first = min(len(block), len(self._store) - start)
            self._store[start : start + first] = block[:first]
            self._store[: len(block) - first] = block[first:]
            self._written += len(block)
            self._oldest = max(self._oldest, self._written - len(self._store))
            self._finished = False

    def finish(self) -> None:
        """Say that nothing follows what is written; a later write takes it back."""
        with self._lock:
            self._finished = True

    def take(self, frames: int) -> tuple[int, Pcm]:
        """Return the number of the first frame taken, and up to `frames` frames."""
        with self._lock:
            first = self._taken
            block = self._copy(first, min(first + frames, self._written))
            self._taken += len(block)
            return first, block

    def around(self, first: int, frames: int, margin: int) -> tuple[Pcm, int]:
        """Return `frames` frames from `first` on with up to `margin` on both sides.

        Also returns how many of them come before `first`. Takes nothing.
        """
        with self._lock:
            begin = max(self._oldest, first - margin)
            return self._copy(begin, min(first + frames + margin, self._written)), first - begin

    def cut(self, frame: int) -> bool:
        """Drop all from `frame` on; False, and nothing dropped, if some of it was taken."""
        with self._lock:
            if self._taken > frame:
                return False
            self._written = min(self._written, frame)
            return True

    def take_back(self, frames: int, spared: int) -> Pcm:
        """Drop up to `frames` frames at the end and return them.

        The next `spared` frames to be taken stay, so that the taker does not run dry.
        """
        with self._lock:
            begin = max(self._written - frames, self._taken + spared)
            block = self._copy(min(begin, self._written), self._written)
            self._written -= len(block)
            self._finished = False
            return block

    def _copy(self, begin: int, end: int) -> Pcm:
        """Copy frames of the store; the caller holds the lock."""
        block: Pcm = np.empty((end - begin, 2), np.float32)
        start = begin % len(self._store)
        head = min(len(block), len(self._store) - start)
        block[:head] = self._store[start : start + head]
        block[head:] = self._store[: len(block) - head]
        return block

    def rewind(self, frame: int) -> None:
        """Take again from `frame` on, or from the nearest that is there."""
        with self._lock:
            self._taken = min(self._written, max(frame, self._oldest))
