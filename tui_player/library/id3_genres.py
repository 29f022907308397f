"""Finds the genre of an ID3 tag as it is written, where tinytag resolves only its first number."""

import os
from typing import BinaryIO

_HEADER_BYTES = 10  # of the tag, and of each frame from version 2.3 on
_SEARCHED_BYTES = 64 * 1024  # frames of text come before pictures in all but odd files
_ENCODINGS = ("latin-1", "utf-16", "utf-16-be", "utf-8")
_ID3V1_BYTES = 128


def id3_genres(file: BinaryIO) -> tuple[str, ...]:
    """The genre texts of an ID3 tag if they need reading again, else nothing.

    Looked at are texts that begin with a parenthesis ("(5)(4)", "(4)Eurodisco": ID3v2.3's way to
    refer to ID3v1 numbers) and, where there is no ID3v2 tag, the number in ID3v1: tinytag knows
    the first of several references only, and drops what refines it.
    See id3.org/id3v2.3.0, section 4.2.1, TCON.
    """
    file.seek(0)
    header = file.read(_HEADER_BYTES)
    if header[:3] == b"ID3" and header[3:4] in (b"\3", b"\4"):
        return _references(file.read(min(_unsynchsafe(header[6:10]), _SEARCHED_BYTES)))
    return _id3v1_number(file) if header[:1] == b"\xff" else ()


def _references(frames: bytes) -> tuple[str, ...]:
    """The values of the TCON frame if they begin with a parenthesis."""
    start = frames.find(b"TCON")
    content = start + _HEADER_BYTES
    # Under 128 bytes the plain sizes of 2.3 and the synchsafe ones of 2.4 are the same.
    if start < 0 or frames[start + 4 : start + 7] != b"\0\0\0" or len(frames) <= content:
        return ()
    encoding, text = frames[content], frames[content + 1 : content + frames[start + 7]]
    if b"(" not in text[:4] or encoding >= len(_ENCODINGS):
        return ()
    values = text.decode(_ENCODINGS[encoding], "replace").split("\0")
    return tuple(value for value in values if value)


def _id3v1_number(file: BinaryIO) -> tuple[str, ...]:
    """The genre number of an ID3v1 tag, which ends the file."""
    if file.seek(0, os.SEEK_END) < _ID3V1_BYTES:
        return ()
    file.seek(-_ID3V1_BYTES, os.SEEK_END)
    tag = file.read(_ID3V1_BYTES)
    return (str(tag[-1]),) if tag[:3] == b"TAG" and tag[-1] != 255 else ()


def _unsynchsafe(size: bytes) -> int:
    """Four bytes of seven bits each."""
    return sum((byte & 0x7F) << shift for byte, shift in zip(size, (21, 14, 7, 0), strict=False))
