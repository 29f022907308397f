"""Opens files for reading by FFmpeg, alike with every version of PyAV and safe with any file.

Whatever a file holds, reading it opens nothing else: no other file and no connection. FFmpeg
chooses the format by content, and a playlist or a session description has it open whatever is
named there; so the formats and the protocols that it may use are given.
"""

import errno
import os
import stat
from collections.abc import Callable
from typing import BinaryIO, NamedTuple, Protocol, cast

import av
from av.audio.stream import AudioStream
from av.container import InputContainer

# FFmpeg's names of the formats that hold their sound themselves.
SOUND_FORMATS = (
    "aa,aac,aax,ac3,ac4,adx,aiff,amr,amrnb,amrwb,ape,asf,asf_o,ast,au,avi,avr,bonk,caf,dsf,dss,"
    "dts,dtshd,eac3,flac,flv,gsm,hca,hcom,iamf,iff,ircam,kux,lc3,live_flv,loas,matroska,mlp,mmf,"
    "mov,mp3,mpc,mpc8,mpeg,mpegts,nistsphere,nsv,nut,ogg,oma,osq,paf,pvf,qcp,qoa,rka,rm,rso,sbc,"
    "sds,shn,sln,smjpeg,sox,spdif,tak,truehd,tta,voc,vqf,w64,wav,wavarc,wsd,wtv,wv,wve,xwma"
)
# FFmpeg's name of the one that holds AVIF and HEIC; other pictures come without a container.
PICTURE_FORMATS = "mov"

# Reading more than this to the end takes a slow disk longer than anyone waits for a track.
_MOST_COUNTED_BYTES = 200_000_000
# So many units of `InputContainer.duration`, and of its seeks, are a second.
TIME_BASE = av.time_base

# PyAV 19 keeps bytes that are no UTF-8 as surrogates by itself; 18 must be asked to.
_KEEPS_ODD_BYTES = (
    {"metadata_errors": "surrogateescape"} if int(av.__version__.split(".")[0]) < 19 else {}
)
_open = cast(Callable[..., InputContainer], av.open)


class Rational(Protocol):
    """A fraction: Python's own up to PyAV 18, later PyAV's, whose denominator may be 0."""

    @property
    def numerator(self) -> int: ...

    @property
    def denominator(self) -> int: ...


class Tagged(Protocol):
    """A container or one of its streams."""

    @property
    def metadata(self) -> dict[str, str]: ...


class FilePart(NamedTuple):
    """A part of a file, from a byte up to another that is not in it."""

    start: int
    end: int


def open_input(
    source: str | BinaryIO,
    formats: str = SOUND_FORMATS,
    *,
    skipped_bytes: int = 0,
    part: FilePart | None = None,
) -> InputContainer:
    """Open the regular file at a path, or a file held open, as one of `formats`; close it after.

    It is read as if it began `skipped_bytes` later; of a file at a path, `part` alone is read.
    Raises av.FFmpegError (where it is none of these formats, InvalidDataError or ArgumentError
    from av.error), OSError or ValueError.
    """
    if not isinstance(source, str):
        return _open_within_limits(_PatientFile(source), "", formats, skipped_bytes)
    _refuse_all_but_files(source)
    # The prefix keeps a name such as "http:x" from being an address.
    if part is not None:
        address = f"subfile,,start,{part.start},end,{part.end},,:file:{source}"
        return _open_within_limits(address, "subfile,file", formats, skipped_bytes)
    return _open_within_limits(f"file:{source}", "file", formats, skipped_bytes)


def _open_within_limits(
    file: object, protocols: str, formats: str, skipped_bytes: int
) -> InputContainer:
    limits = {"protocol_whitelist": protocols, "format_whitelist": formats}
    if skipped_bytes:
        limits["skip_initial_bytes"] = str(skipped_bytes)
    return _open(file, mode="r", container_options=limits, **_KEEPS_ODD_BYTES)


def _refuse_all_but_files(path: str) -> None:
    """Opening a pipe may take for ever, and reading a device always does. Raises OSError."""
    mode = os.stat(path).st_mode  # noqa: PTH116
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), path)
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, "not a regular file", path)


class _PatientFile:
    """A file for PyAV, which prints the traceback of any exception that it does not expect.

    Damaged files have FFmpeg seek to places that do not exist, which it has to hear as an error
    number. A disk that cannot be read raises once; to whatever asks on, the file ends there.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._is_lost = False

    def read(self, size: int) -> bytes:
        if self._is_lost:
            return b""
        try:
            return self._file.read(size)
        except OSError:
            self._is_lost = True
            raise

    def seek(self, offset: int, whence: int) -> int:
        try:
            return self._file.seek(offset, whence)
        except (OSError, ValueError, OverflowError):
            return -errno.EINVAL

    def tell(self) -> int:
        return self._file.tell()


def seconds(stamp: int | None, time_base: Rational | None) -> float | None:
    """A time stamp in seconds; None without a stamp or without a time base of any use."""
    if stamp is None or time_base is None or time_base.denominator == 0:
        return None
    return stamp * time_base.numerator / time_base.denominator if time_base.numerator else None


def counted_length_s(container: InputContainer, stream: AudioStream) -> float | None:
    """How far the packets of a stream reach, in seconds, where no header tells.

    Reads a container of its own to the end, or none at all of a large file. None where the packets
    have no times. Raises av.FFmpegError or OSError.
    """
    if container.size > _MOST_COUNTED_BYTES:
        return None
    first_s: float | None = None
    end_s = 0.0
    for packet in container.demux(stream):
        begin_s = seconds(packet.pts, packet.time_base)
        if begin_s is not None:
            first_s = begin_s if first_s is None else min(first_s, begin_s)
            end_s = max(end_s, begin_s + (seconds(packet.duration, packet.time_base) or 0.0))
    return None if first_s is None or end_s <= first_s else end_s - first_s


def text_tags(holder: Tagged) -> dict[str, str]:
    """What a container or stream has in its tags; bytes that are no UTF-8 are left out."""
    return {_utf8_of(name): _utf8_of(value) for name, value in holder.metadata.items()}


def _utf8_of(text: str) -> str:
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "ignore")
