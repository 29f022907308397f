"""What the library's tests share: the shipped genre table, and a library that is listened to."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import tui_player.settings
from tests.library.listening import ScannedLibrary
from tui_player.model.music.genres import GenreFamilies


@pytest.fixture(scope="session")
def genres() -> GenreFamilies:
    path = Path(tui_player.settings.__file__).with_name("genres.toml")
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return GenreFamilies.from_table(table["families"], table["aliases"], table["ignored"])


@pytest.fixture
def music(tmp_path: Path) -> Path:
    folder = tmp_path / "music"
    folder.mkdir()
    return folder


@pytest.fixture
def library(music: Path, tmp_path: Path, genres: GenreFamilies) -> Iterator[ScannedLibrary]:
    """A library over `music`, not started yet, stopped after the test."""
    library = ScannedLibrary(music, tmp_path / "cache" / "library.db", genres)
    yield library
    library.stop()
