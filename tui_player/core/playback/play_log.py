"""Remembers plays that are over: the turn each was in its mood, and what it taught."""

from tui_player.core.context import CoreContext
from tui_player.core.selection.picker import Picker
from tui_player.core.taste.feedback import learning_of_play, lesson_of, turn_of_play, was_a_turn
from tui_player.messages.facts import Outcome, TrackHeard
from tui_player.messages.snapshot import UpNextEntry
from tui_player.model.mood.moods import MoodName


class PlayLog:
    """Turns the end of a play into facts to remember; `learns` is the person's setting."""

    def __init__(self, context: CoreContext, picker: Picker, *, learns: bool) -> None:
        self._context = context
        self._picker = picker
        self._learns = learns

    def record(
        self,
        entry: UpNextEntry,
        outcome: Outcome,
        heard_s: float,
        duration_s: float | None,
        present_mood: MoodName | None,
    ) -> None:
        """A play is over, `heard_s` of `duration_s` were heard, and `present_mood` counts now."""
        mood = mood_of(entry, present_mood)
        at_unix_s = self._context.now.unix_s
        heard = TrackHeard(entry.track.id, at_unix_s, mood, round(heard_s, 1), outcome)
        self._context.remember(heard)
        if was_a_turn(outcome, heard_s):
            self._take_turn(entry, mood)
        # A skip once the mood has changed is about the mood, not about the track.
        is_about_track = outcome is Outcome.FINISHED or mood == present_mood
        if self._learns and mood is not None and is_about_track:
            lesson = lesson_of(outcome, heard_s, duration_s or entry.track.duration_s)
            for fact in learning_of_play(entry.track, mood, lesson, self._context.memory):
                self._context.remember(fact)

    def _take_turn(self, entry: UpNextEntry, mood: MoodName | None) -> None:
        context = self._context
        tracks = self._picker.tracks_of(mood, context.now)
        by_hand = entry.asked_for or entry.sum is None
        turn = turn_of_play(entry.track, mood, context.memory, tracks, by_hand=by_hand)
        context.remember(turn)


def mood_of(entry: UpNextEntry, present_mood: MoodName | None) -> MoodName | None:
    """The mood a play belongs to: the one it was chosen for, else the present one."""
    return present_mood if entry.sum is None else entry.sum.emotion
