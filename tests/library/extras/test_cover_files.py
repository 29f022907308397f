"""The cover of an album is found beside its tracks by the names that programs and people give."""

import os
from pathlib import Path

import pytest

from tui_player.library.extras.cover_files import cover_beside, covers_beside, files_beside


def make(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()


def found(folder: Path, track: str = "01 Song.mp3") -> list[str]:
    path = folder / track
    return [str(c.relative_to(folder)) for c in covers_beside(path, files_beside(path))]


def test_the_best_name_goes_first_whatever_its_case(tmp_path: Path) -> None:
    track = tmp_path / "a.mp3"
    assert cover_beside(str(track)) is None
    make(tmp_path, "notes.txt", "back.jpg")
    assert cover_beside(str(track)) is None
    make(tmp_path, "Folder.JPG")
    assert cover_beside(str(track)) == str(tmp_path / "Folder.JPG")
    make(tmp_path, "cover.webp")
    assert cover_beside(str(track)) == str(tmp_path / "cover.webp")


def test_a_folder_that_is_gone_has_none(tmp_path: Path) -> None:
    assert cover_beside(str(tmp_path / "gone" / "a.mp3")) is None


@pytest.mark.parametrize(
    "name",
    [
        *("Cover.JPG", "cover.jpeg", "folder.png", "front.jpeg", "Front Cover.jpg", "Cover.gif"),
        *("cover_front.png", "Album Art.jpg", "AlbumArt.jpg", "AlbumArtSmall.jpg", "cover (1).jpg"),
        "AlbumArt_{B5020207-474E-4720-DB12-4D1C6F2E1D00}_Large.jpg",
        *("Abba - Arrival (Front).jpg", "00-abba-arrival-cover.jpg", "cover1.jpg", "Cover.avif"),
        *("Arrival.jpg", "Abba - Arrival.png", "01 Song.jpg", "Cover.jfif", "folder.tif"),
    ],
)
def test_a_name_that_tells_it_is_found_among_other_pictures(tmp_path: Path, name: str) -> None:
    album = tmp_path / "Arrival"
    make(album, "01 Song.mp3", "back.jpg", "Booklet 1.jpg", "IMG_0001.jpg", "disc.png", name)
    assert found(album)[:1] == [name]


@pytest.mark.parametrize("name", ["x.jpg", "IMG_2001.PNG", "1.webp", "Arrival 1976 remaster.jpg"])
def test_the_only_picture_is_the_cover_whatever_its_name(tmp_path: Path, name: str) -> None:
    make(tmp_path, "01 Song.mp3", "back.jpg", "notes.txt", "cover.txt", name)
    assert found(tmp_path) == [name]


def test_of_several_pictures_without_a_name_none_is_taken(tmp_path: Path) -> None:
    make(tmp_path, "01 Song.mp3", "party.jpg", "holiday.jpg")
    assert found(tmp_path) == []


@pytest.mark.parametrize(
    "name", ["back.jpg", "Back Cover.jpg", "inlay.jpg", "CD.png", "artist.jpg", "fanart.jpg"]
)
def test_what_is_printed_elsewhere_is_no_cover(tmp_path: Path, name: str) -> None:
    make(tmp_path, "01 Song.mp3", name)
    assert found(tmp_path) == []


def test_a_picture_of_the_track_itself_goes_first(tmp_path: Path) -> None:
    make(tmp_path, "01 Song.mp3", "02 Other.mp3", "cover.jpg", "01 Song.webp")
    assert found(tmp_path)[0] == "01 Song.webp"
    assert found(tmp_path, "02 Other.mp3")[0] == "cover.jpg"


@pytest.mark.parametrize(
    "part", ["CD1", "cd 2", "Disc 2", "Disk One", "Vinyl B", "Side A", "CD1 - Live", "Disc II"]
)
def test_discs_share_the_cover_of_the_folder_above(tmp_path: Path, part: str) -> None:
    make(tmp_path, f"{part}/01 Song.mp3", "cover.jpg")
    path = tmp_path / part / "01 Song.mp3"
    assert cover_beside(str(path)) == str(tmp_path / "cover.jpg")
    make(tmp_path, f"{part}/folder.jpg")
    assert cover_beside(str(path)) == str(tmp_path / part / "folder.jpg")


@pytest.mark.parametrize("name", ["Arrival", "CDs", "Discography", "Sidewalk"])
def test_other_folders_have_nothing_of_the_folder_above(tmp_path: Path, name: str) -> None:
    make(tmp_path, f"{name}/01 Song.mp3", "cover.jpg")
    assert cover_beside(str(tmp_path / name / "01 Song.mp3")) is None


@pytest.mark.parametrize("folder", ["Scans", "artwork", "Covers", "Album Art"])
def test_a_folder_for_pictures_has_the_cover(tmp_path: Path, folder: str) -> None:
    make(tmp_path, "01 Song.mp3", f"{folder}/10.jpg", f"{folder}/2.jpg", f"{folder}/back.jpg")
    assert found(tmp_path) == [f"{folder}/2.jpg"], "the first page"
    make(tmp_path, f"{folder}/front.jpg")
    assert found(tmp_path)[0] == f"{folder}/front.jpg"


def test_the_scans_of_an_album_in_parts_lie_above_them(tmp_path: Path) -> None:
    make(tmp_path, "CD2/01 Song.mp3", "Scans/front.jpg")
    path = str(tmp_path / "CD2" / "01 Song.mp3")
    assert cover_beside(path) == str(tmp_path / "Scans" / "front.jpg")


def test_what_is_no_file_is_no_cover_to_show_to_others(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "cover.jpg")
    (tmp_path / "cover.png").mkdir()
    (tmp_path / "folder.jpg").symlink_to("/dev/zero")
    make(tmp_path, "front.jpg")
    assert cover_beside(str(tmp_path / "a.mp3")) == str(tmp_path / "front.jpg")
