"""Brings a file's sound to another sample rate: a follower to that of the track before it."""

import av
from av.audio.frame import AudioFrame

from tui_player.audio.decoders.decoder import BYTES_A_FRAME, Decoder

CHUNK_FRAMES = 8_192


class ResampledDecoder:
    """A Decoder that resamples another by FFmpeg's resampler."""

    def __init__(self, inner: Decoder, rate_hz: int) -> None:
        self._inner = inner
        self.rate_hz = rate_hz
        self.duration_s = inner.duration_s
        self.duration_is_exact = inner.duration_is_exact
        self._restart()

    def _restart(self) -> None:
        self._resampler = av.AudioResampler("flt", "stereo", self.rate_hz)
        self._held = bytearray()
        self._ended = False

    def read(self, frames: int) -> bytes:
        """Return up to `frames` frames, left and right interleaved; empty at the end."""
        wanted = frames * BYTES_A_FRAME
        while len(self._held) < wanted and not self._ended:
            data = self._inner.read(CHUNK_FRAMES)
            self._ended = not data
            for frame in self._resampler.resample(self._frame(data) if data else None):
                self._held += memoryview(bytes(frame.planes[0]))[: frame.samples * BYTES_A_FRAME]
        result = bytes(self._held[:wanted])
        del self._held[:wanted]
        return result

    def seek(self, position_s: float) -> None:
        """Go on at the frame nearest to `position_s`; past the end the next read is empty."""
        self._inner.seek(position_s)
        self._restart()

    def close(self) -> None:
        """Give the file back."""
        self._inner.close()

    def _frame(self, data: bytes) -> AudioFrame:
        frame = AudioFrame("flt", "stereo", len(data) // BYTES_A_FRAME, align=1)
        frame.sample_rate = self._inner.rate_hz
        frame.planes[0].update(data)
        return frame
