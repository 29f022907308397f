"""Years, numbers and yes as tags have them, in every kind of file."""

import os
from pathlib import Path
from typing import Any

import mutagen
import mutagen.id3
import pytest

from tests.media_files import write_audio
from tui_player.library.tags.formats.fields import COMPILATION, DATE, TRACK
from tui_player.library.tags.reader import read_tags
from tui_player.library.tags.values import is_yes, number_of, year_of

SUFFIXES = (".mp3", ".flac", ".ogg", ".opus", ".m4a", ".wma", ".wv", ".mka")
DATE_NAMES = {".m4a": "\xa9day", ".wma": "WM/Year", ".wv": "Year"}


@pytest.mark.parametrize(
    ("written", "year"),
    [
        ("2001", 2001),
        ("2001 ", 2001),
        ("20010305", 2001),
        ("200103", 2001),
        ("20010305100000", 2001),
        ("2001-03-05", 2001),
        ("2001-03-05T10:00:00Z", 2001),
        ("2001-03-05 10:00", 2001),
        ("2001/03/05", 2001),
        ("2001.03", 2001),
        ("2001-00-00", 2001),
        ("05.03.2001", 2001),
        ("05032001", 2001),
        ("12252001", 2001),
        ("3/5/2001", 2001),
        ("March 5th, 2001", 2001),
        ("(P) 2001", 2001),
        ("\N{SOUND RECORDING COPYRIGHT}2001", 2001),
        ("1999/2001", 1999),
        ("20101201", 2010),
        ("2001年3月5日", 2001),
        ("", None),
        ("0000", None),
        ("unknown", None),
        ("123456789", None),
        ("20019999", None),
        ("97", None),
    ],
)
def test_years_as_they_are_written(written: str, year: int | None) -> None:
    assert year_of({"date": [written]}, DATE) == year


def test_a_year_under_another_name_serves_where_there_is_no_better_one() -> None:
    assert year_of({"originaldate": ["1969"], "date": ["2001"]}, DATE) == 2001
    assert year_of({"originaldate": ["1969"], "date": ["?"]}, DATE) == 1969
    assert year_of({"date": ["?", "2001"]}, DATE) == 2001


@pytest.fixture(scope="module")
def originals(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One untagged file of each kind."""
    folder = tmp_path_factory.mktemp("originals")
    for suffix in SUFFIXES:
        write_audio(folder / f"a{suffix}", 0.5)
    return folder


@pytest.mark.parametrize("suffix", [each for each in SUFFIXES if each != ".mka"])
@pytest.mark.parametrize("written", ["20010305", "200103", "05.03.2001", "(P) 2001"])
def test_years_in_every_kind_of_file(
    originals: Path, tmp_path: Path, suffix: str, written: str
) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes((originals / path.name).read_bytes())
    file: Any = mutagen.File(path)
    if file.tags is None:
        file.add_tags()
    if suffix == ".mp3":
        frame: Any = mutagen.id3.TXXX
        file.tags.add(frame(encoding=3, desc="originalyear", text=[written]))
    else:
        file[DATE_NAMES.get(suffix, "date")] = [written]
    file.save()
    assert read_tags(os.fsencode(path)).year == 2001


@pytest.mark.parametrize("name", ["TYER", "TDRC", "TDRL", "TDOR", "TORY"])
def test_years_in_every_frame_of_id3(originals: Path, tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.mp3"
    frame = name.encode() + (9).to_bytes(4, "big") + b"\0\0\x0020010305"
    tag = b"ID3\3\0\0" + bytes((0, 0, 0, len(frame))) + frame
    path.write_bytes(tag + (originals / "a.mp3").read_bytes())
    assert read_tags(os.fsencode(path)).year == 2001


def test_years_in_matroska(tmp_path: Path) -> None:
    path = write_audio(tmp_path / "a.mka", 0.5, tags={"DATE": "20010305", "ARTIST-eng": "A"})
    assert read_tags(os.fsencode(path)).year == 2001
    assert read_tags(os.fsencode(path)).artist == "A"


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("3", 3),
        ("03", 3),
        ("3/12", 3),
        (" 03 / 12 ", 3),
        ("3 of 12", 3),
        ("0", None),
        ("", None),
        ("/12", None),
        ("A3", None),
        ("-3", None),
        ("1" * 30, None),
    ],
)
def test_numbers_as_they_are_written(written: str, number: int | None) -> None:
    assert number_of({"track": [written]}, TRACK) == number


@pytest.mark.parametrize(
    ("written", "yes"),
    [("1", True), (" True", True), ("yes", True), ("0", False), ("", False), ("no", False)],
)
def test_yes_as_it_is_written(written: str, yes: bool) -> None:
    assert is_yes({"itunescompilation": [written]}, COMPILATION) is yes
