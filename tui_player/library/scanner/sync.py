"""Follows the music folder from scan to scan: what the watch and the commands ask for."""

import math
import os
import queue
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Self

from tui_player.library.errors import LibraryError
from tui_player.library.scanner.debounce import Debouncer
from tui_player.library.scanner.network_disks import NetworkDisks, sentence_on
from tui_player.library.scanner.updater import FolderMissingError, LibraryUpdater
from tui_player.library.scanner.walk import Signature, look_at
from tui_player.library.scanner.watch_events import PathTouched, WatchNews
from tui_player.messages.commands import LibraryCommand, UseFamilies
from tui_player.messages.events import Emit, LibraryTroubled

if TYPE_CHECKING:  # watchdog is imported by the thread, after the first picture is on the screen
    from tui_player.library.scanner.watch import FolderWatch

# How often the folder itself is looked at: nobody tells when a disk is unmounted or comes back.
LOOK_S = 2.0

News = LibraryCommand | WatchNews | None  # None only wakes the thread


class FolderSync:
    """Does the scanner's work, on its thread: scans, watches, listens to commands."""

    def __init__(
        self,
        folder: Path,
        updater: LibraryUpdater,
        mailbox: queue.SimpleQueue[News],
        emit: Emit,
        network: NetworkDisks,
        *,
        told_trouble: str = "",
    ) -> None:
        self._folder = folder
        self._updater = updater
        self._mailbox = mailbox
        self._emit = emit
        self._network = network
        self._network_places: dict[bytes, str] = {}
        self._network_due_s = math.inf
        self._settling = Debouncer(self._look)
        self._watch: FolderWatch | None = None
        self._wants_scan = False
        self._watched_identity: tuple[int, int] | None = None
        self._folder_trouble = ""
        self._watch_trouble = ""
        self._told_trouble = told_trouble

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end_watch()

    def begin(self, *, is_new: bool) -> None:
        """Scan and watch. A new index is filled before the watch, which takes its time to set up.

        What changes between the two is found by a second scan, quick as little changed.
        """
        if is_new:
            self._guarded(lambda: self._updater.scan(another_follows=True))
        else:
            self._updater.tell()
        self._watch_and_scan()

    def follow(self) -> None:
        """Wait for news, at most for a while, and act on them."""
        self._listen()
        if self._identity() != self._watched_identity:
            self._watch_and_scan()
        elif self._wants_scan:
            self._scan()
        elif due := self._settling.due(time.monotonic()):
            self._refresh(due)
        elif time.monotonic() >= self._network_due_s:
            self._look_at_network_disks()

    def _listen(self) -> None:
        """Take all that waits in the mailbox; if nothing does, wait until something is due."""
        settled_s = self._settling.next_due_s()
        due_s = min(self._network_due_s, math.inf if settled_s is None else settled_s)
        wait_s = min(LOOK_S, due_s - time.monotonic())
        try:
            self._take(self._mailbox.get(timeout=max(wait_s, 0.0)))
            while True:
                self._take(self._mailbox.get_nowait())
        except queue.Empty:
            return

    def _take(self, news: News) -> None:
        if isinstance(news, PathTouched):
            self._settling.touched(news.path, complete=news.complete, now_s=time.monotonic())
        elif isinstance(news, UseFamilies):
            self._updater.heed_given_families()
        elif news is not None:
            self._wants_scan = True

    def _watch_and_scan(self) -> None:
        """Watch the folder that is there now, if one is, and bring the index into step."""
        self._end_watch()
        self._watch_trouble = ""
        self._watched_identity = self._identity()
        self._find_network_disks()
        # Setting up a watch takes a walk, and on a network disk it would tell next to nothing.
        if self._watched_identity is not None and b"" not in self._network_places:
            self._begin_watch()
        self._scan()

    def _find_network_disks(self) -> None:
        folder = os.fsencode(self._folder)
        self._network_places = self._network.places(folder, self._updater.links)
        # A link to a network disk may be found only by the scan that is to note the times.
        self._updater.keeps_times = self._network.is_any_mounted()
        self._network_due_s = self._next_look_s()

    def _next_look_s(self) -> float:
        """When to look at network disks again, if there are any."""
        every_s = self._network.check_every_s if self._network_places else math.inf
        return time.monotonic() + every_s

    def _look_at_network_disks(self) -> None:
        """Bring the index into step with the folders that changed on network disks.

        One that is not mounted any more is left out: its files only seem to be gone.
        """
        self._find_network_disks()
        changed = self._updater.changed_paths(self._network_places)
        if b"" in changed:
            self._scan()
        elif changed:
            self._refresh(changed)
        self._network_due_s = self._next_look_s()  # so long after this one's end

    def _begin_watch(self) -> None:
        from tui_player.library.scanner.watch import FolderWatch

        watch = FolderWatch(self._folder, self._mailbox.put)
        try:
            watch.start()
        except LibraryError as error:
            self._watch_trouble = str(error)
        else:
            self._watch, self._watch_trouble = watch, ""

    def _end_watch(self) -> None:
        if self._watch is not None:
            self._watch.stop()
            self._watch = None

    def _scan(self) -> None:
        self._wants_scan = False
        self._settling.forget()
        self._guarded(self._updater.scan)
        self._find_network_disks()
        self._watch_links()

    def _refresh(self, paths: list[bytes]) -> None:
        self._guarded(lambda: self._updater.refresh(paths))
        self._wants_scan = self._wants_scan or bool(self._folder_trouble)  # the paths are not kept
        self._watch_links()

    def _watch_links(self) -> None:
        """Watch the places that links lead to; what changed there before is found by a scan."""
        if self._watch is not None and not self._folder_trouble:
            if self._watch.watch_links(self._updater.links):
                self._wants_scan = True
            self._watch_trouble = self._watch.trouble(self._updater.folders)
        self._tell_trouble()

    def _guarded(self, work: Callable[[], object]) -> None:
        """Do some work; if the folder is away, say so, and when it is back."""
        try:
            work()
            self._folder_trouble = ""
        except FolderMissingError as error:
            self._folder_trouble = str(error)
        self._tell_trouble()

    def _tell_trouble(self) -> None:
        """Say what is wrong, once; and once that all is well again."""
        network = sentence_on(self._network_places, self._network.check_every_s)
        trouble = self._folder_trouble or self._watch_trouble or network
        if trouble != self._told_trouble:
            self._told_trouble = trouble
            self._emit(LibraryTroubled(trouble))

    def _identity(self) -> tuple[int, int] | None:
        """What tells this folder from another in its place; None if there is none."""
        try:
            status = self._folder.stat()
        except OSError:
            return None
        return status.st_dev, status.st_ino

    def _look(self, path: bytes) -> Signature | None:
        """What a music file looks like now; None for all that is none."""
        try:
            found = look_at(os.fsencode(self._folder), path)
        except OSError:
            return None
        return found.signature if found else None
