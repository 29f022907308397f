"""The music folder: what the scanner reports, and what follows for the music."""

from typing import assert_never

from tui_player.core.context import CoreContext
from tui_player.core.library.family_controller import FamilyController
from tui_player.core.library.status import LibraryStatus, ScannerReport
from tui_player.core.playback.autoplay import Autoplay
from tui_player.messages import events, requests
from tui_player.messages.commands import Command, ScanFolder
from tui_player.messages.snapshot import LibraryView
from tui_player.model.severity import Severity

LibraryMessage = events.LibraryEvent | requests.LibraryRequest


class LibraryController:
    """Owns the status of the library and keeps Up next and the past in step with it."""

    def __init__(
        self, context: CoreContext, folder: str, autoplay: Autoplay, families: FamilyController
    ) -> None:
        self._context = context
        self._status = LibraryStatus(folder)
        self._autoplay = autoplay
        self._families = families

    @property
    def has_tracks(self) -> bool:
        """Whether there is anything to play."""
        return self._status.has_tracks

    @property
    def is_scanning(self) -> bool:
        """Whether the scanner is at work."""
        return self._status.view.scanning

    def handle(self, message: LibraryMessage) -> list[Command]:
        """Take in a report of the scanner, or have it scan again."""
        match message:
            case events.ScanProgressed() | events.LibraryChanged() | events.LibraryTroubled():
                self._take_report(message)
            case events.TracksMoved():
                return self._follow_moves(message)
            case requests.Rescan():
                self._autoplay.transport.forgive()
                self._context.notify("Scanning the music folder again.")
                return [ScanFolder()]
            case _:
                assert_never(message)
        return []

    def view(self) -> LibraryView:
        """The library part of the snapshot."""
        return self._status.view

    def _take_report(self, event: ScannerReport) -> None:
        was_in_trouble = self._status.is_in_trouble
        self._status.take(event)
        if isinstance(event, events.LibraryTroubled) and event.sentence:
            self._context.notify(event.sentence, Severity.WARNING)
        if was_in_trouble and not self._status.is_in_trouble:
            self._autoplay.transport.forgive()
        if isinstance(event, events.LibraryChanged):
            self._autoplay.library_changed(event.tracks, finished=event.finished)

    def _follow_moves(self, event: events.TracksMoved) -> list[Command]:
        """Plays, likes, queues and given families go along with moved files."""
        undo = self._context.undo
        queues = self._autoplay.tracks_moved(event.moves, undo.queues)
        undo.tracks_moved(queues, dict(event.moves))
        return self._families.use_families() if self._families.given else []
