"""A scanner whose events a test can wait for, with a catalog that reads what it wrote."""

import queue
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from tui_player.library.index.catalog import LibraryCatalog
from tui_player.library.scanner.network_disks import NetworkDisks
from tui_player.library.scanner.worker import LibraryScanner
from tui_player.messages.commands import UseFamilies
from tui_player.messages.events import Event, LibraryChanged, LibraryTroubled
from tui_player.model.music.family_overrides import GivenFamilies
from tui_player.model.music.genres import GenreFamilies
from tui_player.model.music.track import Track

DEADLINE_S = 90.0

_Event = TypeVar("_Event")


class ScannedLibrary:
    """A LibraryScanner and a LibraryCatalog over one folder."""

    def __init__(
        self,
        folder: Path,
        index_path: Path,
        genres: GenreFamilies,
        network: NetworkDisks | None = None,
    ) -> None:
        self._network = network
        self.folder, self.index_path, self._genres = folder, index_path, genres
        self._ignore: tuple[str, ...] = ()
        self._renew()

    def start(self) -> "ScannedLibrary":
        """Start, and wait until the folder is scanned and watched."""
        self.scanner.start()
        self.wait_for(LibraryChanged, lambda event: event.finished)
        return self

    def stop(self) -> None:
        self.scanner.stop()
        self.catalog.close()

    def restart(self) -> None:
        """As when the player is started again."""
        self.stop()
        self._renew()
        self.start()

    def restart_with(self, families: Mapping[str, Sequence[str]]) -> None:
        """As when it is started again with another table of genre families."""
        self._genres = GenreFamilies.from_table(families)
        self.restart()

    def restart_ignoring(self, *patterns: str) -> None:
        """As when it is started again with other patterns of what to leave out."""
        self._ignore = patterns
        self.restart()

    def restart_on(self, folder: Path) -> None:
        """As when it is started again on another folder, with the same index."""
        self.folder = folder
        self.restart()

    def restart_troubled(self) -> None:
        """As when it is started again, but with trouble to be expected."""
        self.stop()
        self._renew()
        self.scanner.start()
        self.wait_for(LibraryTroubled, lambda event: event.sentence != "")

    def restart_given(self, given: GivenFamilies) -> None:
        """As when it is started again by a player that remembers families a person gave."""
        self.stop()
        self._renew()
        self.scanner.post(UseFamilies(tuple(given.items())))
        self.start()

    def _renew(self) -> None:
        self.events: queue.Queue[Event] = queue.Queue()
        self.seen: list[Event] = []
        self.catalog = LibraryCatalog.open(self.index_path, self.folder)
        self.scanner = LibraryScanner(
            self.folder, self.index_path, self._genres, self.events.put, self._ignore, self._network
        )

    def wait_for(
        self, kind: type[_Event], fits: Callable[[_Event], bool] = lambda _: True
    ) -> _Event:
        """The next event of a kind that fits; fails after a generous deadline."""
        deadline = time.monotonic() + DEADLINE_S
        while True:
            try:
                event = self.events.get(timeout=max(deadline - time.monotonic(), 0.0))
            except queue.Empty:
                raise AssertionError(f"no {kind.__name__} came; there were {self.seen}") from None
            self.seen.append(event)
            if isinstance(event, kind) and fits(event):
                return event

    def wait_until_in_step(self) -> LibraryChanged:
        """The end of the scan after which the folder is watched."""
        return self.wait_for(LibraryChanged, lambda event: event.finished)

    def wait_until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds, looking again after each change of the library."""
        while not holds():
            self.wait_for(LibraryChanged)

    def ids(self) -> set[str]:
        return {str(track.id) for track in self.tracks()}

    def titles(self) -> set[str]:
        return {track.title for track in self.tracks()}

    def tracks(self) -> tuple[Track, ...]:
        return self.catalog.search("", 100_000)
