"""Recognises a file that was renamed or moved, so that what is remembered of it goes along."""

# pathlib takes no bytes.
# ruff: noqa: PTH116, PTH118
import os
import sqlite3
from typing import Any, NamedTuple

from tui_player.library.scanner.walk import Signature
from tui_player.library.tags.reader import FileTags

# Files that went and may come back under another name; the oldest are forgotten.
MOST_GONE = 100_000
# An inode number is soon given to another file. That one has the same length only by chance, if
# it is not as short as the samples of a drum kit are.
LONG_S = 30.0
SAME_LENGTH_S = 0.001

Moves = tuple[tuple[bytes, bytes], ...]  # old and new path


class _Content(NamedTuple):
    """What was in a file: enough to know it again elsewhere without reading it twice."""

    path: bytes
    signature: Signature
    duration_s: float | None
    title: str
    artist: str

    def is_again(self, path: bytes, signature: Signature, tags: FileTags) -> bool:
        """Whether the file at `path` holds this, renamed, moved to another disk, or retagged.

        It does if it is as long and is the same inode; or as large and as long, and with the same
        title and artist; or as large and as long, and with the same time and name.
        """
        if self.duration_s is None or tags.duration_s is None:
            return False
        if abs(self.duration_s - tags.duration_s) > SAME_LENGTH_S:
            return False
        same_size = self.signature.size == signature.size
        if self.signature.inode == signature.inode and (same_size or self.duration_s >= LONG_S):
            return True
        named = bool(tags.title and tags.artist)
        same_words = named and (self.title, self.artist) == (tags.title, tags.artist)
        same_time = self.signature.mtime_ns == signature.mtime_ns
        same_name = _name(self.path) == _name(path)
        return same_size and (same_words or (same_time and same_name))

    def likeness(self, path: bytes, signature: Signature) -> tuple[bool, bool, bool]:
        """The greater, the more likely it is this of several copies that was moved."""
        return (
            self.signature.inode == signature.inode,
            self.signature.mtime_ns == signature.mtime_ns,
            _name(self.path) == _name(path),
        )


class MoveFinder:
    """Finds moves while the index is written, and keeps them until they are told.

    Files come and go one by one, the new name before or after the old one goes: what is gone is
    kept for later, and a file still known is looked at on the disk. All that is found between
    two calls of `begin` happened at once, as far as anyone can tell: names may have been swapped.
    """

    def __init__(self, connection: sqlite3.Connection, folder: bytes) -> None:
        self._connection = connection
        self._folder = folder
        self._round = 0
        self._is_first_scan = True

    def begin(self) -> None:
        """Begin a round; what is found in it happened at once."""
        ask = self._connection.execute
        self._round = ask("SELECT COALESCE(MAX(round), 0) + 1 FROM moved").fetchone()[0]
        ask("DELETE FROM gone WHERE overwritten")
        # Until a scan has come to its end all is new, and the indexes to look by are missing.
        scanned = ask("SELECT 1 FROM meta WHERE name = 'identity'").fetchone()
        self._is_first_scan = scanned is None

    def arrives(self, path: bytes, signature: Signature, tags: FileTags) -> None:
        """A file is new, or another than it was; to be called before it is written."""
        if self._is_first_scan:
            return
        alike = [
            content
            for content in self._alike(signature)
            if content.path != path
            and content.is_again(path, signature, tags)
            and self._is_away(content)
        ]
        self._leaves(path, overwritten=True)
        if alike:
            old = max(alike, key=lambda content: content.likeness(path, signature)).path
            self._connection.execute("INSERT INTO moved VALUES (?, ?, ?)", (self._round, old, path))
            self._connection.execute("DELETE FROM gone WHERE path = ?", (old,))

    def leaves(self, path: bytes) -> None:
        """A file is gone; to be called before it is forgotten."""
        self._leaves(path, overwritten=False)

    def untold(self) -> tuple[Moves, ...]:
        """The moves that were not told yet, round by round."""
        rounds: dict[int, list[tuple[bytes, bytes]]] = {}
        rows = self._connection.execute("SELECT round, old, new FROM moved ORDER BY round, old")
        for number, old, new in rows:
            rounds.setdefault(number, []).append((old, new))
        return tuple(tuple(moves) for moves in rounds.values())

    def forget_told(self) -> None:
        """All moves found so far were told."""
        self._connection.execute("DELETE FROM moved")

    def forget_all(self) -> None:
        """Nothing known so far is of use: it was of another folder."""
        self._connection.execute("DELETE FROM moved")
        self._connection.execute("DELETE FROM gone")

    def _alike(self, signature: Signature) -> list[_Content]:
        """What is known or gone and has this size or inode, and was not found elsewhere yet."""
        where = "size = :size OR inode = :inode"
        rows: list[tuple[Any, ...]] = self._connection.execute(
            "SELECT path, size, mtime_ns, inode, duration_s, title, artist FROM file"
            f" JOIN track ON track.id = file.id WHERE {where}"
            " UNION ALL SELECT path, size, mtime_ns, inode, duration_s, title, artist FROM gone"
            f" WHERE {where}",
            {"size": signature.size, "inode": signature.inode},
        ).fetchall()
        return [
            _Content(row[0], Signature(*row[1:4]), *row[4:])
            for row in rows
            if not self._was_found(row[0])
        ]

    def _was_found(self, path: bytes) -> bool:
        """Whether what lay at a path was found elsewhere in this round."""
        row = self._connection.execute(
            "SELECT 1 FROM moved WHERE round = ? AND old = ?", (self._round, path)
        ).fetchone()
        return row is not None

    def _is_away(self, content: _Content) -> bool:
        """Whether a content is no longer at its path."""
        try:
            status = os.stat(os.path.join(self._folder, content.path))
        except OSError:
            return True
        return Signature.of(status).of_content != content.signature.of_content

    def _leaves(self, path: bytes, *, overwritten: bool) -> None:
        """Keep what was at a path for when it turns up elsewhere, if it did not already."""
        if self._was_found(path):
            return
        cursor = self._connection.execute(
            "INSERT OR REPLACE INTO gone"
            " (path, size, mtime_ns, inode, duration_s, title, artist, overwritten)"
            " SELECT path, size, mtime_ns, inode, duration_s, title, artist, ?"
            " FROM file JOIN track ON track.id = file.id WHERE path = ?",
            (overwritten, path),
        )
        if cursor.rowcount:
            self._connection.execute(
                "DELETE FROM gone WHERE id <= ?", ((cursor.lastrowid or 0) - MOST_GONE,)
            )


def _name(path: bytes) -> bytes:
    return path.rpartition(b"/")[2]
