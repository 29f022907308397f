"""Finds out what kind of file one is by how it begins, and reads the tags that such files hold."""

from collections.abc import Callable, Mapping
from enum import Enum, auto
from typing import NamedTuple

from tui_player.library.tags.formats import asf_tags, flac_tags, ogg_tags
from tui_player.library.tags.formats.ape_tags import APE_MARK, read_ape
from tui_player.library.tags.formats.chunk_tags import (
    read_aiff,
    read_dsdiff,
    read_dsf,
    read_wav,
)
from tui_player.library.tags.formats.fields import Fields, WantedTexts, fill
from tui_player.library.tags.formats.id3v2 import read_leading_id3v2
from tui_player.library.tags.formats.mp4_tags import read_mp4
from tui_player.library.tags.formats.places import ReadAt
from tui_player.library.tags.formats.trailing_tags import read_trailing_tags


class FileKind(Enum):
    """What a file is, as far as its tags are concerned."""

    STREAM = auto()  # of MPEG or AAC, or anything else that begins with no mark
    APE_TAGGED = auto()  # Monkey's Audio, WavPack, Musepack, TTA, OptimFROG
    FLAC = auto()
    OGG = auto()
    MP4 = auto()
    ASF = auto()
    WAV = auto()
    AIFF = auto()
    DSF = auto()
    DSDIFF = auto()
    OTHER = auto()  # whose tags only FFmpeg reads: Matroska, CAF, AU, Wave64


_MARK_BYTES = 16
_KINDS = {
    **dict.fromkeys((b"MAC ", b"wvpk", b"MPCK", b"TTA1", b"TTA2", b"OFR "), FileKind.APE_TAGGED),
    flac_tags.MARK: FileKind.FLAC,
    ogg_tags.MARK: FileKind.OGG,
    b"FORM": FileKind.AIFF,
    b"DSD ": FileKind.DSF,
    b"FRM8": FileKind.DSDIFF,
    **dict.fromkeys((b"RIFF", b"RF64", b"BW64"), FileKind.WAV),
    asf_tags.MARK[:4]: FileKind.ASF,
    **dict.fromkeys((b"\x1aE\xdf\xa3", b"caff", b".snd", b"riff"), FileKind.OTHER),
}
_MUSEPACK_7 = b"MP+"  # a version follows
_MP4_BOXES = frozenset((b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"pnot"))


class Written(NamedTuple):
    """What a file's tags hold, its kind, and its length in seconds if it stands beside the tags."""

    fields: Fields
    kind: FileKind
    length_s: float | None = None


def read_written(read: ReadAt, size: int) -> Written:
    """Read the tags of a file of `size` bytes. Raises OSError where `read` does."""
    fields, start = _read_leading(read)
    kind = _kind(read(start, _MARK_BYTES))
    if kind in (FileKind.STREAM, FileKind.APE_TAGGED):
        return Written(_with_trailing(read, size, fields, kind), kind)
    found, length_s = _read_inner(read, start, size, kind)
    fill(found, fields)
    return Written(found, kind, length_s)


def read_ape_texts(read: ReadAt, size: int, wanted: WantedTexts) -> Fields:
    """The wanted texts of the APEv2 tags at the two ends of a file of `size` bytes.

    Their code page may still have to be found. Raises OSError where `read` does.
    """
    texts = read_trailing_tags(read, size, wanted).ape
    _, start = read_leading_id3v2(read)
    if read(start, len(APE_MARK)) == APE_MARK and (leading := read_ape(read, start, wanted)):
        fill(texts, leading.fields)
    return texts


def _read_leading(read: ReadAt) -> tuple[Fields, int]:
    """What the tags hold that a file begins with, and where they end."""
    fields, end = read_leading_id3v2(read)
    if read(end, len(APE_MARK)) == APE_MARK and (ape := read_ape(read, end)):
        fill(fields, ape.fields)
        return fields, ape.end
    return fields, end


def _kind(mark: bytes) -> FileKind:
    kind = _KINDS.get(mark[:4])
    if kind is not None:
        return kind
    if mark[4:8] in _MP4_BOXES:
        return FileKind.MP4
    return FileKind.APE_TAGGED if mark.startswith(_MUSEPACK_7) else FileKind.STREAM


def _with_trailing(read: ReadAt, size: int, leading: Fields, kind: FileKind) -> Fields:
    """The tags at both ends; APEv2 counts most where it is at home, ID3v1, cut short, least."""
    trailing = read_trailing_tags(read, size)
    ranked = (leading, trailing.id3v2, trailing.ape, trailing.id3v1)
    if kind is FileKind.APE_TAGGED:
        ranked = (trailing.ape, leading, trailing.id3v2, trailing.id3v1)
    fields = ranked[0]
    for each in ranked[1:]:
        if each:
            fill(fields, each)
    return fields


def _read_inner(read: ReadAt, start: int, size: int, kind: FileKind) -> tuple[Fields, float | None]:
    """What the tags hold that a kind of file has inside, and its length if that is beside them."""
    if kind is FileKind.FLAC:
        return flac_tags.read_flac(read, start)
    reader = _READERS.get(kind)
    return (reader(read, start, size) if reader else {}), None


_READERS: Mapping[FileKind, Callable[[ReadAt, int, int], Fields]] = {
    FileKind.OGG: ogg_tags.read_ogg,
    FileKind.MP4: read_mp4,
    FileKind.ASF: asf_tags.read_asf,
    FileKind.WAV: read_wav,
    FileKind.AIFF: read_aiff,
    FileKind.DSF: read_dsf,
    FileKind.DSDIFF: read_dsdiff,
}
