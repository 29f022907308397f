"""The writing end of the index: whatever is put and taken, all its tables stay in step."""

import os
import random
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from tests.library.consistency import assert_in_step
from tui_player.library.index.catalog import LibraryCatalog
from tui_player.library.index.writer import IndexWriter
from tui_player.library.scanner.walk import UNREAD, Signature
from tui_player.library.tags.genres import GenreFinder
from tui_player.library.tags.reader import FileTags
from tui_player.model.music.genres import GenreFamilies
from tui_player.model.music.unreadable_file import UnreadableFile

FOLDER = Path("/music")
GENRES = ("Rock", "Pop", "Jazz", "Pop Rock", "Unheard", "")
TABLE = GenreFamilies.from_table({"rock": ["Rock", "Pop Rock"], "pop": ["Pop", "Pop Rock"]})
SIGNATURE = Signature(1, 2, 3)


@pytest.fixture
def index_path(tmp_path: Path) -> Path:
    return tmp_path / "library.db"


@pytest.fixture
def writer(index_path: Path) -> Iterator[IndexWriter]:
    writer = IndexWriter(index_path, FOLDER, GenreFinder(TABLE))
    yield writer
    writer.close()


def tags(title: str, genre: str = "") -> FileTags:
    return FileTags(title=title, genres=(genre,) if genre else (), duration_s=1.0)


@pytest.mark.parametrize("seed", range(5))
def test_all_tables_stay_in_step(writer: IndexWriter, index_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    expected: dict[str, str] = {}
    for _ in range(40):
        with writer.transaction():
            for _ in range(chance.randrange(8)):
                path = f"{chance.randrange(30)}.mp3"
                expected.pop(path, None)
                match chance.randrange(4):
                    case 0:
                        writer.remove(path.encode())
                    case 1:
                        writer.put_unreadable(path.encode(), SIGNATURE, "broken")
                    case _:
                        expected[path] = f"title {chance.randrange(100)}"
                        genre = chance.choice(GENRES)
                        writer.put_track(path.encode(), SIGNATURE, tags(expected[path], genre))
        assert_in_step(index_path)
    catalog = LibraryCatalog.open(index_path, FOLDER)
    assert {str(track.id): track.title for track in catalog.search("", 99)} == expected
    assert {str(track.id): track.title for track in catalog.search("title", 99)} == expected
    assert len(catalog.sample([], 99, chance)) == len(expected) == writer.track_count()
    assert catalog.counts() == dict(writer.family_counts())
    catalog.close()


def test_a_transaction_that_fails_changes_nothing(writer: IndexWriter, index_path: Path) -> None:
    with writer.transaction():
        writer.put_track(b"a.mp3", SIGNATURE, tags("a", "Rock"))

    def fail() -> None:
        with writer.transaction():
            writer.put_track(b"b.mp3", SIGNATURE, tags("b", "Pop"))
            writer.remove(b"a.mp3")
            raise KeyError("on purpose")

    with pytest.raises(KeyError, match="on purpose"):
        fail()
    assert_in_step(index_path)
    assert writer.family_counts() == (("rock", 1),)
    with writer.transaction():
        writer.put_track(b"c.mp3", SIGNATURE, tags("c", "Rock"))
    assert_in_step(index_path)
    assert writer.family_counts() == (("rock", 2),)


def test_two_players_may_write_the_same_index(writer: IndexWriter, index_path: Path) -> None:
    other = IndexWriter(index_path, FOLDER, GenreFinder(TABLE))
    for number in range(20):
        for turn, each in enumerate((writer, other)):
            with each.transaction():
                path = f"{(number * 7 + turn) % 11}.mp3".encode()
                each.remove(f"{number % 5}.mp3".encode())
                each.put_track(path, SIGNATURE, tags("t", GENRES[number % 5]))
    other.close()
    assert_in_step(index_path)


def test_lists_what_is_known_in_the_order_of_path_bytes(writer: IndexWriter) -> None:
    paths = [b"a.mp3", b"a/b.mp3", b"a/b/c.mp3", b"a0.mp3", b"\xff.mp3"]
    with writer.transaction():
        for path in reversed(paths):
            writer.put_track(path, SIGNATURE, tags("t"))
    assert [path for path, _ in writer.signatures()] == paths
    assert [path for path, _ in writer.signatures(b"a")] == [b"a/b.mp3", b"a/b/c.mp3"]
    assert writer.signature(b"a/b.mp3") == SIGNATURE
    assert writer.signature(b"missing.mp3") is None


def test_lists_what_cannot_be_read_until_it_can(writer: IndexWriter) -> None:
    with writer.transaction():
        writer.put_unreadable(b"b.mp3", SIGNATURE, "broken")
        writer.put_unreadable(b"a.mp3", SIGNATURE, "empty")
    assert writer.unreadable() == (
        UnreadableFile("a.mp3", "empty"),
        UnreadableFile("b.mp3", "broken"),
    )
    with writer.transaction():
        writer.put_track(b"a.mp3", SIGNATURE, tags("a"))
    assert writer.unreadable() == (UnreadableFile("b.mp3", "broken"),)
    assert (writer.track_count(), writer.file_count()) == (1, 2)


def test_keeps_what_is_known_of_a_file_that_is_out_of_reach(writer: IndexWriter) -> None:
    with writer.transaction():
        writer.put_track(b"a.mp3", SIGNATURE, tags("a"))
        writer.put_playlist(b"b.m3u", SIGNATURE, 2)
        writer.put_unreadable(b"c.mp3", SIGNATURE, "broken")
    with writer.transaction():
        for path in (b"a.mp3", b"b.m3u", b"c.mp3", b"new.mp3"):
            writer.put_unread(path, "Input/output error")
    assert (writer.track_count(), writer.file_count()) == (1, 4)
    assert {signature for _, signature in writer.signatures()} == {UNREAD}
    assert writer.unreadable() == (
        UnreadableFile("c.mp3", "Input/output error"),
        UnreadableFile("new.mp3", "Input/output error"),
    )


def test_takes_the_largest_inode_numbers(writer: IndexWriter) -> None:
    status = SimpleNamespace(st_size=1, st_mtime_ns=2, st_ctime_ns=3, st_ino=2**64 - 1)
    signature = Signature.of(cast(os.stat_result, status))
    with writer.transaction():
        writer.put_track(b"a.mp3", signature, tags("a"))
    assert writer.signature(b"a.mp3") == signature
