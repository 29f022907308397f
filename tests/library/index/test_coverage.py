"""How an index covers the moods, and what in it needs attention."""

import sqlite3
from pathlib import Path

import pytest

from tui_player.library.index.coverage import survey
from tui_player.library.index.writer import IndexWriter
from tui_player.library.scanner.walk import Signature
from tui_player.library.tags.genres import GenreFinder
from tui_player.library.tags.reader import FileTags
from tui_player.model.music.genres import GenreFamilies
from tui_player.model.music.unreadable_file import UnreadableFile

TABLE = GenreFamilies.from_table({"rock": ["Rock", "Pop Rock"], "pop": ["Pop", "Pop Rock"]})
WISHES = {"happy": ("pop", "rock"), "angry": ("rock",), "sad": ("folk",)}
SIGNATURE = Signature(1, 2, 3)


@pytest.fixture
def index_path(tmp_path: Path) -> Path:
    path = tmp_path / "library.db"
    writer = IndexWriter(path, Path("/music"), GenreFinder(TABLE))
    genres = ["Rock", "Pop Rock", "Pop", "Splonk", "Splonk", "Blorp", ""]
    with writer.transaction():
        for number, genre in enumerate(genres):
            tags = FileTags(title="t", genres=(genre,) if genre else (), duration_s=1.0)
            writer.put_track(b"%d.mp3" % number, SIGNATURE, tags)
        writer.put_track(b"rock/untagged.mp3", SIGNATURE, FileTags(duration_s=1.0))
        writer.put_unreadable(b"bad\xff.mp3", SIGNATURE, "it is empty")
    writer.close()
    return path


def test_counts_each_track_once_per_mood(index_path: Path) -> None:
    found = survey(index_path, TABLE, WISHES)
    assert found is not None
    assert found.tracks == 8
    assert found.per_mood == {"happy": 4, "angry": 3, "sad": 0}


def test_names_unknown_genres_most_first(index_path: Path) -> None:
    found = survey(index_path, TABLE, WISHES)
    assert found is not None
    assert found.unknown_genres == (("Splonk", 2), ("Blorp", 1))
    assert (found.homeless, found.untagged) == (4, 1)


def test_names_all_files_that_cannot_be_read(index_path: Path) -> None:
    found = survey(index_path, TABLE, WISHES)
    assert found is not None
    assert found.unreadable == (UnreadableFile("bad\udcff.mp3", "it is empty"),)


def test_is_none_without_an_index_of_this_version(index_path: Path, tmp_path: Path) -> None:
    assert survey(tmp_path / "none.db", TABLE, WISHES) is None
    with sqlite3.connect(index_path) as connection:
        connection.execute("PRAGMA user_version = 999")
    connection.close()
    assert survey(index_path, TABLE, WISHES) is None


def test_raises_for_a_damaged_index(tmp_path: Path) -> None:
    (tmp_path / "library.db").write_bytes(b"not a database" * 500)
    with pytest.raises(sqlite3.DatabaseError):
        survey(tmp_path / "library.db", TABLE, WISHES)
