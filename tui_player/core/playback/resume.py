"""Where to go on next time: notes the resume point, and goes back to it at the start."""

from tui_player.core.context import CoreContext
from tui_player.core.memory import Memory
from tui_player.core.playback.resume_keeper import ResumeKeeper, resume_point
from tui_player.core.playback.transport import Transport
from tui_player.messages.commands import PlayerCommand
from tui_player.messages.facts import TracksRenamed
from tui_player.messages.snapshot import UpNextEntry
from tui_player.model.music.track import TrackId
from tui_player.ports.catalog import Catalog


class Resumption:
    """Owns where the last run stopped and when the present point was noted."""

    def __init__(self, context: CoreContext, transport: Transport, catalog: Catalog) -> None:
        self._context = context
        self._transport = transport
        self._catalog = catalog
        self._from = context.memory.resume_point
        self._keeper = ResumeKeeper()
        self._still_missing: TrackId | None = None  # of what the last run left

    @property
    def can_resume(self) -> bool:
        """Whether all that the last run left is in the library by now."""
        point = self._from
        left = point.asked_for if point.now is None else (point.now, *point.asked_for)
        if self._still_missing is not None and self._catalog.track(self._still_missing) is None:
            return False  # of a long queue one is looked up, not all before it as well
        self._still_missing = next((i for i in left if self._catalog.track(i) is None), None)
        return self._still_missing is None

    def resume(self) -> list[PlayerCommand]:
        """Go on where the last run stopped, as far as its tracks are still there."""
        transport, point = self._transport, self._from
        found = (self.requested_entry(track_id) for track_id in point.asked_for)
        requested = [entry for entry in found if entry is not None]
        transport.set_queue(transport.queue.with_several(requested, first=False))
        track = None if point.now is None else self._catalog.track(point.now)
        if track is None or transport.queue.now is not None:
            return []
        entry = transport.entry(track, "where you left off")
        return transport.play(entry, point.position_s)

    def requested_entry(self, track_id: TrackId) -> UpNextEntry | None:
        """A play of a track that somebody asked for; None if the library lost it."""
        track = self._catalog.track(track_id)
        if track is None:
            return None
        return self._transport.entry(track, "you asked for it", asked_for=True)

    def note_edits(self) -> None:
        """Note at once what is asked for and the volume, if that has changed."""
        if self._keeper.is_edited(self._transport, self._context.memory.resume_point):
            self.note()

    def note(self) -> None:
        """Note where to go on next time, if that has changed."""
        self._keeper.noted(self._context.now_s)
        kept = self._context.memory.resume_point
        point = resume_point(self._transport, kept)
        if point != kept:
            self._context.remember(point)

    def note_now_and_then(self) -> None:
        """Note it if the last note is some time ago."""
        if self._keeper.is_due(self._context.now_s):
            self.note()

    def tracks_moved(self, renamed: TracksRenamed) -> None:
        """Files have moved: what the last run left is found under its new name."""
        self._still_missing = None
        self._from = Memory(resume_point=self._from).with_fact(renamed).resume_point
        # One under the old names may still wait to be written.
        self._context.remember(self._context.memory.resume_point)
