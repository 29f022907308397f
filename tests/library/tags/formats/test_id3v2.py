"""ID3v2 tags of all versions as taggers wrote them, and as none should have."""

import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.library.tags.formats.tag_bytes import (
    ape,
    frame23,
    frame24,
    id3v1,
    id3v2,
    latin1,
    plain,
    read,
    sound,
    synchsafe,
    unsynchronised,
    utf8,
    utf16,
)
from tui_player.library.tags.formats.id3v2 import read_id3v2
from tui_player.library.tags.formats.places import at_in

WORDS = {"TIT2": "Title", "TPE1": "Artist", "TALB": "Album", "TCON": "Jazz", "TRCK": "7"}
PADDING = bytes(50)


def frames(frame: Callable[[str, bytes], bytes], text: Callable[[str], bytes] = latin1) -> bytes:
    return b"".join(frame(name, text(word)) for name, word in WORDS.items())


def packed23(name: str, content: bytes) -> bytes:
    return frame23(name, plain(len(content)) + zlib.compress(content), 0x80)


def packed24(name: str, content: bytes) -> bytes:
    return frame24(name, synchsafe(len(content)) + zlib.compress(content), 0x09)


def with_length(name: str, content: bytes) -> bytes:
    return frame24(name, synchsafe(len(content)) + content, 0x01)


def plain24(name: str, content: bytes) -> bytes:
    return frame23(name, content)


LONG_COMMENT = b"\0eng\0" + b"a long comment " * 20
CRC = b"\x80\0" + plain(50) + plain(zlib.crc32(frames(frame23)))
UTF16_NO_MARK = frames(frame23, lambda text: b"\1" + text.encode("utf-16-le"))
UTF16_BIG = frames(frame23, lambda text: b"\1\xfe\xff" + text.encode("utf-16-be") + b"\0\0")
UTF16_BIG_NO_MARK = frames(frame24, lambda text: b"\2" + text.encode("utf-16-be"))

