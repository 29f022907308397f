"""Decodes DTS and AC-3 that travel as PCM, in whatever file, each frame at its place."""

import av
import numpy as np

from tui_player.audio.decoders.carried_form import (
    CARRIER_BYTES_A_FRAME,
    Burst,
    CarriedForm,
    bursts,
    carrier_bytes,
)
from tui_player.audio.decoders.decoder import BYTES_A_FRAME, Decoder
from tui_player.audio.decoders.stereo import StereoConverter

CHUNK_FRAMES = 8_192
# More of the carrier than any burst is long; where none begins in so much, there is no sound.
_MOST_WAITING_BYTES = 128 * 1024
# A decoder needs the bursts before a point to sound right from it on.
_PREROLL_S = 0.2


class CarriedDecoder:
    """A Decoder over another whose PCM carries coded sound; both take the same time."""

    def __init__(self, carrier: Decoder, form: CarriedForm) -> None:
        """`carrier` stands at its beginning."""
        self._carrier = carrier
        self._form = form
        self.rate_hz = form.rate_hz
        self.duration_s = carrier.duration_s
        self.duration_is_exact = carrier.duration_is_exact
        self._begin_at(0, 0)

    def _begin_at(self, carrier_frame: int, wanted_frame: int) -> None:
        self._codec = _codec(self._form)
        self._converter = StereoConverter(self.rate_hz)
        self._waiting = b""  # of the carrier
        self._waiting_from = carrier_frame
        self._ended = False
        self._held = bytearray()
        self._next_frame = wanted_frame  # the number of the first frame that is not held yet

    def read(self, frames: int) -> bytes:
        """Return up to `frames` frames, left and right interleaved; empty at the end."""
        wanted = frames * BYTES_A_FRAME
        while len(self._held) < wanted and not self._ended:
            self._decode_more()
        data = bytes(self._held[:wanted])
        del self._held[:wanted]
        return data

    def seek(self, position_s: float) -> None:
        """Go on at the frame nearest to `position_s`; past the end the next read is empty."""
        from_frame = max(0, round((position_s - _PREROLL_S) * self._carrier.rate_hz))
        self._carrier.seek(from_frame / self._carrier.rate_hz)
        self._begin_at(from_frame, max(0, round(position_s * self.rate_hz)))

    def close(self) -> None:
        """Give the file back."""
        self._carrier.close()

    def _decode_more(self) -> None:
        """Read a piece of the carrier, and decode the bursts that are whole now."""
        data = self._carrier.read(CHUNK_FRAMES)
        words = np.rint(np.frombuffer(data, np.float32) * np.float32(32_768))
        words = np.clip(words, -32_768, 32_767).astype(np.int16)
        self._waiting += carrier_bytes(words, is_swapped=self._form.is_swapped)
        done = 0
        for burst in bursts(self._waiting, has_preambles=self._form.has_preambles):
            self._decode(burst)
            done = burst.end
        done = max(done, len(self._waiting) - _MOST_WAITING_BYTES)
        done -= done % CARRIER_BYTES_A_FRAME
        if not data:
            self._decode_the_rest(done)
            done = len(self._waiting)
        self._fill_up_to(self._frame_at(done))
        self._waiting = self._waiting[done:]
        self._waiting_from += done // CARRIER_BYTES_A_FRAME

    def _decode_the_rest(self, place: int) -> None:
        """Decode the last frame of DTS, which has none behind it that shows its end."""
        self._ended = True
        if not self._form.has_preambles:
            end = len(self._waiting)
            self._decode(Burst(place, end, self._form.decoder, self._waiting[place:end]))

    def _decode(self, burst: Burst) -> None:
        """Hold a burst's sound at its place; what was damaged stays silent."""
        first = self._frame_at(burst.place)
        try:
            frames = self._codec.decode(av.Packet(burst.data)) if burst.data else []
            data = b"".join(part for frame in frames for part in self._converter.converted(frame))
        except (av.error.FFmpegError, ValueError):
            return
        if not data:
            return
        self._fill_up_to(first)
        skipped = max(0, self._next_frame - first) * BYTES_A_FRAME
        self._held += data[skipped:]
        self._next_frame += len(data[skipped:]) // BYTES_A_FRAME

    def _fill_up_to(self, frame: int) -> None:
        """Hold silence up to this frame, if none is held yet."""
        if frame > self._next_frame:
            self._held += bytes((frame - self._next_frame) * BYTES_A_FRAME)
            self._next_frame = frame

    def _frame_at(self, place: int) -> int:
        """The frame of the sound that is heard at a place of the waiting carrier."""
        carrier_frame = self._waiting_from + place / CARRIER_BYTES_A_FRAME
        return round(carrier_frame * self.rate_hz / self._carrier.rate_hz)


def _codec(form: CarriedForm) -> av.AudioCodecContext:
    codec = av.CodecContext.create(form.decoder, "r")
    assert isinstance(codec, av.AudioCodecContext)
    codec.thread_count = 1
    return codec
