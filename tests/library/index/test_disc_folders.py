"""Folders that hold one disc of an album."""

import pytest

from tui_player.library.index.disc_folders import album_folder, disc_of


@pytest.mark.parametrize(
    ("folder", "disc"),
    [
        ("CD1", 1),
        ("cd 02", 2),
        ("Disc 10 - Live", 10),
        ("DISK_3", 3),
        ("Album/CD2", 2),
        ("Album (Disc 2)", 2),
        ("Album [CD 3]", 3),
        ("Album CD4", 4),
        ("Album", None),
        ("CD", None),
        ("Disco 3000", None),
        ("1999", None),
        ("CD1/Extras", None),
        ("ABCD1", None),
        ("", None),
    ],
)
def test_the_number_of_the_disc(folder: str, disc: int | None) -> None:
    path = f"{folder}/a.mp3" if folder else "a.mp3"
    assert disc_of(path.encode()) == disc


def test_discs_are_of_the_album_in_the_folder_above() -> None:
    assert album_folder(b"Album/CD1/a.mp3") == b"Album"
    assert album_folder(b"CD1/a.mp3") == b""
    assert album_folder(b"Album/a.mp3") == b"Album"
    assert album_folder(b"a.mp3") == b""
