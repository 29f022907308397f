"""Writes what a scan read into the index; what cannot be written costs its own file alone."""

import sqlite3
from collections.abc import Sequence

from tui_player.library.index.writer import IndexWriter
from tui_player.library.scanner.tag_pool import ReadFile, unexpected
from tui_player.library.scanner.walk import UNREAD, GoneFile

Changes = Sequence[ReadFile | GoneFile]
# What SQLite itself says of a value, not of the database.
_OF_A_VALUE = (sqlite3.DataError, sqlite3.ProgrammingError, sqlite3.InterfaceError)


def write_changes(index: IndexWriter, changes: Changes, *, rereads: bool) -> None:
    """Write all changes together; with `rereads` it is noted how far reading again came.

    Where a file has what cannot be written, it becomes one that cannot be read, with the reason.
    Raises sqlite3.DatabaseError where the index itself cannot be written.
    """
    try:
        _write_together(index, changes, rereads=rereads)
    except Exception as error:
        if not _may_be_of_one_file(error):
            raise
        for change in changes:
            _write_alone(index, change, rereads=rereads)


def _write_together(index: IndexWriter, changes: Changes, *, rereads: bool) -> None:
    last = b""
    with index.transaction():
        for change in changes:
            if isinstance(change, GoneFile):
                index.remove(change.path)
            else:
                _put(index, change)
                last = change.found.path
        if rereads and last:
            index.note_tags_read(last)


def _write_alone(index: IndexWriter, change: ReadFile | GoneFile, *, rereads: bool) -> None:
    try:
        _write_together(index, [change], rereads=rereads)
    except Exception as error:
        if isinstance(change, GoneFile) or not _may_be_of_one_file(error):
            raise
        named = ReadFile(change.found, None, unexpected(error))
        _write_together(index, [named], rereads=rereads)


def _may_be_of_one_file(error: Exception) -> bool:
    return not isinstance(error, sqlite3.Error) or isinstance(error, _OF_A_VALUE)


def _put(index: IndexWriter, read: ReadFile) -> None:
    path, signature, _ = read.found
    if read.tags is not None:
        index.put_track(path, signature, read.tags)
    elif read.entries is not None:
        index.put_playlist(path, signature, read.entries)
    elif signature == UNREAD:
        index.put_unread(path, read.reason)
    else:
        index.put_unreadable(path, signature, read.reason)
