"""Autoplay: chooses what plays next for the mood that counts, and keeps Up next filled."""

from collections.abc import Iterable
from dataclasses import replace

from tui_player.core.context import CoreContext
from tui_player.core.playback.loudness_planner import LoudnessPlanner, Neighbours
from tui_player.core.playback.play_log import PlayLog, mood_of
from tui_player.core.playback.queue import PlayQueue
from tui_player.core.playback.resume import Resumption
from tui_player.core.playback.transport import Transport
from tui_player.core.selection.picker import Pick, Picker, Situation
from tui_player.core.selection.rules import MoodRules
from tui_player.core.selection.spacing import PLACES
from tui_player.core.settings import PickerSettings, SoundSettings
from tui_player.core.undo import Change
from tui_player.messages.commands import Command, PlayerCommand
from tui_player.messages.facts import Outcome, TracksRenamed
from tui_player.messages.snapshot import NowPlaying, UpNextEntry
from tui_player.model.mood.plan import MusicPlan, MusicTarget
from tui_player.model.music.loudness import Loudness
from tui_player.model.music.natural_order import natural_key
from tui_player.model.music.track import Track, TrackId, are_of_one_album
from tui_player.ports.catalog import Catalog, Randomness

UP_NEXT_LENGTH = 12
# A random album is that of one of so many tracks chosen for the mood: not all are of an album.
ALBUM_DRAWS = 64
# Albums of one name are looked through up to so many tracks.
_MOST_OF_ONE_NAME = 2_000


_Question = tuple[frozenset[TrackId], bool, frozenset[TrackId], MusicPlan]


