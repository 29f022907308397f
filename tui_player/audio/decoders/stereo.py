"""Brings FFmpeg's frames to interleaved stereo float32 at one rate, whatever their channels."""

import av
import numpy as np
from av.audio.frame import AudioFrame
from numpy.typing import NDArray

_USUAL_CHANNELS = 8  # up to these FFmpeg takes channels without a place for the usual ones


class StereoConverter:
    """Converts frames one after the other; their format may change midway."""

    def __init__(self, rate_hz: int) -> None:
        self._rate_hz = rate_hz
        self._resampler: av.AudioResampler | None = None
        self._resampled_from: tuple[str, str, int] | None = None

    def converted(self, frame: AudioFrame) -> list[bytes]:
        """Return the sound of a frame; what is resampled may come with a later one.

        Raises av.error.FFmpegError or ValueError, after which the next frame is a new beginning.
        """
        if _is_nameless(frame):
            return [_mixed(frame, self._rate_hz)]
        is_mono = frame.layout.nb_channels == 1
        try:
            frames = self._resampler_for(frame, "mono" if is_mono else "stereo").resample(frame)
        except (av.error.FFmpegError, ValueError):
            self._resampler = None
            raise
        if is_mono:  # doubled here: FFmpeg would take 3 dB off
            return [np.repeat(_samples(mono, 1), 2).tobytes() for mono in frames]
        return [_samples(stereo, 2).tobytes() for stereo in frames]

    def _resampler_for(self, frame: AudioFrame, layout: str) -> av.AudioResampler:
        kind = (frame.format.name, frame.layout.name, frame.sample_rate)
        if self._resampler is None or kind != self._resampled_from:
            self._resampler = av.AudioResampler("flt", layout, self._rate_hz)
            self._resampled_from = kind
        return self._resampler


def _is_nameless(frame: AudioFrame) -> bool:
    """Whether it has so many channels without a place in a room that FFmpeg mixes down no such."""
    channels = frame.layout.nb_channels
    return channels > _USUAL_CHANNELS and frame.layout.name.endswith("channels")


def _mixed(frame: AudioFrame, rate_hz: int) -> bytes:
    """Mix channels without places: every other one to the left, the rest to the right.

    Raises ValueError.
    """
    channels = frame.layout.nb_channels
    if frame.sample_rate != rate_hz:
        raise ValueError(f"a frame at {frame.sample_rate} Hz among those at {rate_hz} Hz")
    samples = frame.to_ndarray()
    samples = samples if frame.format.is_planar else samples.reshape(-1, channels).T
    sides = [samples[side::2].mean(axis=0) for side in (0, 1)]
    scaled = np.stack(sides, axis=1)
    if samples.dtype == np.uint8:
        scaled -= 128.0
    if samples.dtype.kind in "iu":
        scaled /= 2.0 ** (8 * samples.dtype.itemsize - 1)
    return scaled.astype(np.float32).tobytes()


def _samples(frame: AudioFrame, channels: int) -> NDArray[np.float32]:
    """Return a packed float frame's samples, without the padding of its memory."""
    return np.frombuffer(bytes(frame.planes[0]), np.float32)[: frame.samples * channels]
