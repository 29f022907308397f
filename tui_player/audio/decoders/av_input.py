"""Opens the sound of a file by FFmpeg, or says in words why it cannot be decoded."""

from pathlib import Path

import av
from av.audio.stream import AudioStream
from av.container import InputContainer

from tui_player.audio.decoders.decoder import UndecodableError, refuse_odd_rate
from tui_player.media.copy_protection import is_copy_protected
from tui_player.media.ffmpeg import FilePart, open_input
from tui_player.media.mp4_length import mp4_sound
from tui_player.media.mpeg_frames import junk_before_sound

# What the four letters in an MP4 file stand for that FFmpeg has no decoder for.
_CODINGS = {"ac-4": "Dolby AC-4", "mha1": "MPEG-H", "mhm1": "MPEG-H", "samr": "AMR"}

_OF_DAMAGE = (av.error.InvalidDataError, av.error.ArgumentError, av.error.EOFError)


def open_sound(path: str, part: FilePart | None = None) -> tuple[InputContainer, AudioStream, int]:
    """Open a file, or a part of it, and its first stream of sound that has a decoder.

    The container is to be closed after. Also returns how many bytes of junk at its beginning were
    skipped. Raises UndecodableError.
    """
    container, skipped = open_container(path, part=part), 0
    try:
        if container.format.name == "mp3":
            # FFmpeg would find the sound, but not what its encoder noted in the first frame.
            with Path(path).open("rb") as file:
                skipped = junk_before_sound(file, Path(path).stat().st_size)
            if skipped:
                container.close()
                container = open_container(path, skipped)
        return container, _decodable_stream(container, path), skipped
    except OSError as error:
        container.close()
        raise UndecodableError(_in_words(error)) from error
    except BaseException:
        container.close()
        raise


def open_container(
    path: str, skipped_bytes: int = 0, part: FilePart | None = None
) -> InputContainer:
    """Open a file, or a part, as if it began so much later. Raises UndecodableError."""
    try:
        return open_input(path, skipped_bytes=skipped_bytes, part=part)
    except (av.error.FFmpegError, OSError, ValueError) as error:
        raise UndecodableError(_in_words(error)) from error


def _decodable_stream(container: InputContainer, path: str) -> AudioStream:
    streams = container.streams.audio
    if not streams:
        raise UndecodableError("it holds no sound")
    with Path(path).open("rb") as file:
        if is_copy_protected(file):
            raise UndecodableError("its sound is copy-protected")
        for stream in streams:
            if stream.codec_context is not None:
                refuse_odd_rate(stream.codec_context.sample_rate)
                return stream
        sound = mp4_sound(file)
    coding = "" if sound is None else _CODINGS.get(sound.coding, sound.coding)
    named = f" ({coding})" if coding else ""
    raise UndecodableError(f"there is no decoder for the kind of sound in it{named}")


def _in_words(error: Exception) -> str:
    if isinstance(error, _OF_DAMAGE):
        return "it is damaged, or no sound file"
    if isinstance(error, FileNotFoundError):
        return "the file is no longer there"
    if isinstance(error, av.error.DecoderNotFoundError):
        return "there is no decoder for the kind of sound in it"
    return f"it cannot be opened ({getattr(error, 'strerror', None) or error})"