class Autoplay:
    """Owns the plan and chooses by it; holds the transport that plays what was chosen."""

    def __init__(
        self,
        context: CoreContext,
        rules: MoodRules,
        catalog: Catalog,
        randomness: Randomness,
        sound: SoundSettings,
        choosing: PickerSettings,
    ) -> None:
        memory = context.memory
        self.transport = Transport(
            self._play_ended, memory.resume_point.volume_percent, self._gain_db, sound.crossfade
        )
        self.resumption = Resumption(context, self.transport, catalog)
        self.target = MusicTarget(None, "")  # what counts now
        self.plan = MusicPlan.steady(self.target)  # what Up next is chosen by
        self._context = context
        self._catalog = catalog
        self._randomness = randomness
        self._picker = Picker(catalog, rules, randomness, choosing)
        self._plays = PlayLog(context, self._picker, learns=choosing.learns)
        self._loudness = LoudnessPlanner(sound.loudness, memory.loudness)
        self._library_tracks = 0
        self._chosen_from_tracks = 0  # how many the library had when Up next was chosen
        # The question to the picker that a thin library could not answer in full.
        self._asked_in_vain: _Question | None = None
        self._tidy_queue: PlayQueue | None = None  # the last one in which nothing came twice

    @property
    def up_next(self) -> tuple[PlayQueue, MusicPlan]:
        """The queue as it is, and the plan it was chosen by."""
        return self.transport.queue, self.plan

    # -- choosing --------------------------------------------------------------------------------

    def set_target(self, target: MusicTarget) -> None:
        """Another target counts, and what was chosen stays."""
        self.target = target

    def follow(self, target: MusicTarget, plan: MusicPlan) -> None:
        """Up next is chosen afresh if its moods changed; if only reasons did, they are retold."""
        before, self.target, self.plan = self.plan, target, plan
        places = range(UP_NEXT_LENGTH)
        if all(plan.target_at(i).emotion == before.target_at(i).emotion for i in places):
            self._retell(before)
        else:
            self.transport.set_queue(replace(self.transport.queue, taken_out=frozenset()))
            self.choose_again()

    def chosen_track_began(self) -> None:
        """The first of what was chosen sounds now."""
        self.plan = self.plan.after_track()

    def choose_again(self) -> None:
        """New choices for the mood; what was asked for stays in front."""
        queue = self.transport.queue
        self.transport.set_queue(queue.with_chosen(()))
        self._asked_in_vain = None
        self.fill_up()

    def fill_up(self) -> None:
        """Choose until Up next has its length, as far as the library goes."""
        if len(self.transport.queue.up_next) >= UP_NEXT_LENGTH:
            return
        if self._question == self._asked_in_vain:
            return
        # In a thin library what was chosen first may let another have rested enough.
        while (missing := UP_NEXT_LENGTH - len(self.transport.queue.up_next)) > 0:
            before = self.transport.queue
            self._choose(missing)
            if self.transport.queue == before:
                self._asked_in_vain = self._question
                return

    @property
    def _question(self) -> _Question:
        """All that an answer of the picker depends on, but for the library and time."""
        queue = self.transport.queue
        return queue.track_ids, bool(queue.up_next), self._barred, self.plan

    @property
    def _barred(self) -> frozenset[TrackId]:
        """What is not chosen while there is anything else."""
        return self.transport.unplayable | self.transport.queue.taken_out

    def _choose(self, missing: int) -> None:
        """Choose so many more, or fewer."""
        queue = self.transport.queue
        chosen = len(queue.up_next) - len(queue.asked_for)
        if not chosen:
            self._chosen_from_tracks = self._library_tracks
        for target, count in self.plan.runs(chosen, missing):
            picks = self._picks(target, count)
            self.transport.set_queue(self.transport.queue.with_more(self.transport.entries(picks)))

    def _picks(self, target: MusicTarget, count: int) -> tuple[Pick, ...]:
        """New choices; of any kind if else there would be nothing to follow."""
        queue = self.transport.queue
        planned = (*([queue.now] if queue.now else []), *queue.up_next)
        situation = Situation(
            self._context.memory,
            self._context.now,
            heard=[entry.track for entry in queue.heard[-PLACES:]],
            planned=[entry.track for entry in planned],
            planned_turns=sum(
                mood_of(entry, self.target.emotion) == target.emotion for entry in planned
            ),
            unplayable=self._barred,
        )
        picks = self._picker.pick(target, count, situation)
        if picks or queue.up_next:
            return picks
        if queue.taken_out:
            situation = replace(situation, unplayable=self.transport.unplayable)
            picks = self._picker.pick(target, 1, situation)
        if picks or target.emotion is None:
            return picks
        return self._picker.pick_anything(target, situation)

    def random_album(self) -> tuple[Track, ...]:
        """The playable tracks of an album, by disc and track number; empty if there is none.

        It is the album of a track chosen as for Up next: by the mood's families and their
        weights, and by what was heard and learned. Another album than the present one comes
        first, and one with several tracks before a single.
        """
        queue = self.transport.queue
        situation = Situation(
            self._context.memory,
            self._context.now,
            heard=[entry.track for entry in queue.heard[-PLACES:]],
            unplayable=self.transport.unplayable,
        )
        less_fit: list[tuple[Track, ...]] = []
        for pick in self._picker.pick(self.target, ALBUM_DRAWS, situation):
            is_present = queue.now is not None and are_of_one_album(pick.track, queue.now.track)
            album = self._album_of(pick.track) if pick.track.album else ()
            if len(album) > 1 and not is_present:
                return album
            less_fit += [album] if album else []
        return max(less_fit, key=len, default=())

    def _album_of(self, track: Track) -> tuple[Track, ...]:
        name = track.album.replace('"', " ")
        named = self._catalog.search(f'album:"{name}"', _MOST_OF_ONE_NAME)
        tracks = {each.id: each for each in (track, *named) if are_of_one_album(each, track)}
        playable = [each for each in tracks.values() if each.id not in self.transport.unplayable]
        return tuple(sorted(playable, key=_place_on_album))

    def shuffle_requested(self) -> None:
        """Put what was asked for into another order, at random."""
        self.transport.set_queue(self.transport.queue.with_asked_shuffled(self._randomness.random))

    @property
    def is_out_of_tracks(self) -> bool:
        """Whether there is music, but none of it can be played: it is broken, or disliked."""
        queue, emotion = self.transport.queue, self.target.emotion
        if queue.now is not None or queue.up_next:
            return False
        return bool(self.transport.unplayable or self._context.memory.with_opinion_in(emotion, -1))

    def why_out_of_tracks(self) -> str:
        """What keeps all tracks from being played, and what to do."""
        if self.transport.unplayable:
            return "Nothing here can be played. Press u to look again."
        return f"You dislike all music here while {self.target.emotion}: / finds what to play."

    def keep_playing(self) -> list[Command]:
        """Fill Up next, bring the sound process into step with it, have its loudness measured."""
        if self.transport.is_worn_out:
            return []
        if self.transport.queue is not self._tidy_queue:
            # A track played by hand, or brought back by undo, may have been chosen besides.
            self.transport.set_queue(self.transport.queue.without_doubles())
        self.transport.repeat()
        self.fill_up()
        self._tidy_queue = self.transport.queue
        orders = self.transport.in_step()
        wishes = self._loudness.wishes(self.transport.queue, self._context.memory.loudness)
        return [*orders, *wishes]

    def library_changed(self, tracks: int, *, finished: bool) -> None:
        """Another count of tracks; once the scan is over, files that are gone leave Up next.

        What was chosen from a small part of the library is chosen again from the whole.
        """
        self._library_tracks = tracks
        self._asked_in_vain = None
        if not finished:
            return
        self._loudness.files_changed()
        queue = self.transport.queue
        gone = [e.play_id for e in queue.up_next if self._catalog.track(e.track.id) is None]
        if gone:
            self.transport.set_queue(queue.without(gone))
        if tracks > 2 * self._chosen_from_tracks:
            self.choose_again()

    def tracks_moved(
        self, moves: tuple[tuple[TrackId, TrackId], ...], others: Iterable[PlayQueue]
    ) -> list[PlayQueue]:
        """Plays, likes and the queue go along with moved files; so do the other queues given."""
        renamed = TracksRenamed(moves)
        self._context.remember(renamed)
        self.transport.repeater.tracks_moved(dict(moves))
        self._asked_in_vain = None
        queues = [self.transport.queue, *others]
        planned = {entry.track.id for queue in queues for entry in queue.entries}
        found = {old: self._catalog.track(new) for old, new in moves if old in planned}
        moved = {old: track for old, track in found.items() if track is not None}
        present, *others = (queue.with_tracks(moved) for queue in queues)
        self.transport.set_queue(present)
        self.resumption.tracks_moved(renamed)
        return others

    def take_back(self, change: Change) -> None:
        """Undo: Up next as it was, without what was played or lost since, and what it was for."""
        gone = {
            entry.play_id
            for entry in change.queue.up_next
            if entry.track.id in self.transport.unplayable
            or self._catalog.track(entry.track.id) is None
        }
        queue = self.transport.queue
        self.plan = change.plan_after(queue)
        up_next, taken_out = change.up_next_after(queue, gone), change.queue.taken_out
        queue = replace(queue, up_next=up_next, taken_out=taken_out)
        self.transport.set_queue(self.transport.repeater.begin_again(queue))

    def _retell(self, before: MusicPlan) -> None:
        """Tell the reasons of what was chosen by the plan before in the words of the present."""
        retold: list[UpNextEntry] = []
        place = 0  # among what was chosen
        for entry in self.transport.queue.up_next:
            if entry.sum is not None and entry.sum.wish_reason == before.target_at(place).reason:
                its_sum = replace(entry.sum, wish_reason=self.plan.target_at(place).reason)
                entry = replace(entry, reason=its_sum.reason, sum=its_sum)
            retold.append(entry)
            place += not entry.asked_for
        self.transport.set_queue(replace(self.transport.queue, up_next=tuple(retold)))

    def ticked(self) -> list[PlayerCommand]:
        """Time passed: note the position now and then, make up for a lost handover."""
        self.resumption.note_now_and_then()
        return self.transport.ticked(self._context.now_s)

    def loudness_measured(self, track_id: TrackId, loudness: Loudness | None) -> None:
        """A track was measured: remembered, and used the next time its gain is needed."""
        fact = self._loudness.measured(track_id, loudness)
        if fact is not None:
            self._context.remember(fact)

    def _gain_db(self, track: Track, neighbours: Neighbours) -> float:
        return self._loudness.gain_db(track, neighbours, self._context.memory.loudness)

    def _play_ended(self, entry: UpNextEntry, heard_s: float, outcome: Outcome) -> None:
        duration_s, mood = self.transport.duration_s, self.target.emotion
        self._plays.record(entry, outcome, heard_s, duration_s, mood)

    # -- showing ---------------------------------------------------------------------------------

    def now_playing(self) -> NowPlaying | None:
        """The track that sounds, for the screen."""
        entry = self.transport.queue.now
        if entry is None:
            return None
        return NowPlaying(
            play_id=entry.play_id,
            track=entry.track,
            reason=entry.reason,
            position_s=self.transport.position_s,
            duration_s=self.transport.duration_s,
            opinion=self._context.memory.opinion(entry.track.id, self.target.emotion),
            sum=entry.sum,
        )


def _place_on_album(track: Track) -> tuple[int, bool, int, str]:
    """What tracks of an album are ordered by; those without a number come last, by file name."""
    number = track.track_number
    return track.disc_number or 1, number is None, number or 0, natural_key(track.id)
