"""Reads what one music file says of itself: its tags and how long it plays."""

import errno
import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import BinaryIO, NamedTuple, TypeAlias, TypeGuard

from tinytag import TinyTag, TinyTagException, UnsupportedFormatError

from tui_player.domain.loudness import Loudness
from tui_player.library.ape_tags import APE_MARK, TAIL_BYTES, ape_tags
from tui_player.library.audio_files import suffix
from tui_player.library.errors import UnreadableAudioError
from tui_player.library.id3_genres import id3_genres
from tui_player.library.loudness_tags import loudness_of
from tui_player.media.sound_length import sound_length

# What a terminal would obey, and what neither it nor SQLite can write.
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_YEAR = re.compile(r"(?<!\d)[12]\d{3}(?!\d)")

_MOOD_SEPARATOR = re.compile(r"[;,/|\0]")
_MOST_MOODS = 12

# tinytag takes these for what they are not, or not at all: FFmpeg reads them.
_FFMPEG_ONLY = frozenset((b".aac", b".ape", b".wv", b".mka", b".mpc", b".tta"))
# What is found more surely, and mostly quicker, than tinytag and FFmpeg do.
_MEASURED = frozenset((b".mp3", b".aac", b".m4a", b".m4b", b".ogg", b".oga", b".opus", b".wav"))

_READ_AHEAD_BYTES = 4096  # tags of words; with a size given `open` asks less of the disk

# tinytag finds what looks like the beginning of an MPEG frame in any long file. The highest bit
# rate is 448 kbit/s (ISO 11172-3, layer I), so that only a file with a large picture, or one that
# is no sound, has more bytes a second.
_MP3_MOST_BYTES_A_S = 60_000


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
TAGS_VERSION = b"4"

DAMAGED = "it is damaged, or not a sound file"
UNDECODABLE = "its sound is coded in a way that no decoder here knows"
ReadByFFmpeg: TypeAlias = Callable[[BinaryIO], FileTags]


def read_tags(path: bytes, by_ffmpeg: ReadByFFmpeg | None = None) -> FileTags:
    """Read the tags of one file, opened read-only; what is for FFmpeg, by `by_ffmpeg`.

    Raises UnreadableAudioError if there is no sound in it that could be played, and OSError if it
    cannot be opened.
    """
    by_ffmpeg = by_ffmpeg or read_by_ffmpeg
    with open(path, "rb", _READ_AHEAD_BYTES) as file:  # noqa: PTH123 - Path takes no bytes
        size = os.fstat(file.fileno()).st_size
        if not size:
            raise UnreadableAudioError("the file is empty")
        kind = suffix(path)
        if kind in _FFMPEG_ONLY:
            tags = by_ffmpeg(file)
            return tags._replace(duration_s=_length_s(file, kind, size) or tags.duration_s)
        tags = _read_by_tinytag(file, kind, size)
        if tags.duration_s and (kind != b".mp3" or size < _MP3_MOST_BYTES_A_S * tags.duration_s):
            return tags
        found = by_ffmpeg(file)
        return found if tags == _NOTHING else tags._replace(duration_s=found.duration_s)


def displayable(text: str) -> str:
    """The text in one line, without what a terminal would obey."""
    if text.isprintable() and "  " not in text:  # nearly all: a tenth of the time
        return text.strip()
    return " ".join(_UNPRINTABLE.sub(" ", text).split())


def displayable_name(name: bytes) -> str:
    """A file name for the screen; one that is not UTF-8 is read as Windows-1252."""
    try:
        return displayable(name.decode("utf-8"))
    except UnicodeDecodeError:
        return displayable(name.decode("cp1252", "replace"))


def _read_by_tinytag(file: BinaryIO, kind: bytes, size: int) -> FileTags:
    """The tags as tinytag reads them; none at all where it cannot."""
    length_s = _length_s(file, kind, size)
    try:
        tag = _tinytag(file, kind, duration=length_s is None)
    except TinyTagException as error:
        if _is_out_of_reach(error.__cause__):
            raise error.__cause__ from None
        return _NOTHING
    tail = b""
    if kind == b".mp3":
        tail = os.pread(file.fileno(), TAIL_BYTES, max(size - TAIL_BYTES, 0))
    other = tag.other
    tags = FileTags(
        title=displayable(tag.title or ""),
        artist=_joined(tag.artist, other.get("artist")),
        album=displayable(tag.album or ""),
        album_artist=_joined(tag.albumartist, other.get("albumartist")),
        genres=(tail and id3_genres(file, tail)) or _values(tag.genre, other.get("genre")),
        duration_s=length_s or tag.duration or None,
        year=_year(tag.year),
        track_number=_positive(tag.track),
        disc_number=_positive(tag.disc),
        loudness=loudness_of({name: values[0] for name, values in other.items()}),
        moods=_moods((*other.get("mood", ()), *other.get("tmoo", ()))),
        is_compilation=bool(other)
        and _is_yes(other.get(_COMPILATION.get(kind, "compilation"), ())),
    )
    if APE_MARK in tail and _may_have_ape(tags) and (ape := ape_tags(file, tail, size)):
        return _with_ape(tags, ape, has_id3v2=os.pread(file.fileno(), 3, 0) == b"ID3")
    return tags


def _is_out_of_reach(error: BaseException | None) -> TypeGuard[OSError]:
    """Whether the disk failed; tinytag seeks before the beginning of a file that is damaged."""
    return isinstance(error, OSError) and error.errno != errno.EINVAL


