"""Reads what one music file says of itself: its tags and how long it plays."""

import errno
import os
import re
from collections.abc import Callable, Sequence
from typing import BinaryIO, NamedTuple, TypeAlias, TypeGuard

from tinytag import TinyTag, TinyTagException

from tui_player.library.errors import NoSoundError, UnreadableAudioError
from tui_player.library.file_types import suffix
from tui_player.library.tags.formats import fields as names
from tui_player.library.tags.formats.code_pages import decode_fields
from tui_player.library.tags.formats.ffmpeg_tags import ffmpeg_fields
from tui_player.library.tags.formats.fields import Fields
from tui_player.library.tags.formats.written import FileKind, read_written
from tui_player.library.tags.loudness import loudness_of
from tui_player.library.tags.values import is_yes, number_of, year_of
from tui_player.media.file_window import FileWindow
from tui_player.media.sound_length import sound_length
from tui_player.model.clean_text import clean
from tui_player.model.music.loudness import Loudness

_MOOD_SEPARATOR = re.compile(r"[;,/|\0]")
_MOST_MOODS = 12
_LONGEST_PATH = 4096  # of Linux

_READ_AHEAD_BYTES = 4096  # tags of words; with a size given `open` asks less of the disk

_AAC = b".aac"  # text or a picture may look like some frames of it: FFmpeg has to agree
_MPEG = frozenset((b".mp3", b".mp2", b".mp1", b".mpa", b".mpga", _AAC))
# The length of these is found more surely, and mostly quicker, than tinytag and FFmpeg do.
_MEASURED = frozenset((FileKind.STREAM, FileKind.MP4, FileKind.OGG, FileKind.WAV))
_TINYTAG_NAMES = {FileKind.AIFF: b".aiff", FileKind.ASF: b".wma"}
# What looks like frames of MPEG is found in any long file. The highest bit rate is 448 kbit/s
# (ISO 11172-3, layer I), so that only a file with a large picture, or one that is no sound, has
# more bytes a second.
_MPEG_MOST_BYTES_A_S = 60_000


class FileTags(NamedTuple):
    """The tags of one file as written; `genres` neither split nor tidied yet."""

    title: str = ""
    artist: str = ""
    album: str = ""
    album_artist: str = ""
    genres: tuple[str, ...] = ()
    duration_s: float | None = None
    year: int | None = None
    track_number: int | None = None
    disc_number: int | None = None
    loudness: Loudness = Loudness()
    moods: tuple[str, ...] = ()
    is_compilation: bool = False


_NOTHING = FileTags()

# Other answers for the same file make the next scan read all files again.
TAGS_VERSION = b"8"

DAMAGED = "it is damaged, or not a sound file"
NO_SOUND = "there is no sound in it"
UNDECODABLE = "its sound is coded in a way that no decoder here knows"
ReadByFFmpeg: TypeAlias = Callable[[BinaryIO], FileTags]


def read_tags(
    path: bytes, by_ffmpeg: ReadByFFmpeg | None = None, tag_encoding: str | None = None
) -> FileTags:
    """Read the tags of one file, opened read-only; what is for FFmpeg, by `by_ffmpeg`.

    Text that names no code page is in `tag_encoding`, if the person says so.
    Raises UnreadableAudioError if there is no sound in it that could be played, and OSError if it
    cannot be opened.
    """
    by_ffmpeg = by_ffmpeg or read_by_ffmpeg
    with open(path, "rb", _READ_AHEAD_BYTES) as file:  # noqa: PTH123 - Path takes no bytes
        size = os.fstat(file.fileno()).st_size
        if not size:
            raise UnreadableAudioError("the file is empty")
        name = suffix(path)
        written = read_written(FileWindow(file).read, size)
        length_s = written.length_s or _length_s(file, written.kind, name, size)
        tags = _tags_of(written.fields, length_s, tag_encoding)
        if length_s and name != _AAC:
            return tags
        found = by_ffmpeg(file)
        if tags == _NOTHING:
            return found
        return tags._replace(duration_s=length_s or found.duration_s)


def displayable(text: str) -> str:
    """The text in one line, fit to be shown anywhere."""
    return clean(text)


