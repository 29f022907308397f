"""Pictures and lyrics in ID3v2 tags, as taggers pack them."""

import zlib
from pathlib import Path

import pytest

from tests.library.tags.formats.tag_bytes import id3v2
from tests.pictures_in_memory import RED, as_file, one_colour
from tui_player.library.extras.embedded_covers import quick_covers
from tui_player.library.extras.id3_extras import id3_lyrics, id3_pictures

MOST_BYTES = 1_000_000
PICTURE = as_file(one_colour(RED, 40), "PNG") + b"\xff\x00\xff\xe0\xff"
OF_PICTURE = b"\0image/png\0\3words\0" + PICTURE
OF_LYRICS = b"\1eng\xff\xfe\0\0" + b"\xff\xfe" + "Łódź\nla".encode("utf-16-le")


def frame(name: bytes, content: bytes, flags: int = 0) -> bytes:
    return name + len(content).to_bytes(4, "big") + bytes((0, flags)) + content


def compressed(name: bytes, content: bytes) -> bytes:
    return frame(name, len(content).to_bytes(4, "big") + zlib.compress(content), 0x80)


def unsynchronised(data: bytes) -> bytes:
    return b"".join(
        bytes((byte,)) + (b"\0" if byte == 0xFF and (after >= 0xE0 or not after) else b"")
        for byte, after in zip(data, data[1:] + b"\0", strict=True)
    )


PLAIN = frame(b"APIC", OF_PICTURE) + frame(b"USLT", OF_LYRICS)
PACKED = compressed(b"APIC", OF_PICTURE) + compressed(b"USLT", OF_LYRICS)
V22 = b"".join(
    name + len(content).to_bytes(3, "big") + content
    for name, content in (
        (b"PIC", b"\0PNG\3words\0" + PICTURE),
        (b"ULT", OF_LYRICS),
    )
)


@pytest.mark.parametrize(
    "tag",
    [
        id3v2(3, PLAIN),
        id3v2(3, unsynchronised(PLAIN) + bytes(64), flags=0x80),
        id3v2(3, PACKED),
        id3v2(2, V22),
        id3v2(2, unsynchronised(V22) + bytes(64), flags=0x80),
    ],
    ids=["2.3", "2.3 unsynchronised", "2.3 compressed", "2.2", "2.2 unsynchronised"],
)
def test_are_found_however_they_are_packed(tmp_path: Path, tag: bytes) -> None:
    song = tmp_path / "song.mp3"
    song.write_bytes(tag + bytes(100))
    assert id3_pictures(str(song), MOST_BYTES) == [("front_cover", PICTURE)]
    assert quick_covers(str(song)).front == (PICTURE,)
    assert id3_lyrics(str(song), MOST_BYTES) == ["Łódź\nla"]
    assert song.read_bytes() == tag + bytes(100)


@pytest.mark.parametrize("words", ["", "Äpfel", "Ā"])
def test_words_in_utf16_end_before_the_picture(tmp_path: Path, words: str) -> None:
    song = tmp_path / "song.mp3"
    text = words.encode("utf-16-be") + b"\0\0"
    song.write_bytes(id3v2(3, frame(b"APIC", b"\2image/png\0\3" + text + PICTURE)))
    assert id3_pictures(str(song), MOST_BYTES) == [("front_cover", PICTURE)]


@pytest.mark.parametrize("content", [b"", b"\0", b"\0image/png", b"\1image/png\0\3ab", OF_PICTURE])
def test_what_is_cut_off_or_too_large_is_none(tmp_path: Path, content: bytes) -> None:
    song = tmp_path / "song.mp3"
    song.write_bytes(id3v2(3, frame(b"APIC", content) + frame(b"USLT", content[:3])))
    assert id3_pictures(str(song), 20) == []
    assert id3_lyrics(str(song), 20) == []


def test_a_track_without_them_or_gone_has_none(tmp_path: Path) -> None:
    song = tmp_path / "song.mp3"
    assert id3_pictures(str(song), MOST_BYTES) == []
    song.write_bytes(b"\xff\xfb" + bytes(100))
    assert id3_lyrics(str(song), MOST_BYTES) == []
