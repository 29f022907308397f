"""One interface to every file format, and the choice of the decoder that reads a file best."""

import os
from pathlib import Path
from typing import Protocol

from tui_player.domain.errors import TuiPlayerError

BYTES_A_FRAME = 8  # two float32 samples


class UndecodableError(TuiPlayerError):
    """A file that cannot be played; its message completes "cannot play X: …"."""


class Decoder(Protocol):
    """Reads one file as stereo float32 sound at the file's own sample rate."""

    rate_hz: int
    duration_s: float | None  # as far as the file tells
    duration_is_exact: bool

    def read(self, frames: int) -> bytes:
        """Return up to `frames` frames, left and right interleaved; empty at the end."""
        ...

    def seek(self, position_s: float) -> None:
        """Go on at the frame nearest to `position_s`; past the end the next read is empty."""
        ...

    def close(self) -> None:
        """Give the file back."""
        ...


def open_decoder(path: str) -> Decoder:
    """Open a file by what it holds, whatever its name says. Raises UndecodableError.

    miniaudio reads WAV, FLAC and AIFF; PyAV all else, and those where miniaudio refuses or
    gives up half-way. miniaudio never sees anything else: its Vorbis reader can be made to
    abort the process, and its MP3 reader decodes from the start to seek.
    """
    from tui_player.audio.av_decoder import AvDecoder

    encoding = _encoding_of(_first_bytes(path))
    if encoding is None:
        return AvDecoder(path)
    from tui_player.audio.miniaudio_decoder import MiniaudioDecoder

    try:
        return MendingDecoder(path, MiniaudioDecoder(path, encoding))
    except UndecodableError:
        return AvDecoder(path)


class MendingDecoder:
    """Reads by one decoder and, where that stops long before the file's end, goes on by PyAV.

    miniaudio may end a stream at damage without a word, and PyAV passes over it. Little missing
    at the end is something else: damaged frames that were left out on the way.
    """

    _LEFT_OUT_S = 2.0

    def __init__(self, path: str, first: Decoder) -> None:
        self._path = path
        self._decoder = first
        self._first = first
        self.rate_hz = first.rate_hz
        self.duration_s = first.duration_s
        self.duration_is_exact = first.duration_is_exact
        self._at_frame = 0

    def read(self, frames: int) -> bytes:
        """Return up to `frames` frames, left and right interleaved; empty at the end."""
        data = self._decoder.read(frames)
        if not data and self._decoder is self._first and self._stopped_early():
            self._mend()
            data = self._decoder.read(frames)
        self._at_frame += len(data) // BYTES_A_FRAME
        return data

    def seek(self, position_s: float) -> None:
        """Go on at the frame nearest to `position_s`."""
        if self._decoder is not self._first:
            self._decoder.close()
            self._decoder = self._first
        self._decoder.seek(position_s)
        self._at_frame = round(position_s * self.rate_hz)

    def close(self) -> None:
        """Give the file back."""
        self._first.close()
        if self._decoder is not self._first:
            self._decoder.close()

    def _stopped_early(self) -> bool:
        if self.duration_s is None:
            return False
        return self._at_frame / self.rate_hz < self.duration_s - self._LEFT_OUT_S

    def _mend(self) -> None:
        from tui_player.audio.av_decoder import AvDecoder

        try:
            other = AvDecoder(self._path)
        except UndecodableError:
            return
        if other.rate_hz != self.rate_hz:
            other.close()
            return
        other.seek(self._at_frame / self.rate_hz)
        self._decoder = other


def _first_bytes(path: str) -> bytes:
    try:
        with Path(path).open("rb") as file:
            head = file.read(12)
    except FileNotFoundError:
        raise UndecodableError("the file is no longer there") from None
    except PermissionError:
        raise UndecodableError("you have no permission to read the file") from None
    except IsADirectoryError:
        raise UndecodableError("it is a folder, not a file") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UndecodableError(f"the file cannot be read ({os.fspath(reason)})") from None
    if not head:
        raise UndecodableError("the file is empty")
    return head


def _encoding_of(head: bytes) -> str | None:
    """Return which of miniaudio's formats the first twelve bytes of a file announce, if any."""
    if head[:4] == b"fLaC":
        return "flac"
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return "wav"
    if head[:4] == b"FORM" and head[8:12] in (b"AIFF", b"AIFC"):
        return "wav"  # miniaudio's WAV reader reads AIFF too
    return None
