"""Files that an older version read are read again once, even if that is cut off in between."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.media_files import write_audio
from tui_player.domain.genre import GenreFamilies
from tui_player.library import library_updater
from tui_player.library.scan_once import scan_once
from tui_player.library.tags import FileTags, read_tags

NAMES = [f"{letter}.flac" for letter in "abcdefgh"]


class CutOffError(Exception):
    """Stands for the end of the whole process."""


@pytest.fixture
def scan(
    music: Path, tmp_path: Path, genres: GenreFamilies, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., list[str]]:
    """Scans the folder, in batches of two; gives the names of the files that were read."""
    monkeypatch.setattr(library_updater, "FIRST_BATCH_FILES", 2)
    monkeypatch.setattr(library_updater, "BATCH_FILES", 2)

    def scanned(cut_off_at: str = "") -> list[str]:
        names: list[str] = []

        def reading(path: bytes) -> FileTags:
            names.append(os.path.basename(os.fsdecode(path)))  # noqa: PTH119
            if names[-1] == cut_off_at:
                raise CutOffError
            return read_tags(path)

        monkeypatch.setattr("tui_player.library.tag_reader.read_tags", reading)
        index_path = tmp_path / "library.db"
        if cut_off_at:
            with pytest.raises(CutOffError):
                scan_once(music, index_path, genres, lambda _: None, lambda: False)
        else:
            assert scan_once(music, index_path, genres, lambda _: None, lambda: False)
        return names

    return scanned


@pytest.fixture
def old_index(music: Path, tmp_path: Path, scan: Callable[..., list[str]]) -> Path:
    """An index that another version wrote."""
    write_audio(music / NAMES[0], 0.2, tags={"title": "T"})
    for name in NAMES[1:]:
        shutil.copyfile(music / NAMES[0], music / name)
    assert scan() == NAMES
    index_path = tmp_path / "library.db"
    with closing(sqlite3.connect(index_path)) as connection:
        connection.execute("UPDATE meta SET value = x'30' WHERE name = 'tags'")
        connection.commit()
    return index_path


@pytest.mark.usefixtures("old_index")
def test_goes_on_where_it_was_cut_off(scan: Callable[..., list[str]]) -> None:
    assert scan(cut_off_at="f.flac") == NAMES[:6]
    assert scan(cut_off_at="h.flac") == NAMES[4:]
    assert scan() == NAMES[6:]
    assert scan() == []


@pytest.mark.usefixtures("old_index")
def test_what_another_version_got_to_counts_nothing(
    scan: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    scan(cut_off_at="f.flac")
    monkeypatch.setattr("tui_player.library.index_writer.TAGS_VERSION", b"another")
    assert scan() == NAMES


def test_a_first_scan_cut_off_reads_nothing_twice(
    music: Path, scan: Callable[..., list[str]]
) -> None:
    write_audio(music / NAMES[0], 0.2)
    for name in NAMES[1:]:
        shutil.copyfile(music / NAMES[0], music / name)
    scan(cut_off_at="f.flac")
    assert scan() == NAMES[4:]
    assert scan() == []
