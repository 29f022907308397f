"""APEv2 tags: where they are at home, at either end of mp3 files, beside ID3, and damaged."""

from pathlib import Path
from typing import Any

import pytest
from mutagen.apev2 import APEv2
from mutagen.easyid3 import EasyID3

from tests.library.tags.formats.tag_bytes import ape, frame23, id3v1, id3v2, latin1, read, sound
from tui_player.library.tags.formats.ape_tags import APE_MARK_BYTES, read_ape
from tui_player.library.tags.formats.fields import Fields
from tui_player.library.tags.formats.places import at_in
from tui_player.library.tags.formats.written import FileKind, read_written
from tui_player.media.file_window import FileWindow
from tui_player.model.music.loudness import Loudness

BINARY = 0b10
ITEMS = {
    "Title": "Títol".encode(),
    "Artist": b"One\0Two",
    "Album": b"A",
    "Album Artist": b"Both\0And More",
    "Genre": b"Jazz\0Soul",
    "Year": b"1994",
    "Track": b"3/9",
    "Disc": b"2",
    "Mood": b"Calm\0Sad",
    "Compilation": b"1",
    "REPLAYGAIN_TRACK_GAIN": b"-7.5 dB",
}


@pytest.fixture(scope="module")
def sounds(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("sounds")
    return {suffix: sound(folder, suffix) for suffix in (".mp3", ".wv", ".tta")}


@pytest.fixture
def mp3(tmp_path: Path, sounds: dict[str, bytes]) -> Path:
    path = tmp_path / "a.mp3"
    path.write_bytes(sounds[".mp3"])
    return path


def write_ape(path: Path, **items: str) -> None:
    tag: Any = APEv2()
    tag.update(items)
    tag.save(path)


def items_of(tag: bytes) -> Fields:
    found = read_ape(at_in(tag), len(tag) - APE_MARK_BYTES)
    return {} if found is None else found.fields


@pytest.mark.parametrize("suffix", [".mp3", ".wv", ".tta"])
@pytest.mark.parametrize("last", [b"", id3v1(b"Short")], ids=["alone", "and ID3v1"])
def test_every_field_is_read(
    tmp_path: Path, sounds: dict[str, bytes], suffix: str, last: bytes
) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(sounds[suffix] + ape(ITEMS) + last)
    tags = read(path)
    assert (tags.title, tags.artist, tags.album) == ("Títol", "One, Two", "A")
    assert (tags.album_artist, tags.genres) == ("Both, And More", ("Jazz", "Soul"))
    assert (tags.year, tags.track_number, tags.disc_number) == (1994, 3, 2)
    assert (tags.moods, tags.is_compilation) == (("Calm", "Sad"), True)
    assert tags.loudness == Loudness(track_gain_db=-7.5)
    assert tags.duration_s == pytest.approx(0.2, abs=0.1)


@pytest.mark.parametrize("mark", [b"MPCKSH", b"MP+\x07", b"MAC \x96\x0f", b"OFR "])
def test_is_read_in_kinds_that_no_encoder_here_writes(tmp_path: Path, mark: bytes) -> None:
    path = tmp_path / "a.mpc"
    path.write_bytes(mark + bytes(500) + ape(ITEMS))
    with path.open("rb") as file:
        found = read_written(FileWindow(file).read, path.stat().st_size)
    assert found.kind is FileKind.APE_TAGGED
    assert found.fields["album artist"] == ["Both", "And More"]


def test_fills_what_id3v2_leaves_empty_in_mp3(mp3: Path) -> None:
    id3: Any = EasyID3()
    id3.update({"title": ["From ID3"], "artist": ["Somebody"], "album": ["A"], "genre": ["Rock"]})
    id3.save(mp3)
    write_ape(mp3, Title="From APE", Year="2001", replaygain_track_gain="-3.00 dB")
    tags = read(mp3)
    assert (tags.title, tags.genres, tags.year) == ("From ID3", ("Rock",), 2001)
    assert tags.loudness.track_gain_db == -3.0


def test_counts_more_than_id3v2_where_it_is_at_home(
    tmp_path: Path, sounds: dict[str, bytes]
) -> None:
    path = tmp_path / "a.tta"
    leading = id3v2(3, frame23("TIT2", latin1("From ID3")) + frame23("TALB", latin1("A")))
    path.write_bytes(leading + sounds[".tta"] + ape({"Title": b"From APE"}))
    assert (read(path).title, read(path).album) == ("From APE", "A")


def test_counts_more_than_id3v1_which_is_cut_short(mp3: Path) -> None:
    title = "A title far too long for thirty bytes"
    write_ape(mp3, Title=title)
    with mp3.open("ab") as end:
        end.write(id3v1(title.encode()[:30], b"Artist", genre=17))
    tags = read(mp3)
    assert (tags.title, tags.artist) == (title, "Artist")


def test_at_the_beginning_of_a_file(tmp_path: Path, sounds: dict[str, bytes]) -> None:
    path = tmp_path / "a.mp3"
    path.write_bytes(ape({"Title": b"T"}) + sounds[".mp3"])
    assert read(path).title == "T"
    assert read(path).duration_s == pytest.approx(0.2, abs=0.1)


def test_of_version_1_is_not_in_utf8() -> None:
    assert items_of(ape({"Title": b"J\xf3ga"}, version=1000)) == {"title": ["J\udcf3ga"]}


@pytest.mark.parametrize("cut", [1, 8, 20, 31])
def test_a_damaged_one_is_left_out(mp3: Path, cut: int) -> None:
    write_ape(mp3, Title="T")
    mp3.write_bytes(mp3.read_bytes()[:-cut])
    assert read(mp3).title == ""


@pytest.mark.parametrize("place", range(32, 60))
def test_a_damaged_item_costs_what_follows_it(place: int) -> None:
    tag = bytearray(ape({"Title": b"T", "Album": b"A"}))
    tag[place] = 0xFF
    items_of(bytes(tag))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"APETAGEX" * 4,
        b"APETAGEX" + bytes(24),
        b"APETAGEX" + b"\xff" * 24,
        b"\xff" * 40 + b"APETAGEX" + (2000).to_bytes(4, "little") + (60).to_bytes(4, "little")
        + b"\x01\0\0\0" + bytes(12),
    ],
)  # fmt: skip
def test_nonsense_is_no_tag(content: bytes) -> None:
    assert items_of(content) == {}


def test_pictures_are_passed_over() -> None:
    tag = ape({"Title": b"x" * 100_000}, flags=BINARY)
    assert items_of(tag) == {}
    assert items_of(ape({"Cover Art (Front)": b"x" * 100_000, "Title": b"T"})) == {"title": ["T"]}
