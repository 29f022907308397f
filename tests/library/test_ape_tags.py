"""APEv2 tags at the end of mp3 files, alone, beside ID3, and damaged."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import mutagen
import pytest
from mutagen.apev2 import APEv2
from mutagen.easyid3 import EasyID3

from tests.media_files import write_audio
from tui_player.library.ape_tags import TAIL_BYTES, ape_tags
from tui_player.library.tags import FileTags, read_tags


@pytest.fixture
def mp3(tmp_path: Path) -> Path:
    path = write_audio(tmp_path / "a.mp3", 0.3)
    file: Any = mutagen.File(path)
    file.delete()
    return path


def write_ape(path: Path, **items: str | list[str]) -> None:
    tag: Any = APEv2()
    for name, value in items.items():
        tag["Album Artist" if name == "Album_Artist" else name] = value
    tag.save(path)


def read(path: Path) -> FileTags:
    return read_tags(os.fsencode(path))


def ape_tags_of(path: Path) -> Mapping[str, tuple[str, ...]]:
    content = path.read_bytes()
    with path.open("rb") as file:
        return ape_tags(file, content[-TAIL_BYTES:], len(content))


def test_is_read_where_there_is_no_other(mp3: Path) -> None:
    write_ape(
        mp3,
        Title="Títol",
        Artist=["One", "Two"],
        Album="A",
        Album_Artist="Both",
        Genre=["Jazz", "Soul"],
        Year="1994",
        Track="3/9",
        Disc="2",
        Mood="Calm",
        Compilation="1",
        REPLAYGAIN_TRACK_GAIN="-7.5 dB",
    )
    tags = read(mp3)
    assert (tags.title, tags.artist, tags.album) == ("Títol", "One, Two", "A")
    assert (tags.album_artist, tags.genres) == ("Both", ("Jazz", "Soul"))
    assert (tags.year, tags.track_number, tags.disc_number) == (1994, 3, 2)
    assert (tags.moods, tags.is_compilation) == (("Calm",), True)
    assert tags.loudness.track_gain_db == -7.5
    assert tags.duration_s == pytest.approx(0.3, abs=0.1)


def test_fills_what_id3v2_leaves_empty(mp3: Path) -> None:
    id3: Any = EasyID3()
    id3.update({"title": ["From ID3"], "artist": ["Somebody"], "album": ["A"], "genre": ["Rock"]})
    id3.save(mp3)
    write_ape(mp3, Title="From APE", Year="2001", replaygain_track_gain="-3.00 dB")
    tags = read(mp3)
    assert (tags.title, tags.genres, tags.year) == ("From ID3", ("Rock",), 2001)
    assert tags.loudness.track_gain_db == -3.0


def test_counts_more_than_id3v1_which_is_cut_short(mp3: Path) -> None:
    title = "A title far too long for thirty bytes"
    write_ape(mp3, Title=title)
    with mp3.open("ab") as end:
        end.write(b"TAG" + title.encode()[:30] + b"Artist".ljust(30, b"\0") + bytes(64) + b"\x11")
    tags = read(mp3)
    assert (tags.title, tags.artist) == (title, "Artist")


@pytest.mark.parametrize("cut", [1, 8, 20, 31])
def test_a_damaged_one_is_left_out(mp3: Path, cut: int) -> None:
    write_ape(mp3, Title="T")
    content = mp3.read_bytes()
    mp3.write_bytes(content[:-cut])
    assert read(mp3).title == ""


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
def test_nonsense_is_no_tag(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.mp3"
    path.write_bytes(content)
    assert ape_tags_of(path) == {}


def test_pictures_are_passed_over(mp3: Path) -> None:
    tag: Any = APEv2()
    tag["Title"] = "T"
    tag["Cover Art (Front)"] = mutagen.apev2.APEValue(b"x" * 100_000, mutagen.apev2.BINARY)
    tag.save(mp3)
    assert ape_tags_of(mp3) == {"title": ("T",)}
