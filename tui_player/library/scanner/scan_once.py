"""Brings the index of a folder into step once and returns, for those who do not follow it."""

import sqlite3
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from tui_player.library.index.schema import is_damaged, set_aside
from tui_player.library.index.writer import IndexWriter
from tui_player.library.scanner.ignore import Ignored
from tui_player.library.scanner.updater import LibraryUpdater
from tui_player.library.tags.genres import GenreFinder
from tui_player.messages.events import Emit, LibraryTroubled
from tui_player.model.music.genres import GenreFamilies


def scan_once(
    folder: Path,
    index_path: Path,
    families: GenreFamilies,
    emit: Emit,
    stopping: Callable[[], bool],
    ignore: Sequence[str] = (),
    tag_encoding: str | None = None,
) -> bool:
    """Scan the folder on the caller's thread; False if `stopping` ended it early.

    `ignore` are patterns of what to leave out, see Ignored; `tag_encoding` is the code page of
    tags that name none, if the person says so. What was read until the end is kept.
    Emits ScanProgressed, LibraryChanged and, for an index that was damaged and is made anew,
    LibraryTroubled. Raises FolderMissingError if the folder is away, and sqlite3.DatabaseError or
    OSError if the index cannot be written.
    """

    def scan() -> bool:
        index = IndexWriter(index_path, folder, GenreFinder(families), tag_encoding)
        try:
            # Moved files stay noted for the player, which knows what is remembered of them.
            return LibraryUpdater(
                folder,
                index,
                emit,
                stopping,
                time.monotonic,
                Ignored(ignore),
                tells_moves=False,
            ).scan()
        finally:
            index.close()

    try:
        return scan()
    except sqlite3.DatabaseError as error:
        if not is_damaged(error):
            raise
    emit(LibraryTroubled(damaged_sentence(set_aside(index_path))))
    return scan()


def damaged_sentence(aside: Path) -> str:
    """What to say of a damaged index that was moved out of the way."""
    return (
        "The library index was damaged and is being built again from the files."
        f" The damaged one is kept as {str(aside)!r}."
    )