TAGS = {
    "2.4, plain sizes": id3v2(
        4, plain24("COMM", LONG_COMMENT) + frames(plain24) + PADDING
    ),
    "2.3, synchsafe sizes": id3v2(
        3, frame24("COMM", LONG_COMMENT) + frames(frame24) + PADDING
    ),
    "2.3, extended header": id3v2(3, plain(6) + bytes(6) + frames(frame23) + PADDING, 0x40),
    "2.3, its size counts itself": id3v2(
        3, plain(10) + bytes(6) + frames(frame23) + PADDING, 0x40
    ),
    "2.3, extended header with a sum": id3v2(
        3, plain(10) + CRC + frames(frame23) + PADDING, 0x40
    ),
    "2.3, extended header left out": id3v2(3, frames(frame23) + PADDING, 0x40),
    "2.4, extended header": id3v2(
        4, synchsafe(6) + b"\1\0" + frames(frame24) + PADDING, 0x40
    ),
    "2.3, compressed": id3v2(3, frames(packed23) + PADDING),
    "2.4, compressed": id3v2(4, frames(packed24) + PADDING),
    "2.4, compressed without a length": id3v2(
        4, frames(lambda name, content: frame24(name, zlib.compress(content), 0x08))
    ),
    "2.4, lengths": id3v2(4, frames(with_length, utf8) + PADDING),
    "2.4, lengths and UTF-16": id3v2(4, frames(with_length, utf16) + PADDING),
    "2.4, a length promised and left out": id3v2(
        4, frames(lambda name, content: frame24(name, content, 0x01), utf8)
    ),
    "2.3, in groups": id3v2(
        3, frames(lambda name, content: frame23(name, b"\x80" + content, 0x20))
    ),
    "2.4, in groups, with lengths": id3v2(
        4,
        frames(
            lambda name, content: frame24(
                name, b"\x80" + synchsafe(len(content)) + content, 0x41
            )
        ),
    ),
    "2.3, UTF-16 without a mark": id3v2(3, UTF16_NO_MARK + PADDING),
    "2.3, big-endian": id3v2(3, UTF16_BIG + PADDING),
    "2.4, big-endian without a mark": id3v2(4, UTF16_BIG_NO_MARK + PADDING),
    "2.3, half a letter at the end": id3v2(
        3, frames(frame23, lambda text: utf16(text) + b"\0")
    ),
    "2.3, encodings left out": id3v2(3, frames(frame23, lambda text: text.encode())),
    "2.4, footer": id3v2(4, frames(frame24), 0x10) + b"3DI\4\0\x10" + bytes(4),
    "2.2": id3v2(
        2,
        b"".join(
            name + plain(len(text) + 1, 3) + b"\0" + text
            for name, text in (
                (b"TT2", b"Title"), (b"TP1", b"Artist"), (b"TAL", b"Album"),
                (b"TCO", b"Jazz"), (b"TRK", b"7"),
            )
        )
        + PADDING,
    ),
    "2.3 with names of 2.2": id3v2(
        3,
        b"".join(
            frame23(f"{name}\0", latin1(text))
            for name, text in zip(
                ("TT2", "TP1", "TAL", "TCO", "TRK"), WORDS.values(), strict=True
            )
        ),
    ),
    "2.3, spaces about the number": id3v2(
        3, frames(frame23).replace(plain(2) + b"\0\0\x007", plain(9) + b"\0\0\0 07 / 12")
    ),
    "2.3, unsynchronised in name only": id3v2(3, frames(frame23, utf16) + PADDING, 0x80),
    "2.4, each frame unsynchronised": id3v2(
        4,
        frames(lambda name, text: frame24(name, unsynchronised(text), 0x02), utf16) + PADDING,
        0x80,
    ),
    "2.4, unsynchronised as a whole": id3v2(
        4, unsynchronised(frames(frame24, utf16) + PADDING), 0x80
    ),
    "2.3, each frame unsynchronised": id3v2(
        3,
        frames(lambda name, text: frame23(name, unsynchronised(text)), utf16) + PADDING,
        0x80,
    ),
    "its size not synchsafe": (
        b"ID3\3\0\0" + plain(len(frames(frame23)) + 128) + frames(frame23) + bytes(128)
    ),
    "an encrypted frame": id3v2(
        4, frame24("TPE2", b"\x80\0secret", 0x04) + frames(frame24) + PADDING
    ),
    "a frame with an odd name": id3v2(
        3, frame23("X_\xe9?"[:2] + "__", b"\0text") + frames(frame23) + PADDING
    ),
    "odd bytes for padding": id3v2(3, frames(frame23) + b"\x20" * 50),
}  # fmt: skip


