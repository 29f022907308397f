"""The callback's end: takes sound from the ring, sets its volume, and hands it to the device."""

import threading
from collections import deque
from collections.abc import Callable, Generator
from dataclasses import dataclass

import numpy as np

from tui_player.audio.pcm.limiter import limited
from tui_player.audio.pcm.rewritable_buffer import Drawn, Gains
from tui_player.audio.pcm.ring_buffer import PcmRing

# Changes of volume, and the beginning after a seek, are spread over so many frames: no click.
RAMP_FRAMES = 441


@dataclass(frozen=True, slots=True)
class DeliveredBlock:
    """One block given to a device, or to no one in silent play."""

    stream: int
    at_s: float  # the clock when it was handed over
    frames: int
    ring_frame: int  # number in the ring of the first frame of sound
    sound_frames: int  # the rest of `frames` is silence


class Mixer:
    """Turns the ring's float sound into the device's 16-bit sound, or silence.

    Only the stream whose number is `stream` gets sound: a device that is being closed takes
    nothing away. What was handed over is told in `handed`, oldest first.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self.ring: PcmRing | None = None
        self.stream = 0
        self.handed: deque[DeliveredBlock] = deque()
        self.ran_dry_count = 0
        self.error = ""  # what went wrong in the callback, in words
        self._clock = clock
        self._gain = 1.0
        self._wanted_gain = 1.0
        self._lock = threading.Lock()  # whoever begins with another ring waits for a draw to end
        self._ended = (0, 0)  # the last stream that was faded out, and where

    def set_volume(self, percent: int) -> None:
        """Set the volume, 0 to 100 percent; heard from the next block on, without a click."""
        self._wanted_gain = gain_of(percent)

    def begin(self, ring: PcmRing | None, *, softly: bool = False) -> None:
        """Take sound from this ring from now on; `softly`: rise from silence, without a click."""
        with self._lock:
            self._gain = 0.0 if softly else self._wanted_gain
            self.ring = ring

    def blocks(self, stream: int) -> Generator[bytes, int, None]:
        """Yield a block for every number of frames sent; never ends and never fails."""
        frames = yield b""
        while True:
            try:
                block = self.render(stream, frames)
            except Exception as error:  # noqa: BLE001 - the device thread's outermost loop
                self.error = f"{type(error).__name__}: {error}"
                block = bytes(frames * 4)
            frames = yield block

    def render(self, stream: int, frames: int) -> bytes:
        """Return the next frames for this stream as 16-bit stereo bytes, padded with silence."""
        return self.draw(stream, frames).as_16_bit()

    def draw(self, stream: int, frames: int) -> Drawn:
        """Return the next frames for this stream, padded with silence, and their gains."""
        with self._lock:
            ring = self.ring
            if ring is None or stream != self.stream:
                return Drawn(np.zeros((frames, 2), np.float32), np.ones(frames, np.float32), 0, 0)
            first, block = ring.take(frames)
            if len(block) < frames and not ring.has_run_out():
                self.ran_dry_count += 1
            self.handed.append(DeliveredBlock(stream, self._clock(), frames, first, len(block)))
            sound = np.zeros((frames, 2), np.float32)
            sound[: len(block)] = limited(ring, first, block)
            gains = np.full(frames, self._wanted_gain, np.float32)
            gains[: len(block)] = self._gains(len(block), self._gain)
            return Drawn(sound, gains, first, len(block))

    def new_gains(self, stream: int, frames: int, before: float) -> Gains:
        """Return gains for the last frames drawn for this stream, by the volume as it is now.

        They go on from the gain `before` the first of them, and what is drawn next from theirs.
        """
        with self._lock:
            if stream != self.stream:
                return np.full(frames, before, np.float32)
            return self._gains(frames, before)

    def _gains(self, frames: int, before: float) -> Gains:
        """Gains from `before` to the volume's, which is from then on that of the last frame."""
        wanted = self._wanted_gain
        gains = np.full(frames, wanted, np.float32)
        ramp = min(frames, RAMP_FRAMES)
        if before != wanted:
            gains[:ramp] = np.linspace(before, wanted, ramp, dtype=np.float32)
        if frames:
            self._gain = wanted
        return gains

    def faded_out(self, stream: int, ring_frame: int) -> None:
        """Take note that a device ended this stream, with this frame of the ring next."""
        self._ended = (stream, ring_frame)

    def end_of(self, stream: int) -> int | None:
        """Return the frame of the ring at which this stream was faded out, once that is known."""
        ended, ring_frame = self._ended
        return ring_frame if ended == stream else None


def gain_of(percent: int) -> float:
    """Return the factor on the samples, 0 to 1, for a volume of 0 to 100 percent.

    Cubic, as PulseAudio maps its sliders (pa_sw_volume_to_linear): 50 % is −18 dB, which is
    heard as about half as loud or a little less; 100 % leaves every sample as it is.
    """
    return (min(max(percent, 0), 100) / 100) ** 3
