"""An index of an older version is brought up to date, and serves meanwhile."""

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from tests.library.consistency import assert_in_step
from tests.library.listening import ScannedLibrary
from tests.media_files import write_audio
from tui_player.library.index.schema import SCHEMA_VERSION, open_for_writing
from tui_player.model.music.genres import GenreFamilies

# What each version added, taken away again.
TO_VERSION_5 = """
DROP INDEX track_by_filing;
ALTER TABLE file DROP COLUMN ctime_ns;
ALTER TABLE track DROP COLUMN album_by;
ALTER TABLE track DROP COLUMN order_key;
DROP TABLE words;
CREATE VIRTUAL TABLE words USING fts5 (
    title, artist, album, album_artist, genres, location,
    content='track', content_rowid='id',
    tokenize='unicode61 remove_diacritics 2', prefix='2 3'
);
INSERT INTO words (words) VALUES ('rebuild');
DELETE FROM meta WHERE name IN ('tags', 'letters', 'settled');
PRAGMA user_version = 5;
"""
TO_VERSION_4 = """
DROP INDEX track_without_family;
DROP TABLE playlist;
DROP TABLE given_family;
ALTER TABLE track DROP COLUMN moods;
ALTER TABLE track DROP COLUMN is_compilation;
ALTER TABLE track DROP COLUMN filed_under;
ALTER TABLE track DROP COLUMN filed_key;
ALTER TABLE track DROP COLUMN families_from;
PRAGMA user_version = 4;
"""
DOWN_TO = {5: TO_VERSION_5, 4: TO_VERSION_5 + TO_VERSION_4}


@pytest.fixture(params=DOWN_TO)
def older(library: ScannedLibrary, music: Path, request: pytest.FixtureRequest) -> ScannedLibrary:
    """A library whose index was written by a version before."""
    write_audio(music / "a.mp3", 0.3, tags={"title": "A", "artist": "Édith", "genre": "Rock"})
    write_audio(music / "b.mp3", 0.3, tags={"title": "B", "artist": "Abba", "genre": "Pop"})
    library.start()
    library.stop()
    with closing(sqlite3.connect(library.index_path)) as connection:
        connection.executescript(DOWN_TO[request.param])
    return library


def test_what_is_known_stays_known(older: ScannedLibrary) -> None:
    with closing(sqlite3.connect(older.index_path)) as connection:
        connection.execute("CREATE TABLE witness (id)")  # a rebuilt index would lose it
    older.restart()
    assert [track.title for track in older.tracks()] == ["B", "A"]
    with closing(sqlite3.connect(older.index_path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
        assert connection.execute("SELECT COUNT(*) FROM witness").fetchone() == (0,)


def test_what_only_the_files_tell_is_read_again_once(older: ScannedLibrary) -> None:
    with closing(sqlite3.connect(older.index_path)) as connection:
        connection.execute("UPDATE track SET title = 'stale'")
        connection.execute("INSERT INTO words (words) VALUES ('rebuild')")
        connection.commit()
    older.restart()
    assert older.titles() == {"A", "B"}
    with closing(sqlite3.connect(older.index_path)) as connection:
        connection.execute("UPDATE track SET title = 'kept'")
        connection.commit()
    older.restart()
    assert older.titles() == {"kept"}


def test_words_are_found_as_they_are_folded_now(older: ScannedLibrary) -> None:
    older.restart()
    assert [track.title for track in older.catalog.search("edith", 9)] == ["A"]
    assert_in_step(older.index_path)


def test_words_are_folded_anew_where_they_were_folded_otherwise(older: ScannedLibrary) -> None:
    older.restart()
    older.stop()
    with closing(sqlite3.connect(older.index_path)) as connection:
        connection.execute("UPDATE meta SET value = '0 of old' WHERE name = 'letters'")
        connection.execute("INSERT INTO words (words) VALUES ('delete-all')")
        connection.commit()
    older.restart()
    assert [track.title for track in older.catalog.search("edith", 9)] == ["A"]
    assert_in_step(older.index_path)


def test_a_version_no_step_leads_on_from_is_built_again(
    older: ScannedLibrary, genres: GenreFamilies
) -> None:
    with closing(sqlite3.connect(older.index_path)) as connection:
        connection.execute("PRAGMA user_version = 2")
    older.restart()
    assert older.titles() == {"A", "B"}


def test_players_that_make_the_same_index_at_once_all_get_it(tmp_path: Path) -> None:
    barrier = threading.Barrier(4)

    def open_it(number: int) -> int:
        barrier.wait(30.0)
        with closing(open_for_writing(tmp_path / f"{number // 4}.db")) as connection:
            return int(connection.execute("SELECT COUNT(*) FROM file").fetchone()[0])

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(open_it, range(40))) == [0] * 40
