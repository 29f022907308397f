"""Repeating: what is to sound again is put back into Up next while it sounds."""

from collections.abc import Callable, Mapping

from tui_player.core.playback.queue import PlayQueue
from tui_player.messages.snapshot import UpNextEntry
from tui_player.model.music.repeat import Repeat
from tui_player.model.music.track import Track, TrackId

_ROUND = tuple(Repeat)
_REPEATS = "repeats"
MakeEntry = Callable[[Track, str], UpNextEntry]


class Repeater:
    """A track is repeated until another one plays; what was queued, until it is switched off.

    What is put back shows in Up next and may be taken out there by hand, which ends the
    repeating of a track.
    """

    def __init__(self) -> None:
        self.mode = Repeat.OFF
        self._track: TrackId | None = None
        self._of: int | None = None  # the play of that track that was put back
        # While what was queued is repeated: the plays that were put back, and as which others.
        self._again: dict[int, int] = {}

    @property
    def next_mode(self) -> Repeat:
        """The mode that follows in the round."""
        return _ROUND[(_ROUND.index(self.mode) + 1) % len(_ROUND)]

    def turn_to(self, mode: Repeat, queue: PlayQueue) -> PlayQueue:
        """Another mode, for what sounds now."""
        queue = self.let_go(queue)
        # The round may be gone through to switch repeating off: what it has just added goes.
        if queue.now is not None and queue.now.play_id in self._again:
            queue = queue.without([self._again[queue.now.play_id]])
        self.mode = mode
        self._track = None if queue.now is None else queue.now.track.id
        self._of, self._again = None, {}
        return queue

    def let_go(self, queue: PlayQueue) -> PlayQueue:
        """The queue without the track that was put back to be repeated."""
        return queue.without(entry.play_id for entry in queue.up_next if self.is_extra(entry))

    def begin_again(self, queue: PlayQueue) -> PlayQueue:
        """The same, for what is done with Up next meanwhile: `kept_up` puts the track back."""
        if self.mode is Repeat.TRACK:
            self._of = None
        up_next = {entry.play_id for entry in queue.up_next}
        self._again = {of: again for of, again in self._again.items() if again in up_next}
        return self.let_go(queue)

    def played_again(self, play_id: int, again_id: int) -> None:
        """A play that was gone back to is another one now: its place in the round is the same."""
        if play_id in self._again:
            self._again[again_id] = self._again.pop(play_id)

    def tracks_moved(self, new_ids: Mapping[TrackId, TrackId]) -> None:
        """Files have moved: the track that is repeated may be one of them."""
        if self._track is not None:
            self._track = new_ids.get(self._track, self._track)

    def is_extra(self, entry: UpNextEntry) -> bool:
        """Whether this is only there because its track is being repeated."""
        return self.mode is Repeat.TRACK and entry.reason == _REPEATS

    def kept_up(self, queue: PlayQueue, make_entry: MakeEntry) -> PlayQueue:
        """The queue with what sounds put back, where it is to be repeated; once a play."""
        now = queue.now
        if self.mode is Repeat.OFF or now is None:
            return queue
        if self.mode is Repeat.QUEUE:
            was_queued = now.asked_for and now.reason != _REPEATS
            is_due = was_queued and now.play_id not in self._again
            return self._put_back(queue, now, make_entry) if is_due else queue
        is_new = now.play_id != self._of
        has_ended = now.track.id != self._track
        was_taken_out = not is_new and not any(map(self.is_extra, queue.up_next))
        if has_ended or was_taken_out:
            queue, self.mode = self.let_go(queue), Repeat.OFF
            return queue
        if not is_new:
            return queue
        self._of = now.play_id
        return self.let_go(queue).with_first(make_entry(now.track, _REPEATS))

    def _put_back(self, queue: PlayQueue, now: UpNextEntry, make_entry: MakeEntry) -> PlayQueue:
        again = make_entry(now.track, now.reason)
        known = {entry.play_id for entry in queue.entries}
        kept = {of: other for of, other in self._again.items() if of in known}
        self._again = {**kept, now.play_id: again.play_id}
        return queue.with_asked(again)
