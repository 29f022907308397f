"""The tables of the library index, and how its database is opened and, if damaged, replaced."""

import sqlite3
import time
from collections.abc import Iterable
from pathlib import Path

from tui_player.model.music.natural_order import natural_key
from tui_player.model.music.track import filed_under, filing_key

# A database of a version that no step below leads on from is emptied and built again: the index
# is a cache of the files.
SCHEMA_VERSION = 6
# How long another player may hold the index, and how often it is looked whether it still does.
_WAIT_S = 5.0
_LOOKS_EVERY_S = 0.01

# Joins the genres of one track in one column.
_SEPARATOR = "\x1f"

# Beyond all paths: no name of a file has more than 255 bytes.
_BEYOND_PATHS = b"\xff" * 256

# `file` is narrow because every check of the folder reads all of it; `track` has what is shown.
# Paths are bytes under the folder, as the disk has them. `raw_genres`, `genres` and `moods` are
# joined by _SEPARATOR. `filed_key` orders the names in `filed_under` (model/music/filing.py);
# `families_from` is a number of FamiliesFrom, `album_by` whom the album was found to be by where no
# tag says so (model/music/album_artist.py). Tracks without a number are ordered by `order_key`.
#
# `unreadable` has the files that are no tracks, and why; a film without sound has no reason.
#
# `playlist` has the files that are lists of others, `given_family` what the person gave: a copy
# of what the history keeps, for who reads tags while no player runs.
#
# `gone` holds what lay in files that went (or, for a while, were overwritten), `moved` where it
# was found again, until that is told.
#
# A shelf holds the tracks of one genre family, genre or MOOD tag, or all tracks (kind "all"). Its
# tracks are numbered 0 to `tracks` - 1 without a hole (`ordinal`), so a track of a shelf is drawn
# at random by one look-up, however large the library.
_TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID;
CREATE TABLE file (
    id INTEGER PRIMARY KEY,
    path BLOB NOT NULL UNIQUE,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    inode INTEGER NOT NULL,
    ctime_ns INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE unreadable (file_id INTEGER PRIMARY KEY, reason TEXT NOT NULL);
CREATE TABLE track (
    id INTEGER PRIMARY KEY,
    title TEXT NOT NULL,
    artist TEXT NOT NULL,
    album TEXT NOT NULL,
    album_artist TEXT NOT NULL,
    genres TEXT NOT NULL,
    families TEXT NOT NULL,
    raw_genres TEXT NOT NULL,
    location TEXT NOT NULL,
    duration_s REAL,
    year INTEGER,
    track_number INTEGER,
    disc_number INTEGER,
    track_gain_db REAL,
    track_peak REAL,
    album_gain_db REAL,
    album_peak REAL,
    moods TEXT NOT NULL DEFAULT '',
    is_compilation INTEGER NOT NULL DEFAULT 0,
    filed_under TEXT NOT NULL DEFAULT '',
    filed_key TEXT NOT NULL DEFAULT '',
    families_from INTEGER NOT NULL DEFAULT 0,
    album_by TEXT NOT NULL DEFAULT '',
    order_key TEXT NOT NULL DEFAULT ''
);
CREATE TABLE playlist (file_id INTEGER PRIMARY KEY, entries INTEGER NOT NULL);
CREATE TABLE given_family (
    kind TEXT NOT NULL, key BLOB NOT NULL, family TEXT NOT NULL, PRIMARY KEY (kind, key)
) WITHOUT ROWID;
CREATE TABLE gone (
    id INTEGER PRIMARY KEY,
    path BLOB NOT NULL UNIQUE,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    inode INTEGER NOT NULL,
    duration_s REAL,
    title TEXT NOT NULL,
    artist TEXT NOT NULL,
    overwritten INTEGER NOT NULL
);
CREATE INDEX gone_by_size ON gone (size);
CREATE INDEX gone_by_inode ON gone (inode);
CREATE TABLE moved (round INTEGER NOT NULL, old BLOB NOT NULL, new BLOB NOT NULL);
CREATE INDEX moved_by_old ON moved (old);
CREATE TABLE shelf (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    tracks INTEGER NOT NULL,
    UNIQUE (kind, name)
);
CREATE TABLE shelved (
    shelf_id INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    track_id INTEGER NOT NULL,
    PRIMARY KEY (shelf_id, ordinal)
) WITHOUT ROWID;
CREATE INDEX shelved_by_track ON shelved (track_id);
"""

# The words of tracks, without the texts: what is put in is folded already
# (model/music/letters.py), so that the tokenizer has only to cut it.
# Marks that were left belong to words.
_WORDS = """
CREATE VIRTUAL TABLE words USING fts5 (
    title, artist, album, album_artist, genres, location, content='',
    tokenize="unicode61 remove_diacritics 0 categories 'L* N* Co M*'", prefix='2 3'
);
"""
_TABLES += _WORDS

# Built after the first scan: filling a table is faster without.
LATE_INDEXES = """
CREATE INDEX IF NOT EXISTS track_by_filing ON track (
    filed_key, album COLLATE NOCASE, disc_number, track_number, order_key, id
);
CREATE INDEX IF NOT EXISTS track_without_family ON track (filed_key) WHERE families_from IN (0, 3);
CREATE INDEX IF NOT EXISTS track_without_genre ON track (id) WHERE genres = '';
CREATE INDEX IF NOT EXISTS track_by_year ON track (year);
CREATE INDEX IF NOT EXISTS file_by_size ON file (size);
CREATE INDEX IF NOT EXISTS file_by_inode ON file (inode);
"""

# Step n brings version n to n + 1 and keeps what is known. What only the files can tell is read
# again by the next scan (TAGS_VERSION), while the old answers serve.
_MIGRATIONS = {
    4: """
DROP INDEX IF EXISTS track_by_artist;
ALTER TABLE track ADD COLUMN moods TEXT NOT NULL DEFAULT '';
ALTER TABLE track ADD COLUMN is_compilation INTEGER NOT NULL DEFAULT 0;
ALTER TABLE track ADD COLUMN filed_under TEXT NOT NULL DEFAULT '';
ALTER TABLE track ADD COLUMN filed_key TEXT NOT NULL DEFAULT '';
ALTER TABLE track ADD COLUMN families_from INTEGER NOT NULL DEFAULT 0;
CREATE TABLE playlist (file_id INTEGER PRIMARY KEY, entries INTEGER NOT NULL);
CREATE TABLE given_family (
    kind TEXT NOT NULL, key BLOB NOT NULL, family TEXT NOT NULL, PRIMARY KEY (kind, key)
) WITHOUT ROWID;
UPDATE track SET filed_under = filed_under(artist, album_artist), families_from = families <> '';
UPDATE track SET filed_key = filing_key(filed_under);
""",
    5: f"""
ALTER TABLE file ADD COLUMN ctime_ns INTEGER NOT NULL DEFAULT 0;
ALTER TABLE track ADD COLUMN album_by TEXT NOT NULL DEFAULT '';
ALTER TABLE track ADD COLUMN order_key TEXT NOT NULL DEFAULT '';
UPDATE track SET order_key = natural_key(replace(location, '/', char(1)))
    WHERE track_number IS NULL;
DELETE FROM meta WHERE name = 'settled';
DROP INDEX IF EXISTS track_by_filing;
DROP TABLE words;
{_WORDS}
""",
}


def joined(values: Iterable[str]) -> str:
    """Several values as one column holds them."""
    return _SEPARATOR.join(values)


def parted(column: str) -> tuple[str, ...]:
    """The values that a column holds."""
    return tuple(column.split(_SEPARATOR)) if column else ()


def paths_below(folder: bytes) -> tuple[bytes, bytes]:
    """Between which two lie the paths of all that is in a folder and below it; empty: all."""
    return (folder + b"/", folder + b"0") if folder else (b"", _BEYOND_PATHS)  # "0" follows "/"


def open_for_writing(index_path: Path) -> sqlite3.Connection:
    """Open the index for its one writer; brought up to date, or made anew where that cannot be.

    Raises sqlite3.DatabaseError if it is damaged (see `is_damaged`), and OSError if its folder
    cannot be made.
    """
    index_path.parent.mkdir(parents=True, exist_ok=True)
    connection = _connect(index_path)
    try:
        if not _has_our_version(connection):
            _bring_up_to_date(connection)
    except BaseException:
        connection.close()  # undoes what was not committed
        raise
    return connection


def _bring_up_to_date(connection: sqlite3.Connection) -> None:
    """Bring the tables up to date, or make them anew, at one stroke for those who read meanwhile.

    Another player may do the same at the same time: then its work counts.
    """
    connection.execute("BEGIN IMMEDIATE")
    if not _has_our_version(connection):
        version: int = connection.execute("PRAGMA user_version").fetchone()[0]
        script = _migration(connection, version) or _rebuilding(connection)
        for statement in script.split(";"):  # a whole script would be committed before it begins
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    connection.execute("COMMIT")


def _migration(connection: sqlite3.Connection, version: int) -> str:
    """What brings the tables of an older version up to date; empty if nothing does."""
    if version not in _MIGRATIONS:
        return ""
    connection.create_function("filing_key", 1, filing_key, deterministic=True)
    connection.create_function("natural_key", 1, natural_key, deterministic=True)
    connection.create_function(
        "filed_under", 2, lambda artist, album: filed_under(artist, album, is_compilation=False)
    )
    return "".join(_MIGRATIONS[number] for number in range(version, SCHEMA_VERSION))


def set_aside(index_path: Path) -> Path:
    """Move a damaged database out of the way, over an older one; returns where it lies now."""
    aside = index_path.with_name(index_path.name + ".damaged")
    if index_path.exists():
        index_path.replace(aside)
    for ending in ("-wal", "-shm"):  # what SQLite keeps beside it
        index_path.with_name(index_path.name + ending).unlink(missing_ok=True)
    return aside


def open_for_reading(index_path: Path) -> sqlite3.Connection:
    """Open the index read-only; raises sqlite3.OperationalError if it does not exist."""
    connection = sqlite3.connect(
        f"{index_path.absolute().as_uri()}?mode=ro",
        uri=True,
        timeout=0.5,
        isolation_level=None,
        check_same_thread=False,
    )
    connection.execute("PRAGMA query_only = 1")
    return connection


def _connect(index_path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(index_path, timeout=_WAIT_S, isolation_level=None)
    try:
        _write_ahead(connection)
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA cache_size = -16384")
    except sqlite3.DatabaseError:
        connection.close()
        raise
    return connection


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Let readers and the writer not wait for each other.

    Two players that switch a new index at the same moment lock each other out, and there SQLite
    itself does not wait.
    """
    until_s = time.monotonic() + _WAIT_S
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until_s:
                raise
            time.sleep(_LOOKS_EVERY_S)
        else:
            return


def _has_our_version(connection: sqlite3.Connection) -> bool:
    """Whether the tables are those of this program; reads a little of each, to notice damage."""
    if connection.execute("PRAGMA user_version").fetchone()[0] != SCHEMA_VERSION:
        return False
    for table in ("file", "track", "shelf"):
        connection.execute(f"SELECT * FROM {table} ORDER BY id DESC LIMIT 1").fetchone()
    return True


def _rebuilding(connection: sqlite3.Connection) -> str:
    """What replaces all tables by ours, empty."""
    found = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
        " ORDER BY sql LIKE 'CREATE VIRTUAL%' DESC"  # these take tables of their own along
    ).fetchall()
    drops = " ".join(f'DROP TABLE IF EXISTS "{name}";' for (name,) in found)
    return f"{drops} {_TABLES}"


def is_damaged(error: sqlite3.DatabaseError) -> bool:
    """Whether an error says that the file itself is broken, not that it is busy or missing."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
