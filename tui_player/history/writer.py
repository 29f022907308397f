"""Writes facts to the history, in batches, and keeps those that cannot be written yet."""

import logging
import queue
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

from tui_player.history.errors import HistoryError
from tui_player.history.fact_tables import write_fact
from tui_player.history.schema import open_history, recover
from tui_player.messages.facts import Fact, ResumePoint

log = logging.getLogger(__name__)

Post = Fact | None  # None asks the thread to end

# Of a burst of changes to Up next or the volume only the last is written.
RESUME_POINT_S = 0.5
# How soon what could not be written is tried again.
RETRY_S = 10.0


class HistoryWriter:
    """The work of the history thread. `tell` is given a sentence when writing fails."""

    def __init__(
        self, path: Path, mailbox: queue.SimpleQueue[Post], tell: Callable[[str], None]
    ) -> None:
        self._path = path
        self._mailbox = mailbox
        self._tell = tell
        self._connection: sqlite3.Connection | None = None
        self._facts: list[Fact] = []
        self._resume_point: ResumePoint | None = None
        self._due_s: float | None = None
        self._is_failing = False
        self._is_ending = False

    def run(self) -> None:
        """Write what comes until the end is asked for, and then all that waits."""
        while not self._is_ending:
            self._listen()
            if self._due_s is not None and self._due_s <= time.monotonic():
                self._write()
        # Twice: the first time may find the file damaged and set it aside.
        if not self._write() and not self._write():
            # Nobody may be left to read it on a screen.
            log.error("%d facts could not be written to the history", self._waiting_count)
        self._close()

    @property
    def _waiting_count(self) -> int:
        return len(self._facts) + (self._resume_point is not None)

    def _listen(self) -> None:
        """Take all that waits in the mailbox; if nothing does, wait until something is due."""
        wait_s = None if self._due_s is None else max(self._due_s - time.monotonic(), 0.0)
        try:
            self._take(self._mailbox.get(timeout=wait_s))
            while not self._is_ending:
                self._take(self._mailbox.get_nowait())
        except queue.Empty:
            return

    def _take(self, post: Post) -> None:
        if post is None:
            self._is_ending = True
        elif isinstance(post, ResumePoint):
            self._resume_point = post  # only the newest counts
            self._be_due_in(RESUME_POINT_S)
        else:
            self._facts.append(post)
            self._be_due_in(RETRY_S if self._is_failing else 0.0)

    def _be_due_in(self, wait_s: float) -> None:
        due_s = time.monotonic() + wait_s
        self._due_s = due_s if self._due_s is None else min(self._due_s, due_s)

    def _write(self) -> bool:
        """Write all that waits, at one stroke; whether that was possible."""
        self._due_s = None
        waiting = [*self._facts, *([self._resume_point] if self._resume_point else [])]
        if not waiting:
            return True
        try:
            self._commit(waiting)
        except (sqlite3.DatabaseError, OSError, HistoryError) as error:
            self._close()
            if not self._is_failing:
                self._is_failing = True
                self._tell(recover(self._path, error))
            self._be_due_in(RETRY_S)
            return False
        self._facts.clear()
        self._resume_point = None
        self._is_failing = False
        return True

    def _commit(self, facts: list[Fact]) -> None:
        if self._connection is None:
            self._connection = open_history(self._path)
        self._connection.execute("BEGIN IMMEDIATE")
        for fact in facts:
            try:
                write_fact(self._connection, fact)
            except (sqlite3.IntegrityError, OverflowError, UnicodeEncodeError) as error:
                # What no table takes must not keep all that comes after it from being written.
                self._tell(f"This could not be remembered ({error}): {fact!r}")
        self._connection.execute("COMMIT")

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()  # undoes what was not committed
            self._connection = None
