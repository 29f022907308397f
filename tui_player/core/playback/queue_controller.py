"""Up next and what plays now, as the person changes them by hand."""

from collections.abc import Callable, Sequence

from tui_player.core.context import CoreContext
from tui_player.core.playback.autoplay import Autoplay
from tui_player.core.undo import Change
from tui_player.messages import requests
from tui_player.messages.commands import Command, PlayerCommand
from tui_player.messages.snapshot import UpNextEntry
from tui_player.model.mood.moods import MoodName
from tui_player.model.music.track import TrackId
from tui_player.model.text import counted

_NOTHING_QUEUED = "You have queued nothing."


class QueueController:
    """Changes the queue as asked, and notes for undo how it was.

    `present_mood` is what music follows at this moment.
    """

    def __init__(
        self,
        context: CoreContext,
        autoplay: Autoplay,
        present_mood: Callable[[], MoodName | None],
    ) -> None:
        self._context = context
        self._autoplay = autoplay
        self._transport = autoplay.transport
        self._present_mood = present_mood

    def handle(self, request: requests.QueueRequest) -> list[Command]:
        """Change Up next, or play something else now."""
        match request:
            case requests.PlayTrack(track_id):
                entry = self._requested_entry(track_id)
                return [] if entry is None else [*self._transport.play(entry)]
            case requests.PlayTracks(track_ids):
                return [*self._play_all(track_ids)]
            case requests.PlayRandomAlbum():
                return [*self._play_random_album()]
            case requests.ChangeMusicNow():
                return [*self._change_music_now()]
            case _:
                self._change_up_next(request)
                return []

    def _change_up_next(self, request: requests.UpNextRequest) -> None:
        transport = self._transport
        if isinstance(request, requests.ShuffleQueued | requests.ClearQueued):
            # What only repeats a track was not queued by the person.
            transport.set_aside_repeats()
        before = transport.queue
        match request:
            case requests.QueueTrack(track_id, first):
                self._queue_one(track_id, first=first)
            case requests.QueueTracks(track_ids, first):
                self._queue_all(track_ids, first=first)
            case requests.RemoveFromUpNext(play_id):
                transport.set_queue(before.with_taken_out(play_id))
            case requests.MoveInUpNext(play_id, places):
                transport.set_queue(before.moved(play_id, places))
            case requests.ShuffleQueued():
                self._shuffle()
            case requests.ClearQueued():
                self._clear()
        if before.up_next != transport.queue.up_next:
            change = Change("the change of Up next", before, self._autoplay.plan)
            self._context.undo.add(change)

    def _queue_one(self, track_id: TrackId, *, first: bool) -> None:
        entry = self._requested_entry(track_id)
        if entry is None:
            return
        queue = self._transport.queue.without_chosen(track_id)
        self._transport.set_queue(queue.with_first(entry) if first else queue.with_asked(entry))
        self._context.notify(f"{'Next' if first else 'Queued'}: {entry.track.title}")

    def _queue_all(self, track_ids: Sequence[TrackId], *, first: bool) -> None:
        entries = self._requested_entries(track_ids)
        self._transport.set_queue(self._transport.queue.with_several(entries, first=first))
        if entries:
            number = counted(len(entries), "track")
            self._context.notify(f"{'Next' if first else 'Queued'}: {number}")

    def _shuffle(self) -> None:
        queued = len(self._transport.queue.asked_for)
        self._autoplay.shuffle_requested()
        few = "Nothing to shuffle: queue at least two tracks first."
        self._context.notify(f"Shuffled {queued} queued tracks." if queued > 1 else few)

    def _clear(self) -> None:
        queue = self._transport.queue
        queued = len(queue.asked_for)
        self._transport.set_queue(queue.without_asked())
        cleared = f"Removed {counted(queued, 'track')} from Up next; z brings them back."
        self._context.notify(cleared if queued else _NOTHING_QUEUED)

    def _play_random_album(self) -> list[PlayerCommand]:
        album = self._autoplay.random_album()
        if not album:
            mood = self._present_mood()
            none = f"No album found for {mood}." if mood else "No album found."
            self._context.notify(f"{none} Albums are known by their tags.")
            return []
        orders = self._play_all([track.id for track in album])
        by = f" by {album[0].filed_under}" if album[0].filed_under else ""
        self._context.notify(f"Playing the album {album[0].album}{by}")
        return orders

    def _play_all(self, track_ids: Sequence[TrackId]) -> list[PlayerCommand]:
        entries = self._requested_entries(track_ids)
        if not entries:
            return []
        before = self._transport.queue
        self._transport.set_queue(before.with_several(entries[1:], first=True))
        if entries[1:]:
            self._context.undo.add(Change("the change of Up next", before, self._autoplay.plan))
            number = counted(len(entries), "track")
            self._context.notify(f"Playing {number}, starting with {entries[0].track.title}")
        return self._transport.play(entries[0])

    def _requested_entries(self, track_ids: Sequence[TrackId]) -> list[UpNextEntry]:
        found = (self._autoplay.resumption.requested_entry(track_id) for track_id in track_ids)
        entries = [entry for entry in found if entry is not None]
        if not entries:
            self._context.notify("None of these tracks are in the library any more.")
        return entries

    def _requested_entry(self, track_id: TrackId) -> UpNextEntry | None:
        entry = self._autoplay.resumption.requested_entry(track_id)
        if entry is None:
            self._context.notify("That track is not in the library any more.")
        return entry

    def _change_music_now(self) -> list[PlayerCommand]:
        """Go on with the first of Up next, which fits the mood already or was asked for."""
        if self._present_mood() is None:
            self._context.notify("No mood detected yet; press 1–7 to pin one.")
            return []
        following = self._transport.queue.next_entry
        if following is None:
            self._context.notify("There is no other music to change to.")
            return []
        if following.asked_for:
            self._context.notify("What you queued comes first; music for the mood follows it.")
        return self._transport.fade_to_next()
