"""Reads from the beginning of a picture file its kind, its size and how it is turned.

Only these kinds are ever decoded: whatever else a file called `cover.jpg` holds, no decoder sees
it. Sizes are known before memory is taken for them.
"""

import struct
from collections.abc import Iterator
from typing import NamedTuple

_UPRIGHT = 1
_ORIENTATION_TAG = 0x0112
_MOST_TAGS = 512  # a camera writes fifty
_MOST_CHUNKS = 10_000
# ITU-T T.81, table B.1: markers that begin a frame, and those that stand alone.
_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_JPEG_ALONE = frozenset((0x01, *range(0xD0, 0xD9)))
_JPEG_EXIF, _JPEG_SCAN = 0xE1, 0xDA
_EXIF_MARK = b"Exif\0\0"
_ISO_BRANDS = frozenset((b"avif", b"avis", b"heic", b"heix", b"mif1", b"msf1"))

ISO_FILE = ""  # AVIF and HEIC have a container, which knows the decoder


class PictureHeader(NamedTuple):
    """What a picture is, before it is decoded.

    `codec` is FFmpeg's name of the decoder (ISO_FILE where there is a container around it),
    `content` what it is to be given; that decodes to a part of the picture if there is a `part`.
    A size of 0 is not known. `turn` is the orientation as Exif
    has it: 1 upright, 3 upside down, 6 and 8 lying on the left and the right side, and 2, 4, 5
    and 7 the mirrored ones.
    """

    codec: str
    content: bytes
    width_px: int = 0
    height_px: int = 0
    turn: int = _UPRIGHT
    part: tuple[int, int] | None = None  # left and top, in pixels


def picture_header(data: bytes) -> PictureHeader | None:
    """The header of a picture; None where it is no kind that can be shown. Never raises."""
    try:
        return _header(data)
    except (struct.error, IndexError):  # it ends in its header
        return None


def _header(data: bytes) -> PictureHeader | None:
    if data.startswith(b"\xff\xd8"):
        return _jpeg(data)
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return _png(data)
    if data.startswith((b"GIF87a", b"GIF89a")):
        return PictureHeader("gif", data, *struct.unpack_from("<HH", data, 6))
    if data.startswith(b"BM"):
        return _bmp(data)
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return _webp(data)
    if data.startswith((b"II*\0", b"MM\0*")):
        return PictureHeader("tiff", data, turn=_turn(data))
    if data[4:8] == b"ftyp" and data[8:12] in _ISO_BRANDS:
        return PictureHeader(ISO_FILE, data)
    return None


def _jpeg(data: bytes) -> PictureHeader:
    """As far as its segments go: what is damaged there the decoder may still make sense of."""
    turn, place = _UPRIGHT, 2
    while place + 4 <= len(data):
        if data[place] != 0xFF:
            break
        marker = data[place + 1]
        if marker == 0xFF or marker in _JPEG_ALONE:  # padding, or nothing behind it
            place += 1 if marker == 0xFF else 2
            continue
        length = int.from_bytes(data[place + 2 : place + 4])
        content = data[place + 4 : place + 2 + length]
        if marker in _JPEG_FRAMES and len(content) >= 5:
            height, width = struct.unpack_from(">HH", content, 1)
            return PictureHeader("mjpeg", data, width, height, turn)
        if marker == _JPEG_SCAN:
            break
        if marker == _JPEG_EXIF and content.startswith(_EXIF_MARK):
            turn = _turn(content[len(_EXIF_MARK) :])
        place += 2 + length
    return PictureHeader("mjpeg", data, turn=turn)


def _png(data: bytes) -> PictureHeader:
    width, height = struct.unpack_from(">II", data, 16)
    turn, place = _UPRIGHT, 8
    for _ in range(_MOST_CHUNKS):
        if place + 8 > len(data):
            break
        length, name = struct.unpack_from(">I4s", data, place)
        if name == b"eXIf":
            turn = _turn(data[place + 8 : place + 8 + length])
        place += 12 + length
    return PictureHeader("png", data, width, height, turn)


def _bmp(data: bytes) -> PictureHeader:
    is_old = int.from_bytes(data[14:18], "little") == 12
    width, height = struct.unpack_from("<HH" if is_old else "<ii", data, 18)
    return PictureHeader("bmp", data, abs(width), abs(height))  # it may be stored from the top


def _webp(data: bytes) -> PictureHeader:
    """Google's "WebP container specification"; of an animation its first picture."""
    width = height = 0
    turn, frame, part = _UPRIGHT, b"", None
    for name, content in _riff_chunks(data, 12):
        if name == b"VP8X":
            width, height = (1 + _low(content[at : at + 3]) for at in (4, 7))
        elif name == b"VP8 " and not width:
            width, height = (n & 0x3FFF for n in struct.unpack_from("<HH", content, 6))
        elif name == b"VP8L" and not width:
            bits = _low(content[1:5])
            width, height = 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
        elif name == b"ANMF" and not frame:
            frame = _still(content)
            part = 2 * _low(content[:3]), 2 * _low(content[3:6])
        elif name == b"EXIF":
            turn = _turn(content.removeprefix(_EXIF_MARK))
    return PictureHeader("webp", frame or data, width, height, turn, part)


def _still(frame: bytes) -> bytes:
    """A frame of an animation as a file of its own; bytes 6 to 12 are its size, less one."""
    chunks = dict(_riff_chunks(frame, 16))
    if b"ALPH" in chunks:
        has_alpha = b"\x10\0\0\0"
        chunks[b"VP8X"] = has_alpha + frame[6:12]
    names = (b"VP8X", b"ALPH", b"VP8 ", b"VP8L")
    parts = [(name, chunks[name]) for name in names if name in chunks]
    body = b"WEBP" + b"".join(
        name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)
        for name, content in parts
    )
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _riff_chunks(data: bytes, place: int) -> Iterator[tuple[bytes, bytes]]:
    for _ in range(_MOST_CHUNKS):
        if place + 8 > len(data):
            return
        name, length = struct.unpack_from("<4sI", data, place)
        yield name, data[place + 8 : place + 8 + length]
        place += 8 + length + length % 2


def _turn(tiff: bytes) -> int:
    """The orientation in the first directory of a TIFF structure, which Exif is; else upright."""
    order = "<" if tiff.startswith(b"II") else ">"
    try:
        (place,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, place)
        for number in range(min(count, _MOST_TAGS)):
            tag, _, _, value = struct.unpack_from(f"{order}HHIH", tiff, place + 2 + 12 * number)
            if tag == _ORIENTATION_TAG:
                return value if 1 <= value <= 8 else _UPRIGHT
    except struct.error:
        pass
    return _UPRIGHT


def _low(content: bytes) -> int:
    return int.from_bytes(content, "little")
