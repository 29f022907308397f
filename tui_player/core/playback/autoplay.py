"""The programme: what plays now and next, chosen for the mood and remembered afterwards."""

from collections.abc import Iterable
from dataclasses import replace

from tui_player.core.memory import Memory
from tui_player.core.mood.profile import Person
from tui_player.core.playback.loudness_planner import LoudnessPlanner, Neighbours
from tui_player.core.playback.queue import PlayQueue
from tui_player.core.playback.resume_keeper import ResumeKeeper, resume_point
from tui_player.core.playback.transport import Transport
from tui_player.core.selection.picker import Pick, Picker, Situation
from tui_player.core.selection.rules import MoodRules
from tui_player.core.selection.spacing import PLACES
from tui_player.core.settings import PickerSettings, SoundSettings
from tui_player.core.taste.feedback import (
    learning_of_play,
    lesson_of,
    naming,
    turn_of_play,
    was_a_turn,
)
from tui_player.core.undo import Change, FactChange
from tui_player.messages.commands import Command, PlayerCommand, Remember
from tui_player.messages.facts import Fact, OpinionGiven, Outcome, TrackHeard, TracksRenamed
from tui_player.messages.snapshot import NowPlaying, UpNextEntry
from tui_player.model.clock import Moment
from tui_player.model.mood.emotion import Emotion
from tui_player.model.mood.plan import MusicPlan, MusicTarget
from tui_player.model.music.family_overrides import GivenFamilies
from tui_player.model.music.loudness import Loudness
from tui_player.model.music.track import Track, TrackId
from tui_player.ports.catalog import Catalog, Randomness

UP_NEXT_LENGTH = 12

_Question = tuple[frozenset[TrackId], bool, frozenset[TrackId], MusicPlan]


