"""Brings the index of a folder into step once and returns, for those who do not follow it."""

import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

from tui_player.domain.events import Emit, LibraryTroubled
from tui_player.domain.genre import GenreFamilies
from tui_player.library.genre_finder import GenreFinder
from tui_player.library.index_writer import IndexWriter
from tui_player.library.library_updater import LibraryUpdater
from tui_player.library.schema import is_damaged, set_aside


def scan_once(
    folder: Path,
    index_path: Path,
    families: GenreFamilies,
    emit: Emit,
    stopping: Callable[[], bool],
) -> bool:
    """Scan the folder on the caller's thread; False if `stopping` ended it early.

    What was read until then is kept. Emits ScanProgressed, LibraryChanged and, for an index that
    was damaged and is made anew, LibraryTroubled. Raises FolderMissingError if the folder is
    away, and sqlite3.DatabaseError or OSError if the index cannot be written.
    """
    genres = GenreFinder(families)
    try:
        return _scan(folder, index_path, genres, emit, stopping)
    except sqlite3.DatabaseError as error:
        if not is_damaged(error):
            raise
    emit(LibraryTroubled(damaged_sentence(set_aside(index_path))))
    return _scan(folder, index_path, genres, emit, stopping)


def damaged_sentence(aside: Path) -> str:
    """What to say of a damaged index that was moved out of the way."""
    return (
        "The library index was damaged and is being built again from the files."
        f" The damaged one is kept as {str(aside)!r}."
    )


def _scan(
    folder: Path,
    index_path: Path,
    genres: GenreFinder,
    emit: Emit,
    stopping: Callable[[], bool],
) -> bool:
    index = IndexWriter(index_path, folder, genres)
    try:
        return LibraryUpdater(folder, index, emit, stopping, time.monotonic).scan()
    finally:
        index.close()
