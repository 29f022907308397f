"""Watches the music folder by inotify and tells which paths were touched, and nothing more."""

import logging
import os
import warnings
from collections.abc import Iterator, Mapping
from contextlib import suppress
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
from watchdog.observers.api import BaseObserver, ObservedWatch

from tui_player.library.errors import LibraryError
from tui_player.library.scanner.watch_events import EventsLost, PathTouched, Tell

# Without this, watchdog asks for every opening of a file too, and in a large tree its own walk
# then fills its queue over and over.
_WATCHED = [
    *(FileCreatedEvent, FileMovedEvent, FileDeletedEvent, FileClosedEvent),
    *(DirCreatedEvent, DirMovedEvent, DirDeletedEvent),
]
_STOP_LIMIT_S = 3.0

HOW_TO_RAISE_THE_LIMIT = (
    "If the system's limit is reached, raise it with"
    " `sudo sysctl fs.inotify.max_user_watches=1048576 fs.inotify.max_user_instances=512`"
    " and start the player again. Until then, tell it to look for new files."
)


class FolderWatch:
    """Owns watchdog's observer. `tell` is called on its threads and must not wait."""

    def __init__(self, folder: Path, tell: Tell) -> None:
        self._folder = os.path.realpath(folder)  # watchdog goes through no link
        self._tell = tell
        self._overflow = _OverflowListener(tell)
        self._observer: BaseObserver | None = None
        self._linked: dict[tuple[bytes, bytes], ObservedWatch] = {}

    def start(self) -> None:
        """Watch the folder and all below it; raises LibraryError if that is impossible."""
        logging.getLogger("watchdog").addHandler(self._overflow)
        # Said for every folder copied in, harmless, and would be written across the screen.
        warnings.filterwarnings("ignore", "Callback with id", RuntimeWarning)
        try:
            self._observer = Observer()
            self._observer.start()
            self._watch(self._observer, self._folder, b"")
        except OSError as error:
            self.stop()
            raise LibraryError(
                f"Cannot watch the music folder for changes: {os.strerror(error.errno or 0)}."
                f" {HOW_TO_RAISE_THE_LIMIT}"
            ) from error

    def watch_links(self, links: Mapping[bytes, bytes]) -> bool:
        """Watch these folders too, to which links lead: their real places by the links' paths.

        What was told to be watched before and is not among them is watched no longer. Returns
        whether any is watched that was not; where one cannot be watched, `trouble` says so.
        """
        if self._observer is None:
            return False
        for link in self._linked.keys() - links.items():
            self._observer.unschedule(self._linked.pop(link))
        before = len(self._linked)
        for path, target in links.items() - self._linked.keys():
            with suppress(OSError):
                watch = self._watch(self._observer, os.fsdecode(target), path)
                self._linked[path, target] = watch
        return len(self._linked) > before

    def _watch(self, observer: BaseObserver, folder: str, told_as: bytes) -> ObservedWatch:
        handler = _Handler(os.fsencode(folder), told_as, self._tell)
        return observer.schedule(handler, folder, recursive=True, event_filter=_WATCHED)

    def trouble(self, folders: int) -> str:
        """A sentence for the person if the system watches fewer than the `folders` there are."""
        watched = count_watches()
        if watched >= folders:
            return ""
        return f"Only {watched} of {folders} folders are watched. {HOW_TO_RAISE_THE_LIMIT}"

    def stop(self) -> None:
        """Stop watching; waits for watchdog's threads to end, which may hang at a dead disk."""
        if self._observer is not None:
            self._observer.stop()
            if self._observer.is_alive():
                self._observer.join(_STOP_LIMIT_S)
            self._observer = None
        logging.getLogger("watchdog").removeHandler(self._overflow)


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
    """Turns watchdog's events in a folder into touched paths, told as below `told_as`."""

    def __init__(self, folder: bytes, told_as: bytes, tell: Tell) -> None:
        self._folder = folder
        self._told_as = told_as
        self._tell = tell

    def dispatch(self, event: FileSystemEvent) -> None:
        """Take one event."""
        complete = not isinstance(event, FileCreatedEvent)
        for path in (event.src_path, event.dest_path):
            if path:
                below = os.fsencode(str(path))[len(self._folder) :]
                self._tell(PathTouched((self._told_as + below).strip(b"/"), complete))


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
