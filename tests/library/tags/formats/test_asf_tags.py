"""Tags of WMA files."""

from pathlib import Path
from typing import Any

import mutagen.asf
import pytest

from tests.library.tags.formats.tag_bytes import read
from tests.media_files import write_audio
from tui_player.library.tags.formats.asf_tags import read_asf
from tui_player.media.file_window import FileWindow

asf: Any = mutagen.asf


def write(folder: Path, **items: Any) -> Path:
    path = write_audio(folder / "a.wma", 0.5)
    file: Any = asf.ASF(path)
    file.update({name.replace("WM_", "WM/"): value for name, value in items.items()})
    file.save()
    return path


def test_every_field_is_read(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        Title="Títol",
        Author=["Alpha", "Beta"],
        WM_AlbumTitle="Album",
        WM_AlbumArtist=["Band", "Others"],
        WM_Genre=["Jazz", "Soul"],
        WM_Year="20010305",
        WM_TrackNumber="3/12",
        WM_PartOfSet="1/2",
        WM_Mood="Calm",
        WM_IsCompilation="1",
        replaygain_track_gain="-7.50 dB",
    )
    tags = read(path)
    assert (tags.title, tags.artist, tags.album) == ("Títol", "Alpha, Beta", "Album")
    assert (tags.album_artist, tags.genres) == ("Band, Others", ("Jazz", "Soul"))
    assert (tags.year, tags.track_number, tags.disc_number) == (2001, 3, 1)
    assert (tags.moods, tags.is_compilation) == (("Calm",), True)
    assert tags.loudness.track_gain_db == -7.5
    assert tags.duration_s == pytest.approx(0.5, abs=0.2)


def test_numbers(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        WM_TrackNumber=asf.ASFDWordAttribute(3),
        WM_PartOfSet=asf.ASFQWordAttribute(2),
        WM_Year=asf.ASFDWordAttribute(1999),
        WM_Mood=asf.ASFByteArrayAttribute(b"\1\2"),
        IsCompilation=True,
    )
    tags = read(path)
    assert (tags.track_number, tags.disc_number, tags.year) == (3, 2, 1999)
    assert (tags.moods, tags.is_compilation) == ((), True)


def test_an_old_name_counts_from_0(tmp_path: Path) -> None:
    assert read(write(tmp_path, WM_Track=asf.ASFDWordAttribute(2))).track_number == 3


def test_the_list_of_artists_is_not_shown_beside_how_they_are_credited(tmp_path: Path) -> None:
    path = write(tmp_path, Author="A feat. B", WM_ARTISTS=["A", "B"])
    assert read(path).artist == "A feat. B"


def test_long_values_are_read(tmp_path: Path) -> None:
    """They stand in the metadata library, not in the description."""
    path = write(tmp_path, WM_AlbumArtist="B" * 30_000, WM_AlbumTitle="Album" * 7_000)
    assert read(path).album_artist.startswith("BBB")


@pytest.fixture(scope="module")
def tagged(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("asf")
    return write(folder, Title="T", Author="A", WM_Genre=["Jazz", "Soul"]).read_bytes()


@pytest.mark.parametrize("step", range(7))
def test_damaged_anywhere(tmp_path: Path, tagged: bytes, step: int) -> None:
    path = tmp_path / "a.wma"
    for place in range(16 + step, 1_500, 7):
        path.write_bytes(tagged[:place] + b"\xff" + tagged[place + 1 : 4_000])
        with path.open("rb") as file:
            read_asf(FileWindow(file).read, 0, path.stat().st_size)
