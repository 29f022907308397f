"""One interface to every file format, and the choice of the decoder that reads a file best."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from tui_player.model.errors import TuiPlayerError

BYTES_A_FRAME = 8  # two float32 samples
_HEAD_BYTES = 12
# Speech was kept at 4 kHz, and the fastest DSD (512 times 48 kHz, a bit each) is decoded at an
# eighth of its rate. Other rates are damage; resampling from them takes gigabytes.
_SLOWEST_HZ, _FASTEST_HZ = 1_000, 3_072_000


class UndecodableError(TuiPlayerError):
    """A file that cannot be played; its message completes "cannot play X: …"."""


class Decoder(Protocol):
    """Reads one file as stereo float32 sound at the file's own sample rate."""

    rate_hz: int
    duration_s: float | None  # as far as the file tells
    duration_is_exact: bool

    def read(self, frames: int) -> bytes:
        """Return up to `frames` frames, left and right interleaved; empty at the end.

        Raises UndecodableError.
        """
        ...

    def seek(self, position_s: float) -> None:
        """Go on at the frame nearest to `position_s`; past the end the next read is empty.

        Raises UndecodableError.
        """
        ...

    def close(self) -> None:
        """Give the file back; raises nothing."""
        ...


@contextmanager
def as_undecodable() -> Iterator[None]:
    """Let no error out but UndecodableError.

    Bytes from anywhere meet foreign code here: a file may set off any error in it, and no error
    of one file may reach another.
    """
    try:
        yield
    except UndecodableError:
        raise
    except MemoryError as error:
        raise UndecodableError("there is not enough memory to decode it") from error
    except Exception as error:
        raise UndecodableError(
            f"its decoder failed unexpectedly ({type(error).__name__}: {error})"
        ) from error


def refuse_odd_rate(rate_hz: int) -> None:
    """Raise UndecodableError if no sound has this sample rate."""
    if not _SLOWEST_HZ <= rate_hz <= _FASTEST_HZ:
        raise UndecodableError(f"its header is wrong: no sound has a sample rate of {rate_hz:,} Hz")


def open_decoder(path: str, *, by_miniaudio: bool = True) -> Decoder:
    """Open a file by what it holds, whatever its name says. Raises UndecodableError.

    miniaudio reads WAV, FLAC and AIFF; PyAV all else, and those where miniaudio refuses or
    gives up half-way; libsndfile Ogg Vorbis that PyAV refuses. miniaudio never sees anything
    else: its Vorbis reader can be made to abort the process, and its MP3 reader decodes from the
    start to seek. Without `by_miniaudio` it sees nothing at all. What a lossless format holds may
    be coded sound once more.
    """
    with as_undecodable():
        from tui_player.audio.decoders.guarded import GuardedDecoder

        head = _first_bytes(path)
        encoding = _encoding_of(head) if by_miniaudio else None
        decoder = encoding and _by_miniaudio(path, encoding)
        return GuardedDecoder(decoder or _by_ffmpeg(path, head))


def _by_miniaudio(path: str, encoding: str) -> Decoder | None:
    from tui_player.audio.decoders.mending import MendingDecoder
    from tui_player.audio.decoders.miniaudio import MiniaudioDecoder

    try:
        return _as_it_sounds(MendingDecoder(path, MiniaudioDecoder(path, encoding)))
    except UndecodableError:
        return None


def _by_ffmpeg(path: str, head: bytes) -> Decoder:
    from tui_player.audio.decoders.av import AvDecoder

    try:
        decoder = AvDecoder(path)
        return _as_it_sounds(decoder) if decoder.is_lossless else decoder
    except UndecodableError:
        if not head.startswith(b"OggS"):
            raise
        other = _by_libsndfile(path)
        if other is None:
            raise
        return other


def _as_it_sounds(decoder: Decoder) -> Decoder:
    """Decode once more where PCM is but the carrier of coded sound."""
    from tui_player.audio.decoders.carried import CarriedDecoder
    from tui_player.audio.decoders.carried_form import carried_form

    try:
        form = carried_form(decoder)
    except BaseException:
        decoder.close()
        raise
    return decoder if form is None else CarriedDecoder(decoder, form)


def _by_libsndfile(path: str) -> Decoder | None:
    from tui_player.audio.decoders.soundfile import SoundfileDecoder

    try:
        return SoundfileDecoder(path)
    except UndecodableError:
        return None


def _first_bytes(path: str) -> bytes:
    try:
        head = _head_of_regular_file(path)
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


def _head_of_regular_file(path: str) -> bytes:
    """The first bytes of a file; a pipe without a writer does not hold it up. Raises OSError."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        mode = os.fstat(descriptor).st_mode
        if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
            raise UndecodableError("it is a pipe or a device, not a file")
        return os.read(descriptor, _HEAD_BYTES)
    finally:
        os.close(descriptor)


def _encoding_of(head: bytes) -> str | None:
    """Return which of miniaudio's formats the first twelve bytes of a file announce, if any."""
    if head[:4] == b"fLaC":
        return "flac"
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return "wav"
    if head[:4] == b"FORM" and head[8:12] in (b"AIFF", b"AIFC"):
        return "wav"  # miniaudio's WAV reader reads AIFF too
    return None
