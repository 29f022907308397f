"""An open file on its way into the ring, with its gain, and the fade from the one before."""

from collections import deque
from dataclasses import dataclass

import numpy as np

from tui_player.audio.decoders.decoder import Decoder, UndecodableError, as_undecodable
from tui_player.audio.decoders.tempo import TempoChange
from tui_player.audio.engine.feeder_messages import Play
from tui_player.audio.pcm.ring_buffer import Pcm

# Less than this missing at the end of a file of known length is rounding, not damage.
SHORTFALL_S = 1.0


def no_sound() -> Pcm:
    """A block of no frames."""
    return np.empty((0, 2), np.float32)


class Source:
    """Reads one play's sound; its beginning may be faded in over another's end.

    Sound that cannot be decoded ends it, and is its own complaint.
    """

    def __init__(self, play: Play, decoder: Decoder) -> None:
        """`decoder` stands at the play's position. Raises UndecodableError."""
        self.play = play
        self.decoder = decoder
        self.ended = False
        self.is_open = True
        self.frames = 0  # read so far
        self.fade_in_frames = 0
        with as_undecodable():
            self._sound = decoder if play.rate == 1.0 else TempoChange(decoder, play.rate)
        self._failure = ""
        self._gain = np.float32(10.0 ** (play.gain_db / 20.0))
        self._ahead: bytes | None = None
        self._over = no_sound()

    @property
    def frames_in_all(self) -> int | None:
        """How many frames it will be from its position on, as far as its file tells."""
        duration_s = self.decoder.duration_s
        if duration_s is None:
            return None
        left_s = max(0.0, duration_s - self.play.position_s)
        return round(left_s / self.play.rate * self.decoder.rate_hz)

    def read_ahead(self, frames: int) -> None:
        """Decode a first block now, so that the next `read` is quick. Raises UndecodableError."""
        if self._ahead is not None:
            return
        with as_undecodable():
            self._ahead = self._sound.read(frames)
        if not self._ahead and not self.play.position_s:
            raise UndecodableError("there is no sound in it")

    def fade_in_over(self, end: Pcm) -> None:
        """Let the beginning sound together with this end of another, at equal power."""
        self._over, self.fade_in_frames = end, len(end)

    def read(self, frames: int) -> Pcm:
        """Return the next block, of up to `frames` frames; empty at the end."""
        data, self._ahead = self._ahead, None
        if data is None:
            data = b"" if self.ended else self._decoded(frames)
        block: Pcm = np.frombuffer(data, np.float32).reshape(-1, 2)
        if self._gain != 1.0:
            block = block * self._gain
        first, self.frames = self.frames, self.frames + len(block)
        fading = self.fade_in_frames - first
        if fading > 0:
            if not len(block):  # it is over before its fade is
                block = np.zeros((min(frames, fading), 2), np.float32)
                self.frames += len(block)
            block = crossfaded(self._over, block, first)
        if self.frames >= self.fade_in_frames:
            self._over = self._over[:0]
        self.ended = not len(block)
        return block

    def _decoded(self, frames: int) -> bytes:
        try:
            with as_undecodable():
                return self._sound.read(frames)
        except UndecodableError as error:
            self._failure = str(error)
            return b""

    def complaint(self) -> str:
        """Say what is missing if the file broke off early."""
        decoder = self.decoder
        got_s = self.play.position_s + self.frames / decoder.rate_hz * self.play.rate
        if self._failure:
            return f"it breaks off after {got_s:.0f} seconds: {self._failure}"
        if decoder.duration_s is None or not decoder.duration_is_exact:
            return ""
        if got_s > decoder.duration_s - max(SHORTFALL_S, 0.02 * decoder.duration_s):
            return ""
        return f"it breaks off after {got_s:.0f} of {decoder.duration_s:.0f} seconds"

    def close(self) -> None:
        """Give the file back."""
        self.ended = True
        if self.is_open:
            self.is_open = False
            self.decoder.close()


@dataclass(frozen=True, slots=True)
class Joint:
    """Where in the ring a play is followed, and the part of its end that was faded, as it was."""

    source: Source
    frame: int
    end: Pcm


def crossfaded(ending: Pcm, beginning: Pcm, first: int) -> Pcm:
    """Mix a block of what begins, `first` frames into the fade, with its part of what ends.

    Cosine and sine of the same angle: the power of sounds that have nothing to do with each
    other stays the same all through the fade.
    """
    part = ending[first : first + len(beginning)]
    angles = (np.arange(first, first + len(part)) + 0.5) * (np.pi / 2 / len(ending))
    mixed = beginning.copy()
    mixed[: len(part)] *= np.sin(angles, dtype=np.float32)[:, None]
    mixed[: len(part)] += part * np.cos(angles, dtype=np.float32)[:, None]
    return mixed


class HeldPcm:
    """Decoded sound that waits on its way into the ring: it may have to be faded."""

    def __init__(self) -> None:
        self._blocks: deque[Pcm] = deque()
        self._frames = 0

    def __len__(self) -> int:
        return self._frames

    def append(self, block: Pcm) -> None:
        """Add a block at the end."""
        self._blocks.append(block)
        self._frames += len(block)

    def pop(self, frames: int) -> Pcm:
        """Take the first frames away, as many as there are up to `frames`."""
        taken = [no_sound()]
        while frames > 0 and self._blocks:
            block = self._blocks.popleft()
            if len(block) > frames:
                self._blocks.appendleft(block[frames:])
                block = block[:frames]
            taken.append(block)
            frames -= len(block)
            self._frames -= len(block)
        return np.concatenate(taken)
