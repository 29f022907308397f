from pathlib import Path

from tui_player.library.cover_files import cover_beside


def test_the_best_named_picture_of_the_folder(tmp_path: Path) -> None:
    track = tmp_path / "a.mp3"
    assert cover_beside(str(track)) is None
    (tmp_path / "back.jpg").touch()
    assert cover_beside(str(track)) is None
    (tmp_path / "Folder.JPG").touch()
    assert cover_beside(str(track)) == str(tmp_path / "Folder.JPG")
    (tmp_path / "cover.webp").touch()
    assert cover_beside(str(track)) == str(tmp_path / "cover.webp")


def test_a_folder_that_is_gone_has_none(tmp_path: Path) -> None:
    assert cover_beside(str(tmp_path / "gone" / "a.mp3")) is None
