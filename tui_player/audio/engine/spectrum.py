"""How loud low to high notes are in what is heard at this moment, for those who like to see it."""

from collections.abc import Callable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from tui_player.audio.pcm.ring_buffer import Pcm, PcmRing

BANDS = 32
LOWEST_HZ, HIGHEST_HZ = 40.0, 16_000.0
# Long enough to tell bass notes apart, short enough to follow a drum: at 44.1 and 48 kHz.
WINDOW_FRAMES = 4_096
EVERY_S = 1 / 12
# Shown from silence to full height. High notes are weaker in nearly all music: without a slope
# of some decibels an octave (counted from 1 kHz) they would never be seen.
FLOOR_DB, CEILING_DB = -66.0, -14.0
SLOPE_DB_PER_OCTAVE = 3.0
# A column falls no faster than this, a part of its full height a second.
FALL_PER_S = 2.5
_FULL = 255


class SpectrumWatch:
    """Measures the sound around a frame of the ring, now and then, while somebody watches."""

    def __init__(self, show: Callable[[bytes], None], clock: Callable[[], float]) -> None:
        self._show = show
        self._clock = clock
        self._is_watched = False
        self._levels = bytes(BANDS)
        self._measured_at_s = clock()
        self._frame: int | None = None

    def watch(self, is_watched: bool) -> None:
        """Begin to measure, or stop."""
        self._is_watched = is_watched
        self._levels = bytes(BANDS)

    @property
    def due_s(self) -> float | None:
        """In how many seconds it is to look again; None: not at all."""
        if not self._is_watched:
            return None
        return max(0.0, EVERY_S - (self._clock() - self._measured_at_s))

    def look(self, ring: PcmRing | None, frame: int | None, rate_hz: int) -> None:
        """Show what is heard at this frame of the ring, if it is time; silence where nothing is."""
        now_s = self._clock()
        if not self._is_watched or now_s - self._measured_at_s < EVERY_S:
            return
        passed_s, self._measured_at_s = now_s - self._measured_at_s, now_s
        is_heard = ring is not None and frame is not None and frame != self._frame
        self._frame = frame
        fresh = bytes(BANDS)
        if is_heard:
            assert ring is not None
            assert frame is not None
            frames = min(window_frames(rate_hz), frame)
            sound, _ = ring.around(frame - frames, frames, 0)
            fresh = spectrum(sound, rate_hz)
        levels = _fallen(self._levels, fresh, passed_s)
        if levels != self._levels:
            self._levels = levels
            self._show(levels)


def spectrum(sound: Pcm, rate_hz: int) -> bytes:
    """The level of each band, 0 to 255, low notes first, of sound of shape (frames, 2).

    Sound shorter than the window counts as if silence came before it. Each band has the height
    of its strongest frequency; a sine at full scale and 1 kHz has 0 dB.
    """
    frames = window_frames(rate_hz)
    mono = np.zeros(frames, np.float32)
    mixed = sound.mean(axis=1)[-frames:]
    mono[frames - len(mixed) :] = mixed
    window = _window(frames)
    magnitudes = np.abs(np.fft.rfft(mono * window)) * (2 / window.sum())
    starts, tilt_db = _bands(rate_hz)
    peaks = np.maximum.reduceat(magnitudes, starts)[:BANDS]
    decibels = 20 * np.log10(np.maximum(peaks, 1e-9)) + tilt_db
    heights = (decibels - FLOOR_DB) / (CEILING_DB - FLOOR_DB)
    return bytes(np.rint(np.clip(heights, 0, 1) * _FULL).astype(np.uint8))


def window_frames(rate_hz: int) -> int:
    """How many frames are looked at, about a tenth of a second."""
    return WINDOW_FRAMES * max(round(rate_hz / 48_000), 1)


@lru_cache(2)
def _window(frames: int) -> NDArray[np.float32]:
    return np.hanning(frames).astype(np.float32)


@lru_cache(4)
def _bands(rate_hz: int) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """The first bin of each band and of the one after the last, and how much each is raised.

    Bands are equally wide on a musical scale, and at least one bin wide.
    """
    highest_hz = min(HIGHEST_HZ, rate_hz / 2 * 0.9)
    edges_hz = np.geomspace(LOWEST_HZ, highest_hz, BANDS + 1)
    bins = np.rint(edges_hz * window_frames(rate_hz) / rate_hz).astype(np.intp)
    for index in range(1, len(bins)):
        bins[index] = max(bins[index], bins[index - 1] + 1)
    middles_hz = np.sqrt(edges_hz[:-1] * edges_hz[1:])
    return bins, SLOPE_DB_PER_OCTAVE * np.log2(middles_hz / 1_000.0)


def _fallen(before: bytes, fresh: bytes, passed_s: float) -> bytes:
    """The fresh levels, none lower than it may have fallen since those before."""
    fall = round(FALL_PER_S * passed_s * _FULL)
    return bytes(max(new, old - fall) for old, new in zip(before, fresh, strict=True))
