"""Watches the music folder by inotify and tells which paths were touched, and nothing more."""

import logging
import os
from collections.abc import Iterator
from pathlib import Path

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

from tui_player.library.errors import LibraryError
from tui_player.library.watch_news import EventsLost, PathTouched, Tell

# Without this, watchdog asks for every opening of a file too, and in a large tree its own walk
# then fills its queue over and over.
_WATCHED = [
    *(FileCreatedEvent, FileMovedEvent, FileDeletedEvent, FileClosedEvent),
    *(DirCreatedEvent, DirMovedEvent, DirDeletedEvent),
]


HOW_TO_RAISE_THE_LIMIT = (
    "If the system's limit is reached, raise it with"
    " `sudo sysctl fs.inotify.max_user_watches=1048576 fs.inotify.max_user_instances=512`"
    " and start the player again. Until then press u to scan for changes."
)


class FolderWatch:
    """Owns watchdog's observer. `tell` is called on its threads and must not wait."""

    def __init__(self, folder: Path, tell: Tell) -> None:
        self._folder = folder
        self._handler = _Handler(os.fsencode(folder), tell)
        self._overflow = _OverflowListener(tell)
        self._observer = Observer()

    def start(self) -> None:
        """Watch the folder and all below it; raises LibraryError if that is impossible."""
        logging.getLogger("watchdog").addHandler(self._overflow)
        try:
            self._observer.schedule(
                self._handler, os.fspath(self._folder), recursive=True, event_filter=_WATCHED
            )
            self._observer.start()
        except OSError as error:
            self.stop()
            raise LibraryError(
                f"Cannot watch the music folder for changes: {os.strerror(error.errno or 0)}."
                f" {HOW_TO_RAISE_THE_LIMIT}"
            ) from error

    def trouble(self, folders: int) -> str:
        """A sentence for the person if the system watches fewer than the `folders` there are."""
        watched = count_watches()
        if watched >= folders:
            return ""
        return f"Only {watched} of {folders} folders are watched. {HOW_TO_RAISE_THE_LIMIT}"

    def stop(self) -> None:
        """Stop watching; returns when watchdog's threads have ended."""
        logging.getLogger("watchdog").removeHandler(self._overflow)
        self._observer.stop()
        if self._observer.is_alive():
            self._observer.join()


def count_watches() -> int:
    """How many paths this process watches, as the kernel has it (proc(5), fdinfo of inotify)."""
    return sum(line.startswith("inotify wd:") for line in _fdinfo_lines())


def _fdinfo_lines() -> Iterator[str]:
    for info in Path("/proc/self/fdinfo").iterdir():
        try:
            with info.open(encoding="ascii", errors="replace") as lines:
                yield from lines
        except OSError:  # closed meanwhile
            continue


class _Handler(FileSystemEventHandler):
    """Turns watchdog's events into touched paths."""

    def __init__(self, folder: bytes, tell: Tell) -> None:
        self._folder = folder
        self._tell = tell

    def dispatch(self, event: FileSystemEvent) -> None:
        """Take one event."""
        complete = not isinstance(event, FileCreatedEvent)
        for path in (event.src_path, event.dest_path):
            if path:
                self._tell(PathTouched(self._below(str(path)), complete))

    def _below(self, path: str) -> bytes:
        return os.fsencode(path)[len(self._folder) :].strip(b"/")


class _OverflowListener(logging.Handler):
    """Hears watchdog say that events were lost: it says so in its log only.

    Being a handler, it also keeps these lines off the terminal.
    """

    def __init__(self, tell: Tell) -> None:
        super().__init__(logging.WARNING)
        self._tell_news = tell

    def emit(self, record: logging.LogRecord) -> None:
        """Take one line of the log."""
        if "overflow" in record.getMessage().lower():
            self._tell_news(EventsLost())
