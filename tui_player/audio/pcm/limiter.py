"""A look-ahead limiter: keeps sound that would be clipped within full scale, without a click."""

import numpy as np
from numpy.typing import NDArray

from tui_player.audio.pcm.ring_buffer import PcmRing

# The gain falls before a peak, and rises after it, over so many frames (5 ms at 44.1 kHz).
REACH_FRAMES = 220
# What lies so far away may lower the gain: a peak's reach, and that of the smoothing.
MARGIN_FRAMES = 2 * REACH_FRAMES
FULL_SCALE = np.float32(1.0)


def limited(ring: PcmRing, first: int, block: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the block that begins at frame `first` of the ring, within ±1.

    Sound within full scale, and farther than the margin from any beyond it, is returned as it
    is. The gain is a function of the sound around alone, so blocks of any size fit together.
    """
    around, before = ring.around(first, len(block), MARGIN_FRAMES)
    loudest = np.abs(around).max(axis=1, initial=0.0)
    if len(block) == 0 or loudest.max() <= FULL_SCALE:
        return block
    gains = _smooth(_lowest_nearby(FULL_SCALE / np.maximum(loudest, FULL_SCALE)))
    result: NDArray[np.float32] = block * gains[before : before + len(block), None]
    return result


def _lowest_nearby(gains: NDArray[np.float32]) -> NDArray[np.float32]:
    """The lowest gain within reach of each frame."""
    padded = np.pad(gains, REACH_FRAMES, constant_values=1.0)
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * REACH_FRAMES + 1)
    lowest: NDArray[np.float32] = windows.min(axis=1)
    return lowest


def _smooth(gains: NDArray[np.float32]) -> NDArray[np.float32]:
    """A weighted mean over each frame's reach: never above the gain that its frame needs.

    Every value in the mean counts the frame among its own neighbours, so none exceeds it.
    """
    weights = np.hanning(2 * REACH_FRAMES + 3)[1:-1].astype(np.float32)
    padded = np.pad(gains, REACH_FRAMES, mode="edge")
    smooth: NDArray[np.float32] = np.convolve(padded, weights / weights.sum(), "valid")
    return np.minimum(smooth, FULL_SCALE)
