"""Reads every other format by PyAV (FFmpeg): exact seeks, exact ends, damage passed over."""

from collections.abc import Iterator

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.container import InputContainer
from numpy.typing import NDArray

from tui_player.audio.decoder import BYTES_A_FRAME, UndecodableError
from tui_player.media.ffmpeg import TIME_BASE, open_input, seconds

# Decoders need the frames before a point to sound right from it on. MP3 frames borrow up to 511
# bytes from those before them, many frames back where they are small: 0.2 s leave a quiet tone
# 60 dB down in error, with 0.4 s every sample is as when decoded from the start.
PREROLL_S = 0.4
# FFmpeg misjudges the time of packets on the last page of an Ogg file when it lands there: the
# page's stamp is that of the trimmed end. Pages are seldom longer than two seconds.
OGG_LAST_PAGE_S = 4.0
# Garbage that FFmpeg takes for a format is given up after this many packets without sound.
PACKETS_WITHOUT_SOUND = 1_000
# So many read errors in a row and the file is taken to end here.
READ_ERRORS_IN_A_ROW = 50
# A hole in the time stamps after damage is filled with silence, from and up to these lengths.
SHORTEST_HOLE_S, LONGEST_HOLE_S = 0.02, 10.0


class AvDecoder:
    """A Decoder over PyAV, one audio stream of one file."""

    def __init__(self, path: str) -> None:
        """Open `path` and decode its first frame. Raises UndecodableError."""
        self._path = path
        self._container = _open_container(path)
        try:
            self._open_stream()
        except BaseException:
            self._container.close()
            raise

    def _open_stream(self) -> None:
        if not self._container.streams.audio:
            raise UndecodableError("it holds no sound")
        self._stream = self._container.streams.audio[0]
        self._stream.codec_context.thread_count = 1
        self._damaged = False
        self._resampler: av.AudioResampler | None = None
        self._resampled_from: tuple[str, str, int] | None = None
        self._frames = self._decoded_frames(PACKETS_WITHOUT_SOUND)
        first = next(self._frames, None)
        if first is None or first.sample_rate <= 0:
            raise UndecodableError("its sound cannot be decoded")
        self._waiting: AudioFrame | None = first
        # The frame's rate, not the stream's: HE-AAC doubles it only once decoded.
        self.rate_hz = first.sample_rate
        self._start_s = seconds(self._stream.start_time, self._stream.time_base) or 0.0
        self._measure()
        self._held = bytearray()
        self._next_frame = 0  # the number of the frame that the next decoded sample has
        self._wanted_frame = 0  # earlier ones are dropped
        self._aligned = False

    def _measure(self) -> None:
        """Find how long the sound is, and whether its end must be cut to that."""
        stream, name = self._stream, self._container.format.name
        self._last_frame: int | None = None
        self.duration_is_exact = True
        self.duration_s: float | None = seconds(stream.duration, stream.time_base)
        if self.duration_s is None and self._container.duration is not None:
            self.duration_s = self._container.duration / TIME_BASE
        if name == "mp3":
            # With a LAME or Xing tag the stream starts after the encoder's delay; without one
            # the length is a guess from the bit rate.
            self.duration_is_exact = self._start_s > 0
        elif name in ("aac", "mpegts", "ac3"):
            self.duration_is_exact = False
        elif "mp4" in name and self.duration_s is not None:
            # The encoder's padding at the end is not marked in the packets of an MP4 file.
            self._last_frame = round(self.duration_s * self.rate_hz)

    def read(self, frames: int) -> bytes:
        """Return up to `frames` frames, left and right interleaved; empty at the end."""
        wanted = frames * BYTES_A_FRAME
        while len(self._held) < wanted and self._decode_more():
            pass
        data = bytes(self._held[:wanted])
        del self._held[:wanted]
        return data

    def seek(self, position_s: float) -> None:
        """Go on at the frame nearest to `position_s`; past the end the next read is empty."""
        self._held.clear()
        self._waiting = None
        self._wanted_frame = max(0, round(position_s * self.rate_hz))
        self._aligned = False
        from_s = position_s - PREROLL_S
        if self._container.format.name == "ogg" and self.duration_s is not None:
            from_s = min(from_s, self.duration_s - OGG_LAST_PAGE_S)
        try:
            if from_s <= 0:
                self._reopen()
            else:
                self._container.seek(round((from_s + self._start_s) * TIME_BASE))
        except (av.error.FFmpegError, OSError):
            self._reopen()
        self._frames = self._decoded_frames()

    def close(self) -> None:
        """Give the file back."""
        self._container.close()

    def _reopen(self) -> None:
        """Begin again at the start, by opening: a seek there misses the packet before the first.

        Some damaged files, too, can be read but not searched.
        """
        self._container.close()
        self._container = _open_container(self._path)
        self._stream = self._container.streams.audio[0]

    def _decode_more(self) -> bool:
        """Decode one frame into `_held`; False at the end."""
        frame = self._waiting or next(self._frames, None)
        self._waiting = None
        if frame is None:
            return False
        self._place(frame)
        for data in self._converted(frame):
            first, tail = self._next_frame, len(data) // BYTES_A_FRAME
            self._next_frame += tail
            head = max(0, self._wanted_frame - first)
            if self._last_frame is not None:
                tail = min(tail, self._last_frame - first)
            if head < tail:
                self._held += data[head * BYTES_A_FRAME : tail * BYTES_A_FRAME]
        return True

    def _place(self, frame: AudioFrame) -> None:
        """Find the number of the frame's first sample where it does not simply follow."""
        number = self._next_frame
        stamp_s = seconds(frame.pts, frame.time_base)
        if stamp_s is not None:
            number = round((stamp_s - self._start_s) * self.rate_hz)
        if not self._aligned:
            self._aligned = True
            self._next_frame = number
        elif self._damaged:
            self._damaged = False
            hole = number - self._next_frame
            if SHORTEST_HOLE_S <= hole / self.rate_hz <= LONGEST_HOLE_S:
                silence = hole - max(0, self._wanted_frame - self._next_frame)
                self._held += bytes(max(0, silence) * BYTES_A_FRAME)
                self._next_frame = number

    def _converted(self, frame: AudioFrame) -> list[bytes]:
        """Bring a frame to interleaved stereo float32 at `rate_hz`; formats may change midway."""
        kind = (frame.format.name, frame.layout.name, frame.sample_rate)
        is_mono = frame.layout.nb_channels == 1
        if self._resampler is None or kind != self._resampled_from:
            layout = "mono" if is_mono else "stereo"
            self._resampler = av.AudioResampler("flt", layout, self.rate_hz)
            self._resampled_from = kind
        try:
            frames = self._resampler.resample(frame)
        except (av.error.FFmpegError, ValueError):
            self._resampler = None
            self._damaged = True
            return []
        if is_mono:  # doubled here: FFmpeg would take 3 dB off
            return [np.repeat(_samples(mono, 1), 2).tobytes() for mono in frames]
        return [_samples(stereo, 2).tobytes() for stereo in frames]

    def _decoded_frames(self, patience: int | None = None) -> Iterator[AudioFrame]:
        """Decode packet by packet, passing over damaged ones.

        With `patience`, give up after so many packets before the first sound.
        """
        packets = self._container.demux(self._stream)
        read_errors = 0
        while patience is None or patience > 0:
            try:
                packet = next(packets)
                read_errors = 0
            except (StopIteration, av.error.EOFError):
                return
            except (av.error.FFmpegError, OSError):
                self._damaged = True
                read_errors += 1
                if read_errors > READ_ERRORS_IN_A_ROW:
                    return
                packets = self._container.demux(self._stream)
                continue
            try:
                frames = packet.decode()
            except av.error.EOFError:
                return
            except (av.error.FFmpegError, OSError, ValueError):
                self._damaged = True
                frames = []
            for frame in frames:
                if isinstance(frame, AudioFrame):
                    patience = None
                    yield frame
            if patience is not None:
                patience -= 1


def _samples(frame: AudioFrame, channels: int) -> NDArray[np.float32]:
    """Return a packed float frame's samples, without the padding of its memory."""
    return np.frombuffer(bytes(frame.planes[0]), np.float32)[: frame.samples * channels]


def _open_container(path: str) -> InputContainer:
    try:
        return open_input(path)
    except (av.error.FFmpegError, OSError, ValueError) as error:
        raise UndecodableError(_in_words(error)) from error


def _in_words(error: Exception) -> str:
    if isinstance(error, av.error.InvalidDataError | av.error.ArgumentError):
        return "it is damaged, or no sound file"
    if isinstance(error, FileNotFoundError):
        return "the file is no longer there"
    if isinstance(error, av.error.DecoderNotFoundError):
        return "no decoder for its format is at hand"
    return f"it cannot be opened ({getattr(error, 'strerror', None) or error})"
