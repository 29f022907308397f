"""Files that an older version read are read again once, even if that is cut off in between."""

import itertools
import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.media_files import write_audio
from tui_player.library.index.writer import IndexWriter
from tui_player.library.scanner import updater as updater_module
from tui_player.library.scanner.ignore import Ignored
from tui_player.library.scanner.scan_once import scan_once
from tui_player.library.scanner.updater import LibraryUpdater
from tui_player.library.tags.genres import GenreFinder
from tui_player.library.tags.reader import FileTags, read_tags
from tui_player.messages.events import Event, ScanProgressed
from tui_player.model.music.genres import GenreFamilies

NAMES = [f"{letter}.flac" for letter in "abcdefgh"]


class CutOffError(BaseException):
    """Stands for the end of the whole process."""


@pytest.fixture
def scan(
    music: Path, tmp_path: Path, genres: GenreFamilies, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., list[str]]:
    """Scans the folder, in batches of two; gives the names of the files that were read."""
    monkeypatch.setattr(updater_module, "FIRST_BATCH_FILES", 2)
    monkeypatch.setattr(updater_module, "BATCH_FILES", 2)

    def scanned(cut_off_at: str = "") -> list[str]:
        names: list[str] = []

        def reading(path: bytes, *_: object) -> FileTags:
            names.append(os.path.basename(os.fsdecode(path)))  # noqa: PTH119
            if names[-1] == cut_off_at:
                raise CutOffError
            return read_tags(path)

        monkeypatch.setattr("tui_player.library.scanner.tag_pool.read_tags", reading)
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
    monkeypatch.setattr("tui_player.library.index.writer.TAGS_VERSION", b"another")
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


def test_a_first_scan_cut_off_tells_how_much_there_is_of_all(
    music: Path,
    tmp_path: Path,
    genres: GenreFamilies,
    scan: Callable[..., list[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write_audio(music / NAMES[0], 0.2)
    for name in NAMES[1:]:
        shutil.copyfile(music / NAMES[0], music / name)
    scan(cut_off_at="f.flac")
    monkeypatch.setattr("tui_player.library.scanner.tag_pool.read_tags", read_tags)
    told: list[Event] = []
    with closing(IndexWriter(tmp_path / "library.db", music, GenreFinder(genres))) as index:
        clock = itertools.count()
        never, ignored = (lambda: False), Ignored()
        LibraryUpdater(music, index, told.append, never, lambda: next(clock), ignored).scan()
    totals = {event.total for event in told if isinstance(event, ScanProgressed)}
    assert totals == {len(NAMES)}


@pytest.fixture
def updater(
    music: Path, tmp_path: Path, genres: GenreFamilies
) -> Iterator[tuple[LibraryUpdater, IndexWriter]]:
    """What keeps `music` in step, and the index that it writes."""
    with closing(IndexWriter(tmp_path / "library.db", music, GenreFinder(genres))) as index:
        clock, never = time.monotonic, (lambda: False)
        yield LibraryUpdater(music, index, lambda _: None, never, clock, Ignored()), index


def test_a_touched_file_is_read_once_though_its_folder_was_touched_too(
    music: Path,
    updater: tuple[LibraryUpdater, IndexWriter],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read: list[bytes] = []

    def reading(path: bytes, *_: object) -> FileTags:
        read.append(path)
        return FileTags()

    monkeypatch.setattr("tui_player.library.scanner.tag_pool.read_tags", reading)
    keeper, index = updater
    keeper.scan()
    (music / "a").mkdir()
    for name in ("a/b.mp3", "a.mp3"):
        (music / name).touch()
    keeper.refresh([b"", b"a", b"a.mp3", b"a/b.mp3"])
    assert index.track_count() == 2
    assert sorted(read) == [os.fsencode(music / name) for name in ("a.mp3", "a/b.mp3")]


@pytest.mark.parametrize("name", ["a.mp3", "a"])
def test_a_file_in_the_place_of_a_folder_ends_what_lay_there(
    music: Path,
    tmp_path: Path,
    updater: tuple[LibraryUpdater, IndexWriter],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:
    monkeypatch.setattr("tui_player.library.scanner.tag_pool.read_tags", lambda *_: FileTags())
    for path in (f"{name}/b/c.mp3", "other.mp3"):
        (music / path).parent.mkdir(parents=True, exist_ok=True)
        (music / path).touch()
    keeper, index = updater
    keeper.scan()
    (music / name).rename(tmp_path / "elsewhere")
    (music / name).touch()
    keeper.refresh([b"", os.fsencode(name)])
    assert index.files_below(b"") == [b"a.mp3", b"other.mp3"][name == "a" :]
