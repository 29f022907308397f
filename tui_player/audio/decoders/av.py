"""Reads every other format by PyAV (FFmpeg): exact seeks, exact ends, damage passed over."""

from collections.abc import Iterator
from pathlib import Path

import av
from av.audio.frame import AudioFrame

from tui_player.audio.decoders.av_input import open_container, open_sound
from tui_player.audio.decoders.decoder import BYTES_A_FRAME, UndecodableError, refuse_odd_rate
from tui_player.audio.decoders.stereo import StereoConverter
from tui_player.media.ffmpeg import TIME_BASE, FilePart, counted_length_s, seconds
from tui_player.media.sound_length import SoundLength, is_plausible, sound_length

# Decoders need the frames before a point to sound right from it on. MP3 frames borrow up to 511
# bytes from those before them, many frames back where they are small: 0.2 s leave a quiet tone
# 60 dB down in error, with 0.4 s every sample is as when decoded from the start.
PREROLL_S = 0.4
# FFmpeg misjudges the time of packets on the page of an Ogg file on which it lands, most of all on
# the last one, whose stamp is that of the trimmed end; those on the next page are right. Pages are
# seldom longer than a second.
OGG_PREROLL_S, OGG_LAST_PAGE_S = 2.5, 4.0
# The first frame tells when the sound begins, unless what comes before it was damaged.
LATEST_FIRST_FRAME_S = 0.25
# Garbage that FFmpeg takes for a format is given up after this many packets without sound.
PACKETS_WITHOUT_SOUND = 1_000
# So many read errors in a row and the file is taken to end here.
READ_ERRORS_IN_A_ROW = 50
# A hole in the time stamps after damage is filled with silence, from and up to these lengths.
SHORTEST_HOLE_S, LONGEST_HOLE_S = 0.02, 10.0
MOST_HOLE_FRAMES = 2_000_000  # at high rates a hole takes much memory


class AvDecoder:
    """A Decoder over PyAV, one audio stream of one file."""

    def __init__(
        self, path: str, part: FilePart | None = None, part_length_s: float | None = None
    ) -> None:
        """Open `path`, or a part whose length is known, and decode its first frame.

        Raises UndecodableError.
        """
        self._path, self._part, self._part_length_s = path, part, part_length_s
        self._container, self._stream, self._skipped_bytes = open_sound(path, part)
        try:
            self._begin()
        except BaseException:
            self._container.close()
            raise

    def _begin(self) -> None:
        self._stream.codec_context.thread_count = 1
        self._damaged = False
        self._frames = self._decoded_frames(PACKETS_WITHOUT_SOUND)
        first = next(self._frames, None)
        if first is None:
            raise UndecodableError("its sound cannot be decoded")
        refuse_odd_rate(first.sample_rate)
        self._waiting: AudioFrame | None = first
        # The frame's rate, not the stream's: HE-AAC doubles it only once decoded.
        self.rate_hz = first.sample_rate
        self._converter = StereoConverter(self.rate_hz)
        self._start_s = self._start_of(first)
        self._is_ogg = self._container.format.name == "ogg"
        self._measure()
        self._held = bytearray()
        self._next_frame = 0  # the number of the frame that the next decoded sample has
        self._wanted_frame = 0  # earlier ones are dropped
        self._aligned = False

    @property
    def is_lossless(self) -> bool:
        """Whether it gives the very samples that were encoded."""
        return bool(self._stream.codec_context.codec.lossless)

    def _start_of(self, first: AudioFrame) -> float:
        """The time stamp at which the sound begins; the stream's may be of what is not played."""
        told_s = seconds(self._stream.start_time, self._stream.time_base) or 0.0
        first_s = seconds(first.pts, first.time_base)
        if first_s is None or abs(first_s - told_s) > LATEST_FIRST_FRAME_S:
            return told_s
        return first_s

    def _measure(self) -> None:
        """Find how long the sound is, and whether its end must be cut to that."""
        name, size = self._container.format.name, Path(self._path).stat().st_size
        if self._part_length_s is not None:
            length: SoundLength | None = SoundLength(self._part_length_s, True)
        else:
            with Path(self._path).open("rb") as file:
                length = sound_length(file, size, is_mpeg=name in ("mp3", "aac"))
        if length is not None:
            self.duration_s: float | None = length.length_s
            self.duration_is_exact = length.is_exact
        else:
            self.duration_s = self._told_duration_s(size)
            self.duration_is_exact = name not in ("mp3", "aac", "mpegts", "ac3", "eac3")
        self._last_frame: int | None = None
        if "mp4" in name and self.duration_s is not None:
            # The encoder's padding at the end is not marked in the packets of an MP4 file.
            self._last_frame = round(self.duration_s * self.rate_hz)

    def _told_duration_s(self, size: int) -> float | None:
        """What FFmpeg makes of the header, if a file of so many bytes can play so long."""
        told_s = seconds(self._stream.duration, self._stream.time_base)
        if not told_s and self._container.duration:
            told_s = self._container.duration / TIME_BASE
        if not told_s:
            told_s = self._counted_duration_s()
        return told_s if told_s and is_plausible(told_s, size) else None

    def _counted_duration_s(self) -> float | None:
        container, stream, _ = open_sound(self._path, self._part)
        try:
            return counted_length_s(container, stream)
        except (av.error.FFmpegError, OSError):
            return None  # damaged on its way: nobody knows
        finally:
            container.close()

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
        from_s = position_s - (OGG_PREROLL_S if self._is_ogg else PREROLL_S)
        if self._is_ogg and self.duration_s is not None:
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
        number = self._stream.index  # PyAV 19 tells nothing of a stream once it is closed
        self._container.close()
        self._container = open_container(self._path, self._skipped_bytes, self._part)
        self._stream = self._container.streams.audio[0]
        for stream in self._container.streams.audio:
            if stream.index == number:
                self._stream = stream

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
        if not self._aligned or (self._is_ogg and self._next_frame < self._wanted_frame):
            self._aligned = True
            self._next_frame = number
        elif self._damaged:
            self._damaged = False
            hole = number - self._next_frame
            longest = min(LONGEST_HOLE_S * self.rate_hz, MOST_HOLE_FRAMES)
            if SHORTEST_HOLE_S * self.rate_hz <= hole <= longest:
                silence = hole - max(0, self._wanted_frame - self._next_frame)
                self._held += bytes(max(0, silence) * BYTES_A_FRAME)
                self._next_frame = number

    def _converted(self, frame: AudioFrame) -> list[bytes]:
        try:
            return self._converter.converted(frame)
        except (av.error.FFmpegError, ValueError):
            self._damaged = True
            return []

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
