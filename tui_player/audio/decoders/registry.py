"""Chooses the decoder that reads a file best, by what the file holds."""

import os
import stat

from tui_player.audio.decoders.decoder import Decoder, UndecodableError, as_undecodable

_HEAD_BYTES = 12


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
    from tui_player.audio.decoders.chained import chained_decoder

    try:
        if head.startswith(b"OggS") and (chain := chained_decoder(path)) is not None:
            return chain
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