class Autoplay:
    """Joins transport, picker and memory; changed only on the engine thread by the Director."""

    def __init__(
        self,
        rules: MoodRules,
        catalog: Catalog,
        memory: Memory,
        randomness: Randomness,
        sound: SoundSettings,
        choosing: PickerSettings,
    ) -> None:
        self.playback = Transport(
            self._heard, memory.resume_point.volume_percent, self._gain_db, sound.crossfade
        )
        self._loudness = LoudnessPlanner(sound.loudness, memory.loudness)
        self.wish = MusicTarget(None, "")  # what counts now
        self.plan = MusicPlan.steady(self.wish)  # what Up next is chosen by
        self.library_tracks = 0
        self.now = Moment(0.0, 0.0)
        self._catalog = catalog
        self._memory = memory
        self._picker = Picker(catalog, rules, randomness, choosing)
        self._learns = choosing.learns
        self._randomness = randomness
        self._facts: list[Fact] = []
        self._resume_keeper = ResumeKeeper()
        self._resume_from = memory.resume_point
        self._still_missing: TrackId | None = None  # of what the last run left
        self._chosen_from_tracks = 0  # how many the library had when Up next was chosen
        # The question to the picker that a thin library could not answer in full.
        self._asked_in_vain: _Question | None = None
        self._tidy_queue: PlayQueue | None = None  # the last one in which nothing came twice

    # -- choosing --------------------------------------------------------------------------------

    def follow(self, wish: MusicTarget, plan: MusicPlan) -> None:
        """Up next is chosen afresh if its moods changed; if only reasons did, they are retold."""
        before, self.wish, self.plan = self.plan, wish, plan
        places = range(UP_NEXT_LENGTH)
        if all(plan.wish_at(i).emotion is before.wish_at(i).emotion for i in places):
            self._retell(before)
        else:
            self.playback.queue = replace(self.playback.queue, taken_out=frozenset())
            self.choose_afresh()

    def chosen_track_began(self) -> None:
        """The first of what was chosen sounds now."""
        self.plan = self.plan.after_track()

    def choose_afresh(self) -> None:
        """New choices for the mood; what was asked for stays in front."""
        queue = self.playback.queue
        self.playback.queue = queue.with_chosen(())
        self._asked_in_vain = None
        self.fill_up()

    def fill_up(self) -> None:
        """Choose until Up next has its length, as far as the library goes."""
        if len(self.playback.queue.up_next) >= UP_NEXT_LENGTH:
            return
        if self._question == self._asked_in_vain:
            return
        # In a thin library what was chosen first may let another have rested enough.
        while (missing := UP_NEXT_LENGTH - len(self.playback.queue.up_next)) > 0:
            before = self.playback.queue
            self._choose(missing)
            if self.playback.queue == before:
                self._asked_in_vain = self._question
                return

    @property
    def _question(self) -> _Question:
        """All that an answer of the picker depends on, but for the library and time."""
        queue = self.playback.queue
        return queue.track_ids, bool(queue.up_next), self._barred, self.plan

    @property
    def _barred(self) -> frozenset[TrackId]:
        """What is not chosen while there is anything else."""
        return self.playback.unplayable | self.playback.queue.taken_out

    def _choose(self, missing: int) -> None:
        """Choose so many more, or fewer."""
        queue = self.playback.queue
        chosen = len(queue.up_next) - len(queue.asked_for)
        if not chosen:
            self._chosen_from_tracks = self.library_tracks
        for wish, count in self.plan.runs(chosen, missing):
            picks = self._picks(wish, count)
            self.playback.queue = self.playback.queue.with_more(self.playback.entries(picks))

    def _picks(self, wish: MusicTarget, count: int) -> tuple[Pick, ...]:
        """New choices; of any kind if else there would be nothing to follow."""
        queue = self.playback.queue
        planned = (*([queue.now] if queue.now else []), *queue.up_next)
        situation = Situation(
            self._memory,
            self.now,
            heard=[entry.track for entry in queue.heard[-PLACES:]],
            planned=[entry.track for entry in planned],
            planned_turns=sum(self._mood_of(entry) is wish.emotion for entry in planned),
            unplayable=self._barred,
        )
        picks = self._picker.pick(wish, count, situation)
        if picks or queue.up_next:
            return picks
        if queue.taken_out:
            situation = replace(situation, unplayable=self.playback.unplayable)
            picks = self._picker.pick(wish, 1, situation)
        if picks or wish.emotion is None:
            return picks
        return self._picker.pick_anything(wish, situation)

    def _mood_of(self, entry: UpNextEntry) -> Emotion | None:
        """The mood a play belongs to: the one it was chosen for, else the present one."""
        return self.wish.emotion if entry.sum is None else entry.sum.emotion

    def shuffle_asked(self) -> None:
        """Put what was asked for into another order, by chance."""
        self.playback.queue = self.playback.queue.with_asked_shuffled(self._randomness.random)

    @property
    def is_out_of_tracks(self) -> bool:
        """Whether there is music, but none of it can be played: it is broken, or disliked."""
        queue, emotion = self.playback.queue, self.wish.emotion
        if queue.now is not None or queue.up_next:
            return False
        return bool(self.playback.unplayable or self._memory.with_opinion_in(emotion, -1))

    def why_out_of_tracks(self) -> str:
        """What keeps all tracks from being played, and what to do."""
        if self.playback.unplayable:
            return "Nothing here can be played. Press u to look again."
        return f"You dislike all music here while {self.wish.emotion}: / finds what to play."

    def keep_playing(self) -> list[Command]:
        """Fill Up next, bring the sound process into step with it, have its loudness measured."""
        if self.playback.is_worn_out:
            return []
        if self.playback.queue is not self._tidy_queue:
            # A track played by hand, or brought back by undo, may have been chosen besides.
            self.playback.queue = self.playback.queue.without_doubles()
        self.playback.repeat()
        self.fill_up()
        self._tidy_queue = self.playback.queue
        orders = self.playback.in_step()
        wishes = self._loudness.wishes(self.playback.queue, self._memory.loudness)
        return [*orders, *wishes]

    def library_changed(self, tracks: int, *, finished: bool) -> None:
        """Another count of tracks; once the scan is over, files that are gone leave Up next.

        What was chosen from a small part of the library is chosen again from the whole.
        """
        self.library_tracks = tracks
        self._asked_in_vain = None
        if not finished:
            return
        self._loudness.files_changed()
        queue = self.playback.queue
        gone = [e.play_id for e in queue.up_next if self._catalog.track(e.track.id) is None]
        if gone:
            self.playback.queue = queue.without(gone)
        if tracks > 2 * self._chosen_from_tracks:
            self.choose_afresh()

    def tracks_moved(
        self, moves: tuple[tuple[TrackId, TrackId], ...], others: Iterable[PlayQueue]
    ) -> list[PlayQueue]:
        """Plays, likes and the queue go along with moved files; so do the other queues given."""
        renamed = TracksRenamed(moves)
        self.remember(renamed)
        self.playback.repeater.tracks_moved(dict(moves))
        self._asked_in_vain = None
        self._resume_from = Memory(resume_point=self._resume_from).with_fact(renamed).resume_point
        self._still_missing = None
        queues = [self.playback.queue, *others]
        planned = {entry.track.id for queue in queues for entry in queue.entries}
        found = {old: self._catalog.track(new) for old, new in moves if old in planned}
        moved = {old: track for old, track in found.items() if track is not None}
        self.playback.queue, *others = (queue.with_tracks(moved) for queue in queues)
        # One under the old names may still wait to be written.
        self.remember(self._memory.resume_point)
        return others

    def take_back(self, change: Change) -> None:
        """Undo: Up next as it was, without what was played or lost since, and what it was for."""
        gone = {
            entry.play_id
            for entry in change.queue.up_next
            if entry.track.id in self.playback.unplayable
            or self._catalog.track(entry.track.id) is None
        }
        queue = self.playback.queue
        self.plan = change.plan_after(queue)
        up_next, taken_out = change.up_next_after(queue, gone), change.queue.taken_out
        queue = replace(queue, up_next=up_next, taken_out=taken_out)
        self.playback.queue = self.playback.repeater.begin_again(queue)

    def asked_entry(self, track_id: TrackId) -> UpNextEntry | None:
        """A play of a track that somebody asked for; None if the library lost it."""
        track = self._catalog.track(track_id)
        if track is None:
            return None
        return self.playback.entry(track, "you asked for it", asked_for=True)

    @property
    def can_resume(self) -> bool:
        """Whether all that the last run left is in the library by now."""
        point = self._resume_from
        left = point.asked_for if point.now is None else (point.now, *point.asked_for)
        if self._still_missing is not None and self._catalog.track(self._still_missing) is None:
            return False  # of a long queue one is looked up, not all before it as well
        self._still_missing = next((i for i in left if self._catalog.track(i) is None), None)
        return self._still_missing is None

    def resume(self) -> list[PlayerCommand]:
        """Go on where the last run stopped, as far as its tracks are still there."""
        point = self._resume_from
        found = (self.asked_entry(track_id) for track_id in point.asked_for)
        asked = [entry for entry in found if entry is not None]
        self.playback.queue = self.playback.queue.with_several(asked, first=False)
        track = None if point.now is None else self._catalog.track(point.now)
        if track is None or self.playback.queue.now is not None:
            return []
        entry = self.playback.entry(track, "where you left off")
        return self.playback.play(entry, point.position_s)

    def _retell(self, before: MusicPlan) -> None:
        """Tell the reasons of what was chosen by the plan before in the words of the present."""
        retold: list[UpNextEntry] = []
        place = 0  # among what was chosen
        for entry in self.playback.queue.up_next:
            if entry.sum is not None and entry.sum.wish_reason == before.wish_at(place).reason:
                its_sum = replace(entry.sum, wish_reason=self.plan.wish_at(place).reason)
                entry = replace(entry, reason=its_sum.reason, sum=its_sum)
            retold.append(entry)
            place += not entry.asked_for
        self.playback.queue = replace(self.playback.queue, up_next=tuple(retold))

    @property
    def given_families(self) -> GivenFamilies:
        """The families that the person gave to artists, albums and tracks."""
        return self._memory.given_families

    # -- remembering -----------------------------------------------------------------------------

    @property
    def person(self) -> Person:
        """What is kept of the person's moods."""
        return self._memory.person

    def opinion(self) -> int:
        """1 if the present track is liked in the present mood, -1 if disliked, else 0."""
        entry = self.playback.queue.now
        return 0 if entry is None else self._memory.opinion(entry.track.id, self.wish.emotion)

    def give_opinion(self, emotion: Emotion, opinion: int) -> tuple[FactChange, int]:
        """Like (1) or dislike (-1) the present track; the same again takes it back (0).

        Answers how it was before, for undo, and how it is now.
        """
        entry = self.playback.queue.now
        assert entry is not None
        before = self._memory.opinion(entry.track.id, emotion)
        given = 0 if before == opinion else opinion
        for fact in naming(entry.track, self._memory):
            self.remember(fact)
        self.remember(OpinionGiven(entry.track.id, emotion, given))
        was = OpinionGiven(entry.track.id, emotion, before)
        return FactChange(f"your opinion of {entry.track.title}", was), given

    @property
    def memory(self) -> Memory:
        """All that is known of the past."""
        return self._memory

    def remember(self, fact: Fact) -> None:
        """Take one fact into memory, and into the facts to be written."""
        self._memory = self._memory.with_fact(fact)
        self._facts.append(fact)

    def note_edits(self) -> None:
        """Note at once what is asked for and the volume, if that has changed."""
        if self._resume_keeper.is_edited(self.playback, self._memory.resume_point):
            self.remember_resume_point()

    def remember_resume_point(self) -> None:
        """Note where to go on next time, if that has changed."""
        self._resume_keeper.noted(self.now.steady_s)
        point = resume_point(self.playback, self._memory.resume_point)
        if point != self._memory.resume_point:
            self.remember(point)

    def ticked(self) -> list[PlayerCommand]:
        """Time passed: note the position now and then, make up for a lost handover."""
        if self._resume_keeper.is_due(self.now.steady_s):
            self.remember_resume_point()
        return self.playback.ticked(self.now.steady_s)

    def loudness_measured(self, track_id: TrackId, loudness: Loudness | None) -> None:
        """A track was measured: remembered, and heeded the next time its gain is asked for."""
        fact = self._loudness.measured(track_id, loudness)
        if fact is not None:
            self.remember(fact)

    def take_facts(self) -> list[Command]:
        """The facts not written yet, as commands."""
        facts, self._facts = self._facts, []
        return [Remember(fact) for fact in facts]

    def _gain_db(self, track: Track, neighbours: Neighbours) -> float:
        return self._loudness.gain_db(track, neighbours, self._memory.loudness)

    def _heard(self, entry: UpNextEntry, heard_s: float, outcome: Outcome) -> None:
        """A play is over: it was a turn in its mood's bag, and may have taught something."""
        track, mood = entry.track, self._mood_of(entry)
        at_unix_s = self.now.unix_s
        self.remember(TrackHeard(track.id, at_unix_s, mood, round(heard_s, 1), outcome))
        if was_a_turn(outcome, heard_s):
            tracks = self._picker.tracks_of(mood, self.now)
            by_hand = entry.asked_for or entry.sum is None
            self.remember(turn_of_play(track, mood, self._memory, tracks, by_hand=by_hand))
        # A skip once the mood has changed is about the mood, not about the track.
        is_about_track = outcome is Outcome.FINISHED or mood is self.wish.emotion
        if self._learns and mood is not None and is_about_track:
            lesson = lesson_of(outcome, heard_s, self.playback.duration_s or track.duration_s)
            for fact in learning_of_play(track, mood, lesson, self._memory):
                self.remember(fact)

    # -- showing ---------------------------------------------------------------------------------

    def now_playing(self) -> NowPlaying | None:
        """The track that sounds, for the screen."""
        entry = self.playback.queue.now
        if entry is None:
            return None
        return NowPlaying(
            play_id=entry.play_id,
            track=entry.track,
            reason=entry.reason,
            position_s=self.playback.position_s,
            duration_s=self.playback.duration_s,
            opinion=self.opinion(),
            sum=entry.sum,
        )
