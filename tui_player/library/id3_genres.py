"""Finds the genre of an ID3 tag as it is written, where tinytag resolves only its first number."""

import os
from typing import BinaryIO

_HEADER_BYTES = 10  # of the tag, and of each frame from version 2.3 on
_LOOKED_AT_FIRST_BYTES = 1024  # nearly always enough
_SEARCHED_BYTES = 64 * 1024  # frames of text come before pictures in all but odd files
_ENCODINGS = ("latin-1", "utf-16", "utf-16-be", "utf-8")
_ID3V1_BYTES = 128
_LONGEST_FRAME_BYTES = _HEADER_BYTES + 128  # of those that are looked at


def id3_genres(file: BinaryIO, tail: bytes) -> tuple[str, ...]:
    """The genre texts of an ID3 tag if they need reading again, else nothing.

    Looked at are texts that begin with a parenthesis ("(5)(4)", "(4)Eurodisco": ID3v2.3's way to
    refer to ID3v1 numbers) and, where there is no ID3v2 tag, the number in ID3v1: tinytag knows
    the first of several references only, and drops what refines it. `tail` is the end of the
    file; its position stays where it is.
    See id3.org/id3v2.3.0, section 4.2.1, TCON.
    """
    head = os.pread(file.fileno(), _LOOKED_AT_FIRST_BYTES, 0)
    if head[:3] != b"ID3":
        return _id3v1_number(tail) if head[:1] == b"\xff" else ()
    if head[3:4] not in (b"\3", b"\4"):
        return ()
    end = min(_HEADER_BYTES + _unsynchsafe(head[6:_HEADER_BYTES]), _SEARCHED_BYTES)
    start = head.find(b"TCON", _HEADER_BYTES, end)
    if start < 0 or start + _LONGEST_FRAME_BYTES > len(head):
        head = head if end <= len(head) else os.pread(file.fileno(), end, 0)
        start = head.find(b"TCON", _HEADER_BYTES, end)
    return _references(head[start : start + _LONGEST_FRAME_BYTES]) if start >= 0 else ()


def _references(frame: bytes) -> tuple[str, ...]:
    """The values of a TCON frame if they begin with a parenthesis."""
    # Under 128 bytes the plain sizes of 2.3 and the synchsafe ones of 2.4 are the same.
    if frame[4:7] != b"\0\0\0" or len(frame) <= _HEADER_BYTES:
        return ()
    encoding, text = frame[_HEADER_BYTES], frame[_HEADER_BYTES + 1 : _HEADER_BYTES + frame[7]]
    if b"(" not in text[:4] or encoding >= len(_ENCODINGS):
        return ()
    values = text.decode(_ENCODINGS[encoding], "replace").split("\0")
    return tuple(value for value in values if value)


def _id3v1_number(tail: bytes) -> tuple[str, ...]:
    """The genre number of an ID3v1 tag, which ends the file."""
    tag = tail[-_ID3V1_BYTES:]
    return (str(tag[-1]),) if tag[:3] == b"TAG" and tag[-1] != 255 else ()


def _unsynchsafe(size: bytes) -> int:
    """Four bytes of seven bits each."""
    number = 0
    for byte in size:
        number = number << 7 | byte & 0x7F
    return number