def _length_s(file: BinaryIO, kind: bytes, size: int) -> float | None:
    """How long a file plays, in seconds, if it is of a kind of which that can be told."""
    if kind not in _MEASURED:
        return None
    is_mpeg = kind in (b".mp3", b".aac")
    found = sound_length(file, size, is_mpeg=is_mpeg, counts_all=False)
    return None if found is None else found.length_s


def _tinytag(file: BinaryIO, kind: bytes, *, duration: bool) -> TinyTag:
    """What tinytag finds; its parser is chosen by the name, that of FLAC by how the file begins.

    By its name a FLAC is read by the parser of ID3 tags, which hands it on: half as fast. Of a
    name only the ending is looked at.
    """
    if kind == b".flac":
        with suppress(UnsupportedFormatError):
            return TinyTag.get(file_obj=file, duration=duration)
    return TinyTag.get(filename=kind, file_obj=file, duration=duration)


# How the kinds of files name what says that an album is a compilation.
_COMPILATION = {b".mp3": "tcmp", b".m4a": "cpil", b".m4b": "cpil"}


def _may_have_ape(tags: FileTags) -> bool:
    """Whether anything is missing that an APEv2 tag could tell."""
    has_words = tags.title and tags.artist and tags.album and tags.genres
    return not has_words or tags.loudness == _NOTHING.loudness


def _with_ape(tags: FileTags, ape: Mapping[str, Sequence[str]], *, has_id3v2: bool) -> FileTags:
    """What an APEv2 tag tells besides; it counts more than an ID3v1 tag, which is cut short."""
    found = FileTags(
        title=displayable(" ".join(ape.get("title", ()))),
        artist=_joined(None, ape.get("artist")),
        album=displayable(" ".join(ape.get("album", ()))),
        album_artist=_joined(None, ape.get("album artist", ape.get("albumartist"))),
        genres=_values(None, ape.get("genre")),
        year=_year(" ".join(ape.get("year", ()))),
        track_number=_positive(_leading_number(" ".join(ape.get("track", ())))),
        disc_number=_positive(_leading_number(" ".join(ape.get("disc", ())))),
        loudness=loudness_of({name: values[0] for name, values in ape.items() if values}),
        moods=_moods(ape.get("mood", ())),
        is_compilation=_is_yes(ape.get("compilation", ())),
    )
    first, second = (tags, found) if has_id3v2 else (found, tags)
    told = {
        name: getattr(second, name)
        for name in FileTags._fields
        if getattr(first, name) == getattr(_NOTHING, name)
    }
    return first._replace(**told)


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
                raise UnreadableAudioError("there is no sound in it")
            stream = container.streams.audio[0]
            if stream.codec_context is None:
                raise UnreadableAudioError(UNDECODABLE)
            if not stream.sample_rate:  # its first guess at what is no sound at all
                raise UnreadableAudioError(DAMAGED)
            duration_s = seconds(stream.duration, stream.time_base)
            if not duration_s and container.duration:
                duration_s = container.duration / TIME_BASE
            tags = _from_ffmpeg({**text_tags(stream), **text_tags(container)})
            return tags._replace(duration_s=duration_s)
    except (FFmpegError, ValueError) as error:
        raise UnreadableAudioError(DAMAGED) from error


def _from_ffmpeg(metadata: Mapping[str, str]) -> FileTags:
    tags = {key.lower(): value for key, value in metadata.items()}
    return FileTags(
        title=displayable(tags.get("title", "")),
        artist=displayable(tags.get("artist", "")),
        album=displayable(tags.get("album", "")),
        album_artist=displayable(tags.get("album_artist", "")),
        genres=_values(tags.get("genre"), None),
        year=_year(tags.get("date") or tags.get("year")),
        track_number=_positive(_leading_number(tags.get("track", ""))),
        disc_number=_positive(_leading_number(tags.get("disc", ""))),
        loudness=loudness_of(tags),
        moods=_moods((tags.get("mood", tags.get("tmoo", "")),)),
        is_compilation=_is_yes((tags.get("compilation", ""),)),
    )


def _moods(values: Sequence[str]) -> tuple[str, ...]:
    """The single words of MOOD tags, each once."""
    if not values:
        return ()
    words = (displayable(word) for value in values for word in _MOOD_SEPARATOR.split(value))
    return tuple(dict.fromkeys(word for word in words if word))[:_MOST_MOODS]


def _is_yes(values: Iterable[str]) -> bool:
    return next(iter(values), "").strip().casefold() in ("1", "true", "yes")


def _values(first: str | None, others: Iterable[str] | None) -> tuple[str, ...]:
    if others is None and (not first or "\0" not in first):
        return (shown,) if first and (shown := displayable(first)) else ()
    # Some writers put a zero byte between values; it must survive as a separator.
    values = (displayable((value or "").replace("\0", ";")) for value in (first, *(others or ())))
    return tuple(value for value in values if value)


def _joined(first: str | None, others: Iterable[str] | None) -> str:
    return ", ".join(_values(first, others))


def _year(text: str | None) -> int | None:
    match = _YEAR.search(text or "")
    return int(match[0]) if match else None


def _leading_number(text: str) -> int | None:
    match = re.match(r"\s*(\d{1,6})", text)
    return int(match[1]) if match else None


def _positive(number: int | None) -> int | None:
    return number if number and 0 < number < 1_000_000 else None