def displayable_name(name: bytes) -> str:
    """A file name or a path for the screen; one that is not UTF-8 is read as Windows-1252."""
    try:
        return clean(name.decode("utf-8"), _LONGEST_PATH)
    except UnicodeDecodeError:
        return clean(name.decode("cp1252", "replace"), _LONGEST_PATH)


def _tags_of(fields: Fields, length_s: float | None, tag_encoding: str | None = None) -> FileTags:
    """What the tags of a file say, whatever names their program gave to it."""
    decode_fields(fields, tag_encoding)
    titles, albums = _values(fields, names.TITLE), _values(fields, names.ALBUM)
    return FileTags(
        titles[0] if titles else "",
        ", ".join(_values(fields, names.ARTIST)),
        albums[0] if albums else "",
        ", ".join(_values(fields, names.ALBUM_ARTIST)),
        tuple(_values(fields, names.GENRE)),
        length_s,
        year_of(fields, names.DATE),
        number_of(fields, names.TRACK),
        number_of(fields, names.DISC),
        loudness_of(fields),
        _moods(fields),
        is_yes(fields, names.COMPILATION),
    )


def _values(fields: Fields, accepted: Sequence[str]) -> Sequence[str]:
    """The values under the first of these names that has any, each once, as they are shown.

    Some writers put a zero byte between values.
    """
    for name in accepted:
        if name in fields:
            texts = fields[name]
            if len(texts) > 1 or "\0" in texts[0]:
                shown = (displayable(part) for text in texts for part in text.split("\0"))
                values = [value for value in dict.fromkeys(shown) if value]
            else:
                value = displayable(texts[0])
                values = [value] if value else []
            if values:
                return values
    return ()


def _moods(fields: Fields) -> tuple[str, ...]:
    """The single words of MOOD tags, each once."""
    if names.MOOD not in fields:
        return ()
    words = (
        displayable(word) for text in fields[names.MOOD] for word in _MOOD_SEPARATOR.split(text)
    )
    return tuple(dict.fromkeys(word for word in words if word))[:_MOST_MOODS]


def _is_out_of_reach(error: BaseException | None) -> TypeGuard[OSError]:
    """Whether the disk failed; tinytag seeks before the beginning of a file that is damaged."""
    return isinstance(error, OSError) and error.errno != errno.EINVAL


def _length_s(file: BinaryIO, kind: FileKind, name: bytes, size: int) -> float | None:
    """How long a file plays, in seconds, where that is found without FFmpeg."""
    if kind in _TINYTAG_NAMES:
        return _tinytag_length_s(file, _TINYTAG_NAMES[kind])
    if kind not in _MEASURED:
        return None
    found = sound_length(file, size, is_mpeg=name in _MPEG, counts_all=False)
    if found is None or (kind is FileKind.STREAM and size > _MPEG_MOST_BYTES_A_S * found.length_s):
        return None
    return found.length_s


def _tinytag_length_s(file: BinaryIO, name: bytes) -> float | None:
    """The length that tinytag finds, which chooses its parser by the ending of a name."""
    try:
        return TinyTag.get(filename=name, file_obj=file, tags=False).duration
    except TinyTagException as error:
        if _is_out_of_reach(error.__cause__):
            raise error.__cause__ from None
        return None


def read_by_ffmpeg(file: BinaryIO) -> FileTags:
    """The tags and the length as FFmpeg reads them.

    PyAV is imported here because few files need it and its import takes a tenth of a second.
    """
    from av import FFmpegError

    from tui_player.media.ffmpeg import TIME_BASE, open_input, seconds, text_tags

    file.seek(0)
    try:
        with open_input(file) as container:
            if not container.streams.audio:
                is_film = bool(container.streams.video)
                raise (NoSoundError if is_film else UnreadableAudioError)(NO_SOUND)
            stream = container.streams.audio[0]
            if stream.codec_context is None:
                raise UnreadableAudioError(UNDECODABLE)
            if not stream.sample_rate:  # its first guess at what is no sound at all
                raise UnreadableAudioError(DAMAGED)
            duration_s = seconds(stream.duration, stream.time_base)
            if not duration_s and container.duration:
                duration_s = container.duration / TIME_BASE
            fields = ffmpeg_fields({**text_tags(stream), **text_tags(container)})
            return _tags_of(fields, duration_s)
    except (FFmpegError, ValueError) as error:
        raise UnreadableAudioError(DAMAGED) from error
