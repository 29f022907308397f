"""Tags of files that are made of chunks: WAV, AIFF, DSF and DSDIFF."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.library.tags.formats.tag_bytes import frame23, id3v2, latin1, plain, read, sound, utf16
from tests.media_files import write_audio
from tui_player.library.tags.formats.fields import Fields
from tui_player.library.tags.formats.written import FileKind, read_written
from tui_player.media.file_window import FileWindow

ID3 = id3v2(3, frame23("TIT2", utf16("Żółw")) + frame23("TPE2", latin1("Band")))


def little(number: int, size: int = 4) -> bytes:
    return number.to_bytes(size, "little")


def riff(name: bytes, content: bytes, *, pad: bool = True) -> bytes:
    return name + little(len(content)) + content + bytes(len(content) % 2 * pad)


def iff(name: bytes, content: bytes) -> bytes:
    return name + plain(len(content)) + content + bytes(len(content) % 2)


def dsdiff(name: bytes, content: bytes) -> bytes:
    return name + plain(len(content), 8) + content + bytes(len(content) % 2)


def info(**texts: bytes) -> bytes:
    return riff(b"LIST", b"INFO" + b"".join(riff(n.encode(), t) for n, t in texts.items()))


def fields_of(path: Path, content: bytes) -> tuple[FileKind, Fields]:
    path.write_bytes(content)
    with path.open("rb") as file:
        found = read_written(FileWindow(file).read, len(content))
    return found.kind, found.fields


class TestWav:
    @pytest.fixture
    def wav(self, tmp_path: Path) -> Path:
        path = tmp_path / "a.wav"
        path.write_bytes(sound(tmp_path, ".wav"))
        return path

    def test_its_own_list(self, wav: Path) -> None:
        listed = info(
            INAM=b"Title\0", IART=b"Artist ", IPRD=b"Album", IGNR=b"Jazz", ICRD=b"2001-03-05",
            ITRK=b"03/12",
        )  # fmt: skip
        wav.write_bytes(wav.read_bytes() + listed)
        tags = read(wav)
        assert (tags.title, tags.artist, tags.album) == ("Title", "Artist", "Album")
        assert (tags.genres, tags.year, tags.track_number) == (("Jazz",), 2001, 3)
        assert tags.duration_s == pytest.approx(0.2, abs=0.01)

    @pytest.mark.parametrize("name", [b"id3 ", b"ID3 "])
    @pytest.mark.parametrize("id3_is_first", [True, False])
    def test_an_id3_tag_counts_more(self, wav: Path, name: bytes, id3_is_first: bool) -> None:
        chunks = [riff(name, ID3), info(INAM=b"Zolw", IART=b"Artist")]
        wav.write_bytes(wav.read_bytes() + b"".join(chunks if id3_is_first else chunks[::-1]))
        tags = read(wav)
        assert (tags.title, tags.artist, tags.album_artist) == ("Żółw", "Artist", "Band")

    def test_a_program_that_fills_nothing_up(self, tmp_path: Path) -> None:
        odd = riff(b"junk", b"odd", pad=False)
        content = b"RIFF" + little(0) + b"WAVE" + odd + info(INAM=b"Title")
        assert fields_of(tmp_path / "a.wav", content) == (FileKind.WAV, {"title": ["Title"]})

    def test_after_more_sound_than_four_bytes_can_tell(self, tmp_path: Path) -> None:
        sizes = riff(b"ds64", little(0, 8) + little(1_000, 8) + little(0, 8) + little(0))
        sound_chunk = b"data" + little(0xFFFFFFFF) + bytes(1_000)
        content = b"RF64" + little(0xFFFFFFFF) + b"WAVE" + sizes + sound_chunk
        found = fields_of(tmp_path / "a.wav", content + info(INAM=b"Title"))
        assert found == (FileKind.WAV, {"title": ["Title"]})

    def test_in_a_code_page(self, tmp_path: Path) -> None:
        content = b"RIFF" + little(0) + b"WAVE" + info(INAM=b"J\xf3ga")
        assert fields_of(tmp_path / "a.wav", content)[1] == {"title": ["J\udcf3ga"]}


@pytest.mark.parametrize("suffix", [".aiff", ".aifc"])
def test_aiff(tmp_path: Path, suffix: str) -> None:
    path = write_audio(tmp_path / "a.aiff", 0.2).rename(tmp_path / f"a{suffix}")
    own = iff(b"NAME", b"Zolw") + iff(b"AUTH", b"Artist\0")
    path.write_bytes(path.read_bytes() + own + iff(b"ID3 ", ID3))
    tags = read(path)
    assert (tags.title, tags.artist, tags.album_artist) == ("Żółw", "Artist", "Band")
    assert tags.duration_s == pytest.approx(0.2, abs=0.01)


def test_dsf(tmp_path: Path) -> None:
    path = tmp_path / "a.dsf"
    path.write_bytes(dsf(seconds=1))
    assert read(path).duration_s == pytest.approx(1.0, abs=0.1)
    path.write_bytes(dsf(seconds=1, tag=ID3))
    tags = read(path)
    assert (tags.title, tags.album_artist) == ("Żółw", "Band")
    assert tags.duration_s == pytest.approx(1.0, abs=0.1)


def dsf(*, seconds: int, tag: bytes = b"") -> bytes:
    """Two channels of silence at 2.8224 MHz, in blocks of 4096 bytes; the tag comes last."""
    blocks = -(-seconds * 2_822_400 // 8 // 4096)
    layout = little(52, 8) + b"".join(little(number) for number in (1, 0, 2, 2, 2_822_400, 1))
    layout += little(seconds * 2_822_400, 8) + little(4096) + bytes(4)
    bits = b"\x69" * 4096 * 2 * blocks
    body = b"fmt " + layout + b"data" + little(12 + len(bits), 8) + bits
    end = 28 + len(body)
    pointer = little(end, 8) if tag else bytes(8)
    return b"DSD " + little(28, 8) + little(end + len(tag), 8) + pointer + body + tag


@pytest.mark.parametrize("tag", [b"", dsdiff(b"ID3 ", ID3)])
def test_dsdiff(tmp_path: Path, tag: bytes) -> None:
    about = dsdiff(b"DITI", plain(5) + b"Title") + dsdiff(b"DIAR", plain(6) + b"Artist")
    body = b"DSD " + dsdiff(b"FVER", bytes(4)) + dsdiff(b"DIIN", about) + tag
    kind, fields = fields_of(tmp_path / "a.dff", b"FRM8" + plain(len(body), 8) + body)
    expected = {"title": ["Żółw"], "albumartist": ["Band"]} if tag else {"title": ["Title"]}
    assert (kind, fields) == (FileKind.DSDIFF, {**expected, "artist": ["Artist"]})


@pytest.mark.parametrize(
    "build",
    [
        lambda: b"RIFF" + little(0) + b"WAVE" + info(INAM=b"Title") + riff(b"id3 ", ID3),
        lambda: b"FORM" + plain(0) + b"AIFF" + iff(b"NAME", b"Title") + iff(b"ID3 ", ID3),
        lambda: b"FRM8" + plain(0, 8) + b"DSD " + dsdiff(b"ID3 ", ID3),
        lambda: dsf(seconds=1, tag=ID3)[:200],
    ],
)
def test_damaged_anywhere(tmp_path: Path, build: Callable[[], bytes]) -> None:
    content = build()
    for place in range(len(content)):
        fields_of(tmp_path / "a", content[:place] + b"\xff" + content[place + 1 :])
        fields_of(tmp_path / "a", content[:place])
