"""Measures how loud one file is heard: EBU R 128 by FFmpeg's filter, piece by piece.

Imports PyAV and numpy: load it inside the thread that measures.
"""

from fractions import Fraction

import av
import numpy as np
from av.audio.frame import AudioFrame

from tui_player.audio.decoders.decoder import UndecodableError
from tui_player.audio.decoders.registry import open_decoder
from tui_player.model.music.loudness import LARGEST_PEAK, REFERENCE_LUFS, Loudness

# The filter's word for "nothing above the absolute gate": silence, or under 0.4 s of sound.
GATE_LUFS = -70.0
INTEGRATED = "lavfi.r128.I"


class LoudnessMeasurement:
    """One file being measured, as the player will sound it: in stereo, mono on both sides.

    The peak is that of the samples, as in ReplayGain tags. miniaudio decodes nothing here: it
    does so no better, and may take the process along.
    """

    def __init__(self, path: str) -> None:
        """Open `path`. Raises UndecodableError."""
        self._decoder = open_decoder(path, by_miniaudio=False)
        try:
            self._build_graph()
        except (av.error.FFmpegError, ValueError) as error:
            self._decoder.close()
            raise UndecodableError(f"its loudness cannot be measured ({error})") from error
        self._frames_done = 0
        self._peak = 0.0
        self._integrated_lufs = GATE_LUFS

    def step(self, seconds: float) -> bool:
        """Measure so much more of the sound; False at the end. Raises UndecodableError."""
        data = self._decoder.read(round(seconds * self._decoder.rate_hz))
        try:
            if data:
                self._push(np.frombuffer(data, np.float32))
            else:
                self._graph.push(None)
            self._pull()
        except (av.error.FFmpegError, ValueError) as error:
            raise UndecodableError(f"its loudness cannot be measured ({error})") from error
        return bool(data)

    @property
    def loudness(self) -> Loudness:
        """What was found so far; nothing known for silence and for very short sounds."""
        if not self._integrated_lufs > GATE_LUFS:
            return Loudness()
        gain_db = REFERENCE_LUFS - self._integrated_lufs
        return Loudness(track_gain_db=round(gain_db, 2), track_peak=round(self._peak, 6))

    def close(self) -> None:
        """Give the file back."""
        self._decoder.close()

    def _build_graph(self) -> None:
        self._graph = av.filter.Graph()
        self._time_base = Fraction(1, self._decoder.rate_hz)
        source = self._graph.add_abuffer(
            sample_rate=self._decoder.rate_hz,
            format="flt",
            layout="stereo",
            time_base=self._time_base,
        )
        meter = self._graph.add("ebur128", "metadata=1:framelog=quiet")
        sink = self._graph.add("abuffersink")
        source.link_to(meter)
        meter.link_to(sink)
        self._graph.configure()

    def _push(self, samples: "np.ndarray[tuple[int], np.dtype[np.float32]]") -> None:
        # Damage makes decoders cry out hundreds of times as loud as the music around.
        samples = np.clip(np.nan_to_num(samples), -LARGEST_PEAK, LARGEST_PEAK)
        self._peak = max(self._peak, float(np.abs(samples).max()))
        frame = AudioFrame.from_ndarray(samples.reshape(1, -1), format="flt", layout="stereo")
        frame.sample_rate = self._decoder.rate_hz
        frame.time_base = self._time_base
        frame.pts = self._frames_done
        self._frames_done += len(samples) // 2
        self._graph.push(frame)

    def _pull(self) -> None:
        """Take what the filter has done; each tenth of a second carries the loudness so far."""
        last = None
        while True:
            try:
                frame = self._graph.pull()
            except (av.error.BlockingIOError, av.error.EOFError):
                break
            # The last piece of a file is shorter than a tenth of a second and carries nothing.
            last = frame if INTEGRATED in frame.metadata else last
        if last is not None:
            self._integrated_lufs = float(last.metadata[INTEGRATED])
