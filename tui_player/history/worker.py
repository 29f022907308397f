"""Keeps the user's past on disk: read once at the start, then written by a thread of its own."""

import queue
import sqlite3
import threading
from pathlib import Path

from tui_player.core.memory import Memory
from tui_player.history.errors import HistoryError
from tui_player.history.fact_tables import read_memory
from tui_player.history.schema import is_damage, open_history, recover
from tui_player.history.writer import HistoryWriter, Post
from tui_player.messages.commands import Remember
from tui_player.messages.events import Emit, WorkerFailed
from tui_player.messages.facts import ResumePoint

STOP_LIMIT_S = 5.0


class HistoryStore:
    """Owns history.db and the thread that writes it. Emits WorkerFailed where that fails.

    Facts are kept in memory until they are on disk: what cannot be written now is tried again.
    """

    def __init__(self, path: Path, emit: Emit) -> None:
        self._path = path
        self._emit = emit
        self._mailbox: queue.SimpleQueue[Post] = queue.SimpleQueue()
        self._past_is_unknown = False
        self._thread = threading.Thread(target=self._run, name="history", daemon=True)

    def load(self) -> Memory:
        """Read all of the past.

        A damaged file is set aside, not deleted, and a new one begun; where the file cannot be
        opened the past is empty. Either is told by WorkerFailed.
        """
        try:
            connection = open_history(self._path)
            try:
                return read_memory(connection)
            finally:
                connection.close()
        except (sqlite3.DatabaseError, OSError, HistoryError) as error:
            # Where to resume is known to the file alone: it must not be replaced by nothing.
            self._past_is_unknown = not is_damage(error)
            self._tell(recover(self._path, error))
            return Memory()
        except (ValueError, TypeError) as error:
            self._past_is_unknown = True
            self._tell(
                f"The history {str(self._path)!r} holds what makes no sense ({error}). It is left"
                " as it is and goes on being written; what it remembers is not used."
            )
            return Memory()

    def start(self) -> None:
        """Begin to write what is posted."""
        self._thread.start()

    def post(self, command: Remember) -> None:
        """Have a fact written; returns at once."""
        if not (self._past_is_unknown and isinstance(command.fact, ResumePoint)):
            self._mailbox.put(command.fact)

    def stop(self) -> None:
        """Write all that was posted, then end the thread."""
        self._mailbox.put(None)
        if self._thread.ident is not None:
            self._thread.join(STOP_LIMIT_S)

    def _run(self) -> None:
        try:
            HistoryWriter(self._path, self._mailbox, self._tell).run()
        except Exception as error:  # noqa: BLE001 - the thread's outermost loop
            self._tell(
                f"The history stopped with an error: {error!r}."
                " What happens from now on is not remembered. Start the player again."
            )

    def _tell(self, sentence: str) -> None:
        self._emit(WorkerFailed("history", sentence))
