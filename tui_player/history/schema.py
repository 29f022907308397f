"""The tables of history.db: how it is opened, brought up to date, and set aside if damaged."""

import contextlib
import sqlite3
from pathlib import Path

from tui_player.history.errors import HistoryError, NewerHistoryError

# How long another player, or a command, may hold the history.
BUSY_S = 5.0

# Step n brings version n to n + 1. Steps that were released are never edited, only followed.
# Tracks are named by their paths under the music folder, as bytes: names need not be UTF-8.
MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE play (
        id INTEGER PRIMARY KEY,
        track BLOB NOT NULL,
        at_unix_s REAL NOT NULL,
        emotion TEXT,
        heard_s REAL NOT NULL,
        outcome TEXT NOT NULL
    );
    CREATE INDEX play_by_track ON play (track, at_unix_s);
    CREATE TABLE opinion (
        track BLOB NOT NULL,
        emotion TEXT NOT NULL,
        opinion INTEGER NOT NULL,
        PRIMARY KEY (track, emotion)
    ) WITHOUT ROWID;
    CREATE TABLE resume_point (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        now BLOB,
        position_s REAL NOT NULL,
        volume_percent INTEGER NOT NULL
    );
    CREATE TABLE asked_for (place INTEGER PRIMARY KEY, track BLOB NOT NULL);
    """,
    # What was measured, since it takes days for a large folder. Gains in dB towards -18 LUFS,
    # peaks linear.
    """
    CREATE TABLE loudness (
        track BLOB PRIMARY KEY,
        track_gain_db REAL,
        track_peak REAL,
        album_gain_db REAL,
        album_peak REAL
    ) WITHOUT ROWID;
    """,
    # What plays and skips have taught, and the shuffle bags; filled from the plays so far. Names
    # are kept so that what was learned of a track counts for its artist and families; families
    # are a JSON list. An emotion is '' where no mood was known.
    """
    CREATE TABLE lesson (
        track BLOB NOT NULL,
        emotion TEXT NOT NULL,
        finished INTEGER NOT NULL,
        skipped INTEGER NOT NULL,
        PRIMARY KEY (track, emotion)
    ) WITHOUT ROWID;
    INSERT INTO lesson
        SELECT track, emotion, SUM(outcome = 'finished'),
            SUM(outcome = 'skipped' AND heard_s < 30.0) FROM play
        WHERE emotion IS NOT NULL GROUP BY track, emotion
        HAVING SUM(outcome = 'finished' OR (outcome = 'skipped' AND heard_s < 30.0)) > 0;
    CREATE TABLE name (
        track BLOB PRIMARY KEY,
        title TEXT NOT NULL,
        artist TEXT NOT NULL,
        families TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE turn (
        track BLOB NOT NULL,
        emotion TEXT NOT NULL,
        number INTEGER NOT NULL,
        PRIMARY KEY (track, emotion)
    ) WITHOUT ROWID;
    INSERT INTO turn
        SELECT track, COALESCE(emotion, ''),
            ROW_NUMBER() OVER (PARTITION BY emotion ORDER BY MAX(at_unix_s)) FROM play
        GROUP BY track, emotion;
    """,
    # The person: the average of what a face at rest reads as (shares by emotion, a JSON object),
    # orders that hold until taken back (the goal a JSON object), and, once it is allowed, one
    # emotion a minute (Unix time in whole minutes).
    """
    CREATE TABLE neutral_face (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        at_unix_s REAL NOT NULL,
        shares TEXT NOT NULL
    );
    CREATE TABLE mood_orders (id INTEGER PRIMARY KEY CHECK (id = 1), pin TEXT, goal TEXT);
    CREATE TABLE mood_history_choice (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        allowed INTEGER NOT NULL
    );
    CREATE TABLE mood_minute (
        minute INTEGER PRIMARY KEY,
        emotion TEXT NOT NULL,
        certainty REAL NOT NULL
    );
    """,
    # Genre families the person gave: to tracks, and to artists and albums by their filing keys.
    """
    CREATE TABLE track_family (track BLOB PRIMARY KEY, family TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE other_family (
        kind TEXT NOT NULL,
        key BLOB NOT NULL,
        family TEXT NOT NULL,
        PRIMARY KEY (kind, key)
    ) WITHOUT ROWID;
    """,
    # In what state a file was when its loudness was measured; NULL: not known.
    """
    ALTER TABLE loudness ADD COLUMN size_bytes INTEGER;
    ALTER TABLE loudness ADD COLUMN modified_ns INTEGER;
    """,
)


def open_history(path: Path) -> sqlite3.Connection:
    """Open the history, making or bringing it up to date; a backup is made before a migration.

    Raises NewerHistoryError, sqlite3.DatabaseError, or OSError; see `recover`.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path, timeout=BUSY_S, isolation_level=None)
    try:
        # FULL: what was told to be remembered survives the power going off.
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        # What is erased or forgotten is overwritten, not left lying in the file.
        connection.execute("PRAGMA secure_delete = ON")
        _migrate(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def recover(path: Path, error: Exception) -> str:
    """Set the history aside if an error says it is damaged; returns what to tell the person."""
    if isinstance(error, HistoryError):
        return str(error)
    if is_damage(error):
        try:
            aside = _set_aside(path)
        except OSError as refusal:
            return (
                f"The history {str(path)!r} is damaged ({error}) and cannot be set aside"
                f" ({refusal.strerror}): nothing is remembered. Allow writing there."
            )
        return (
            f"The history {str(path)!r} is damaged ({error}). It is kept as {str(aside)!r}, and a"
            " new one is begun."
        )
    reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return (
        f"Cannot use the history {str(path)!r}: {reason}. Likes and plays are kept in memory until"
        " they can be written; make room there, or allow access."
    )


def is_damage(error: Exception) -> bool:
    """Whether the file itself is broken, not only busy or out of reach."""
    if not isinstance(error, sqlite3.DatabaseError):
        return False
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def _set_aside(path: Path) -> Path:
    """Rename a damaged history and what SQLite keeps beside it; returns its new place.

    Nothing is overwritten: earlier damaged ones keep their names.
    """
    aside = _free_name(path, "damaged")
    for ending in ("", "-wal", "-shm"):
        part = path.with_name(path.name + ending)
        if part.exists():
            part.rename(aside.with_name(aside.name + ending))
    return aside


def _migrate(connection: sqlite3.Connection, path: Path) -> None:
    version = _version(connection, path)
    if version == len(MIGRATIONS):
        return
    copy = keep_copy(connection, path, f"before-version-{len(MIGRATIONS)}") if version else None
    try:
        connection.execute("BEGIN IMMEDIATE")
        # Asked again: another player may have brought it up to date meanwhile.
        missing = MIGRATIONS[_version(connection, path) :]
        for statement in ";".join(missing).split(";"):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
        connection.execute("COMMIT")
        is_needed = bool(missing)
    except BaseException:
        is_needed = False  # what was changed is undone: the next try makes a copy of its own
        raise
    finally:
        if copy is not None and not is_needed:
            copy.unlink(missing_ok=True)


def _version(connection: sqlite3.Connection, path: Path) -> int:
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version > len(MIGRATIONS):
        raise NewerHistoryError(
            f"The history {str(path)!r} was written by a newer version of tui-player, and is left"
            " as it is. Update tui-player to go on remembering."
        )
    return version


def keep_copy(connection: sqlite3.Connection, path: Path, word: str) -> Path:
    """Copy the history beside itself, under a name with this word in it; returns its place."""
    place = _new_file(path, word)
    copy = sqlite3.connect(place)
    try:
        connection.backup(copy)
    except BaseException:
        copy.close()
        place.unlink(missing_ok=True)
        raise
    copy.close()
    return place


def _new_file(path: Path, word: str) -> Path:
    """An empty file beside the history, that no other player has made at this moment."""
    while True:
        with contextlib.suppress(FileExistsError):
            place = _free_name(path, word)
            place.touch(exist_ok=False)
            return place


def _free_name(path: Path, word: str) -> Path:
    """A name beside the history that is not taken: history.damaged-1.db, and so on."""
    number = 1
    while (name := path.with_name(f"{path.stem}.{word}-{number}{path.suffix}")).exists():
        number += 1
    return name