@pytest.fixture(scope="module")
def mp3(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return sound(tmp_path_factory.mktemp("mp3"))


@pytest.mark.parametrize("written", TAGS.values(), ids=TAGS.keys())
def test_is_read_however_it_is_written(tmp_path: Path, mp3: bytes, written: bytes) -> None:
    path = tmp_path / "a.mp3"
    path.write_bytes(written + mp3)
    tags = read(path)
    assert (tags.title, tags.artist, tags.album) == ("Title", "Artist", "Album")
    assert (tags.genres, tags.track_number, tags.album_artist) == (("Jazz",), 7, "")
    assert tags.duration_s == pytest.approx(0.2, abs=0.1)


ODD_WORDS = {"TIT2": "Título ÿ", "TPE1": "Björk Żółw", "TALB": "Albüm", "TCON": "Jazz"}
PICTURE = b"\0image/jpeg\0\3\0" + b"\xff\xd8\xff\xe0\xff\0\xff" * 3_000


def unsynchronised23() -> bytes:
    body = b"".join(frame23(name, utf16(word)) for name, word in ODD_WORDS.items())
    body += frame23("APIC", PICTURE) + frame23("TRCK", latin1("07"))
    return id3v2(3, unsynchronised(body) + PADDING, 0x80)


def unsynchronised24(flags: int, *, with_lengths: bool) -> bytes:
    contents = {name: utf16(word) for name, word in ODD_WORDS.items()}
    contents |= {"APIC": PICTURE, "TRCK": latin1("07")}
    body = b"".join(
        frame24(
            name,
            (synchsafe(len(content)) if with_lengths else b"") + unsynchronised(content),
            flags,
        )
        for name, content in contents.items()
    )
    return id3v2(4, body + PADDING, 0x80)


@pytest.mark.parametrize(
    "written",
    [
        unsynchronised23(),
        unsynchronised24(0x02, with_lengths=False),
        unsynchronised24(0x03, with_lengths=True),
    ],
    ids=["2.3", "2.4", "2.4 with lengths"],
)
def test_unsynchronised_with_a_picture_before_the_last_frame(
    tmp_path: Path, mp3: bytes, written: bytes
) -> None:
    path = tmp_path / "a.mp3"
    path.write_bytes(written + mp3)
    tags = read(path)
    assert (tags.title, tags.artist, tags.album) == ("Título ÿ", "Björk Żółw", "Albüm")
    assert (tags.genres, tags.track_number) == (("Jazz",), 7)


def fields_of(tag: bytes) -> dict[str, list[str]]:
    return read_id3v2(at_in(tag), 0)[0]


class TestSeveralValues:
    def test_in_utf16_each_with_its_mark(self) -> None:
        content = b"\1" + b"\0\0".join(
            mark + name.encode(encoding)
            for mark, encoding, name in (
                (b"\xff\xfe", "utf-16-le", "Żółw"),
                (b"\xfe\xff", "utf-16-be", "Björk"),
                (b"", "utf-16-le", "Cher"),
            )
        )
        assert fields_of(id3v2(4, frame24("TPE1", content)))["artist"] == ["Żółw", "Björk", "Cher"]

    def test_in_frames_that_a_program_named(self) -> None:
        content = b"\1\xff\xfe" + "ARTISTS\0\ufeffA\0\ufeffB".encode("utf-16-le")
        assert fields_of(id3v2(4, frame24("TXXX", content))) == {"artists": ["A", "B"]}

    def test_in_several_frames(self) -> None:
        tag = id3v2(4, frame24("TPE1", utf8("A")) + frame24("TPE1", utf8("B\0")))
        assert fields_of(tag) == {"artist": ["A", "B"]}

    @pytest.mark.parametrize("name", ["ALBUM ARTIST", "AlbumArtist", "album_artist"])
    def test_album_artist_by_other_names(self, tmp_path: Path, mp3: bytes, name: str) -> None:
        path = tmp_path / "a.mp3"
        path.write_bytes(id3v2(3, frame23("TXXX", utf16(f"{name}\0\ufeffBand"))) + mp3)
        assert read(path).album_artist == "Band"

    def test_what_the_standard_names_counts_more(self) -> None:
        named = frame23("TXXX", latin1("ALBUMARTIST\0Named"))
        assert fields_of(id3v2(3, named + frame23("TPE2", latin1("Band")))) == {
            "albumartist": ["Band"]
        }


class TestSeveralTags:
    def test_one_after_another(self, tmp_path: Path, mp3: bytes) -> None:
        path = tmp_path / "a.mp3"
        first = id3v2(3, frame23("TIT2", latin1("First")) + PADDING)
        second = id3v2(4, frame24("TIT2", utf8("Second")) + frame24("TALB", utf8("Album")))
        path.write_bytes(first + second + mp3)
        tags = read(path)
        assert (tags.title, tags.album) == ("First", "Album")
        assert tags.duration_s == pytest.approx(0.2, abs=0.1)

    @pytest.mark.parametrize("last", [b"", id3v1(b"Short")], ids=["", "and ID3v1"])
    def test_appended_with_a_footer(self, tmp_path: Path, mp3: bytes, last: bytes) -> None:
        body = frame24("TIT2", utf8("Longer than that"))
        footer = b"3DI\4\0\x10" + synchsafe(len(body))
        path = tmp_path / "a.mp3"
        path.write_bytes(mp3 + id3v2(4, body, 0x10) + footer + last)
        assert read(path).title == "Longer than that"

    @pytest.mark.parametrize("lyrics", [b"", b"LYRICSBEGININD00003000000022LYRICS200"])
    def test_at_both_ends_and_of_all_kinds(self, tmp_path: Path, mp3: bytes, lyrics: bytes) -> None:
        path = tmp_path / "a.mp3"
        leading = id3v2(3, frame23("TIT2", latin1("Of ID3v2")))
        path.write_bytes(
            leading
            + mp3
            + ape({"Title": b"Of APE", "Artist": b"Of APE too"})
            + lyrics
            + id3v1(b"Of ID3v1", b"Of ID3v1", album=b"Last", genre=17)
        )
        tags = read(path)
        assert (tags.title, tags.artist, tags.album) == ("Of ID3v2", "Of APE too", "Last")
        assert tags.genres == ("17",)

    @pytest.mark.parametrize("suffix", [".flac", ".ogg", ".opus"])
    def test_before_a_file_that_has_tags_of_its_own(self, tmp_path: Path, suffix: str) -> None:
        path = tmp_path / f"a{suffix}"
        tag = id3v2(3, frame23("TIT2", latin1("Title")) + PADDING)
        path.write_bytes(tag + sound(tmp_path, suffix))
        assert read(path).title == "Title"
        assert read(path).duration_s == pytest.approx(0.2, abs=0.1)


def test_what_comes_after_a_picture_is_read(tmp_path: Path, mp3: bytes) -> None:
    path = tmp_path / "a.mp3"
    body = frame23("APIC", PICTURE * 20) + frames(frame23)
    path.write_bytes(id3v2(3, body) + mp3)
    assert read(path).album == "Album"


class TestLoudness:
    @pytest.mark.parametrize("name", ["RVA2", "XRVA"])
    def test_of_track_and_album(self, tmp_path: Path, mp3: bytes, name: str) -> None:
        def gain(which: bytes, gain_db: float, peak: bytes) -> bytes:
            other = b"\2" + bytes(2) + b"\0"
            master = b"\1" + int(gain_db * 512).to_bytes(2, "big", signed=True) + peak
            return frame24(name, which + b"\0" + other + master)

        path = tmp_path / "a.mp3"
        tag = gain(b"track", -6.0, b"\x10\x40\0") + gain(b"Album", 1.5, b"\0")
        path.write_bytes(id3v2(4, tag) + mp3)
        loudness = read(path).loudness
        assert (loudness.track_gain_db, loudness.track_peak) == (-6.0, 0.5)
        assert (loudness.album_gain_db, loudness.album_peak) == (1.5, None)

    def test_in_text_counts_more(self, tmp_path: Path, mp3: bytes) -> None:
        path = tmp_path / "a.mp3"
        text = frame24("TXXX", utf8("replaygain_track_gain\0-3.00 dB"))
        path.write_bytes(id3v2(4, frame24("RVA2", b"track\0\1\xf4\0\0") + text) + mp3)
        assert read(path).loudness.track_gain_db == -3.0


class TestHostile:
    def test_a_frame_that_would_fill_the_memory(self) -> None:
        bomb = zlib.compress(bytes(50_000_000))
        title = fields_of(id3v2(3, frame23("TIT2", plain(50_000_000) + bomb, 0x80)))
        assert sum(map(len, title.get("title", []))) < 100_000

    def test_a_tag_of_nothing_but_odd_names(self) -> None:
        assert fields_of(id3v2(3, b"\xe9???\0\0\0\0\0\0" * 100_000)) == {}

    @pytest.mark.parametrize("tag", [TAGS["2.3, extended header"], TAGS["2.4, lengths"]])
    def test_cut_off_anywhere(self, tag: bytes) -> None:
        for length in range(len(tag)):
            fields_of(tag[:length])

    @given(st.sampled_from(list(TAGS.values())), st.data())
    def test_damaged_anywhere(self, tag: bytes, data: st.DataObject) -> None:
        damaged = bytearray(tag)
        for _ in range(data.draw(st.integers(1, 5))):
            damaged[data.draw(st.integers(3, len(tag) - 1))] = data.draw(st.integers(0, 255))
        fields_of(bytes(damaged))
