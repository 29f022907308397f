"""Plays sound faster or slower with its pitch kept, by FFmpeg's filter `atempo`."""

from fractions import Fraction

import av
from av.audio.frame import AudioFrame

from tui_player.audio.decoders.decoder import BYTES_A_FRAME, Decoder

CHUNK_FRAMES = 8_192


class TempoChange:
    """Reads a decoder's sound `rate` times as fast, 0.5 to 2; the decoder stays its owner's."""

    def __init__(self, decoder: Decoder, rate: float) -> None:
        self._decoder = decoder
        self._graph = av.filter.Graph()
        source = self._graph.add_abuffer(
            sample_rate=decoder.rate_hz,
            format="flt",
            layout="stereo",
            time_base=Fraction(1, decoder.rate_hz),
        )
        tempo = self._graph.add("atempo", str(rate))
        sink = self._graph.add("abuffersink")
        source.link_to(tempo)
        tempo.link_to(sink)
        self._graph.configure()
        self._pushed_frames = 0
        self._held = bytearray()
        self._ended = False

    def read(self, frames: int) -> bytes:
        """Return up to `frames` frames, left and right interleaved; empty at the end."""
        wanted = frames * BYTES_A_FRAME
        while len(self._held) < wanted and not self._ended:
            data = self._decoder.read(CHUNK_FRAMES)
            self._ended = not data
            self._graph.push(self._frame(data) if data else None)
            self._pull()
        result = bytes(self._held[:wanted])
        del self._held[:wanted]
        return result

    def _frame(self, data: bytes) -> AudioFrame:
        frame = AudioFrame("flt", "stereo", len(data) // BYTES_A_FRAME, align=1)
        frame.sample_rate = self._decoder.rate_hz
        frame.time_base = Fraction(1, self._decoder.rate_hz)
        frame.pts = self._pushed_frames
        self._pushed_frames += frame.samples
        frame.planes[0].update(data)
        return frame

    def _pull(self) -> None:
        while True:
            try:
                frame = self._graph.pull()
            except (av.error.BlockingIOError, av.error.EOFError):
                return
            assert isinstance(frame, AudioFrame)
            self._held += memoryview(bytes(frame.planes[0]))[: frame.samples * BYTES_A_FRAME]
