"""The scanner thread: keeps the index in step with the music folder while the player runs."""

import os
import queue
import sqlite3
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from tui_player.library.index.schema import is_damaged, set_aside
from tui_player.library.index.writer import IndexWriter
from tui_player.library.scanner.ignore import Ignored
from tui_player.library.scanner.network_disks import NetworkDisks
from tui_player.library.scanner.scan_once import damaged_sentence
from tui_player.library.scanner.sync import FolderSync, News
from tui_player.library.scanner.updater import LibraryUpdater
from tui_player.library.tags.genres import GenreFinder
from tui_player.messages.commands import LibraryCommand, UseFamilies
from tui_player.messages.events import Emit, LibraryTroubled, WorkerFailed
from tui_player.model.music.family_overrides import GivenFamilies
from tui_player.model.music.genres import GenreFamilies

STOP_LIMIT_S = 5.0
# How soon an index that could not be written is tried again: at first, and at most.
RETRY_S, MOST_RETRY_S = 10.0, 300.0


class LibraryScanner:
    """Owns the scanner thread, the writing end of the index, and the watch on the folder.

    `ignore` are patterns of what to leave out, see Ignored; `tag_encoding` is the code page of
    tags that name none, if the person says so.
    Emits ScanProgressed, LibraryChanged, LibraryTroubled and, should it fail, WorkerFailed.
    """

    def __init__(
        self,
        folder: Path,
        index_path: Path,
        families: GenreFamilies,
        emit: Emit,
        ignore: Sequence[str] = (),
        network: NetworkDisks | None = None,
        *,
        tag_encoding: str | None = None,
    ) -> None:
        self._folder = folder
        self._index_path = index_path
        self._genres = GenreFinder(families)
        self._emit = emit
        self._ignored = Ignored(ignore)
        self._tag_encoding = tag_encoding
        self._network = network or NetworkDisks()
        self._given: GivenFamilies | None = None  # replaced as a whole, never changed
        self._mailbox: queue.SimpleQueue[News] = queue.SimpleQueue()
        self._was_repaired = False
        self._told_trouble = ""
        self._retry_s = RETRY_S
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="scanner", daemon=True)

    def start(self) -> None:
        """Begin with what the index knows, then scan, then watch."""
        self._thread.start()

    def post(self, command: LibraryCommand) -> None:
        """Scan the whole folder again, or count tracks as other families; returns at once."""
        if isinstance(command, UseFamilies):
            # Not by the mailbox alone: a scan, which may take long, heeds it between two batches.
            self._given = dict(command.given)
        self._mailbox.put(command)

    def stop(self) -> None:
        """End the thread and the watch, keeping what was read so far."""
        self._stopping.set()
        self._mailbox.put(None)
        if self._thread.ident is not None:
            self._thread.join(STOP_LIMIT_S)

    def _run(self) -> None:
        try:
            while not self._stopping.is_set():
                try:
                    self._keep_in_step()
                except sqlite3.DatabaseError as error:
                    self._recover(error)
        except Exception as error:  # noqa: BLE001 - the thread's outermost loop
            self._emit(
                WorkerFailed(
                    "library",
                    f"The library stopped following the music folder: {error!r}."
                    " What it knew stays playable. Start the player again to go on.",
                )
            )

    def _keep_in_step(self) -> None:
        """Open the index and follow the folder until stopped, or until the index is deleted.

        It is a cache, which a person may delete or replace at any time: then it is opened again.
        """
        index = self._open_index()
        opened = self._index_inode()
        try:
            updater = LibraryUpdater(
                self._folder,
                index,
                self._emit,
                self._stopping.is_set,
                time.monotonic,
                self._ignored,
                given_families=lambda: self._given,
            )
            with FolderSync(
                self._folder,
                updater,
                self._mailbox,
                self._emit,
                self._network,
                told_trouble=self._told_trouble,
            ) as follower:
                follower.begin(is_new=index.file_count() == 0)
                self._retry_s = RETRY_S
                while not self._stopping.is_set() and self._index_inode() == opened:
                    follower.follow()
        finally:
            index.close()

    def _index_inode(self) -> int | None:
        """Which file lies in the index's place; None if none does."""
        try:
            return self._index_path.stat().st_ino
        except OSError:
            return None

    def _open_index(self) -> IndexWriter:
        try:
            return IndexWriter(self._index_path, self._folder, self._genres, self._tag_encoding)
        except OSError as error:
            raise sqlite3.OperationalError(os.strerror(error.errno or 0)) from error

    def _recover(self, error: sqlite3.DatabaseError) -> None:
        """Make a damaged index anew, once; wait where it cannot be written at present.

        The disk may be full, or another player hold the index for longer than SQLite waits.
        Raises what cannot be mended.
        """
        if is_damaged(error) and not self._was_repaired:
            self._was_repaired = True
            self._tell_trouble(damaged_sentence(set_aside(self._index_path)))
        elif isinstance(error, sqlite3.OperationalError) and not _is_misunderstood(error):
            self._tell_trouble(
                f"The library index {str(self._index_path)!r} cannot be written: {error}. Make"
                " room there, or allow access: it is tried again. What it knows stays playable."
            )
            self._stopping.wait(self._retry_s)
            self._retry_s = min(2 * self._retry_s, MOST_RETRY_S)
        else:
            raise error

    def _tell_trouble(self, sentence: str) -> None:
        self._told_trouble = sentence
        self._emit(LibraryTroubled(sentence))


def _is_misunderstood(error: sqlite3.OperationalError) -> bool:
    """Whether the fault is in what was asked, or a table is not there: waiting mends neither."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_ERROR
