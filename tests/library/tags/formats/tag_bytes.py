"""Writes tags byte by byte, also in ways in which no library would."""

import os
import re
from pathlib import Path

from tests.media_files import write_audio
from tui_player.library.tags.reader import FileTags, read_tags


def read(path: Path) -> FileTags:
    return read_tags(os.fsencode(path))


def sound(folder: Path, suffix: str = ".mp3") -> bytes:
    """A short file with no tags."""
    path = write_audio(folder / f"sound{suffix}", 0.2)
    content = path.read_bytes()
    path.unlink()
    return content


def plain(number: int, size: int = 4) -> bytes:
    return number.to_bytes(size, "big")


def synchsafe(number: int) -> bytes:
    """Four bytes of seven bits each."""
    return bytes(number >> shift & 0x7F for shift in (21, 14, 7, 0))


def unsynchronised(data: bytes) -> bytes:
    """A zero after each FF that a decoder could take for the beginning of sound."""
    data = re.sub(rb"\xff(?=[\x00\xe0-\xff])", b"\xff\x00", data)
    return data + b"\0" if data.endswith(b"\xff") else data


def latin1(text: str) -> bytes:
    return b"\0" + text.encode("latin-1")


def utf16(text: str) -> bytes:
    return b"\1\xff\xfe" + text.encode("utf-16-le")


def utf8(text: str) -> bytes:
    return b"\3" + text.encode()


def frame23(name: str, content: bytes, flags: int = 0) -> bytes:
    return name.encode() + plain(len(content)) + bytes((0, flags)) + content


def frame24(name: str, content: bytes, flags: int = 0) -> bytes:
    return name.encode() + synchsafe(len(content)) + bytes((0, flags)) + content


def id3v2(version: int, body: bytes, flags: int = 0) -> bytes:
    return b"ID3" + bytes((version, 0, flags)) + synchsafe(len(body)) + body


def id3v1(title: bytes, artist: bytes = b"", *, album: bytes = b"", genre: int = 255) -> bytes:
    fields = (title.ljust(30, b"\0"), artist.ljust(30, b"\0"), album.ljust(30, b"\0"))
    return b"TAG" + b"".join(fields) + bytes(34) + bytes((genre,))


def ape(items: dict[str, bytes], *, version: int = 2000, flags: int = 0) -> bytes:
    """An APEv2 tag with header and footer; all items have the same flags."""
    body = b"".join(
        len(value).to_bytes(4, "little")
        + flags.to_bytes(4, "little")
        + name.encode()
        + b"\0"
        + value
        for name, value in items.items()
    )

    def mark(mark_flags: int) -> bytes:
        numbers = (version, len(body) + 32, len(items), mark_flags)
        return b"APETAGEX" + b"".join(n.to_bytes(4, "little") for n in numbers) + bytes(8)

    return mark(0xA0000000) + body + mark(0x80000000)


def comments(*texts: bytes) -> bytes:
    """A block of Vorbis comments."""
    parts = [b"maker", len(texts).to_bytes(4, "little")]
    body = len(parts[0]).to_bytes(4, "little") + b"".join(parts)
    return body + b"".join(len(text).to_bytes(4, "little") + text for text in texts)
