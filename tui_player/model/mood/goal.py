"""Mood goals: instead of matching the face, music can lead step by step to another mood.

The order of the steps follows the iso principle of music therapy: begin with music that matches
the mood and change it gradually (I. M. Altshuler, 1948). The evidence that this changes how
anybody feels is mixed, and nothing here promises it.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from tui_player.model.mood.moods import MoodName, Moods
from tui_player.model.mood.plan import MusicPlan, MusicTarget, Segment


class GoalKind(StrEnum):
    """What the music is to do with the mood; without a goal it matches it."""

    LIFT = "lift"
    RAMP = "ramp"


@dataclass(frozen=True, slots=True)
class GoalSettings:
    """Where goals lead, and how fast.

    A lift plays at most `low_tracks` low tracks in a row, and as many of each mood between; a
    ramp moves on every `step_tracks` tracks. All at least 1.
    """

    target: MoodName = "happy"
    low_tracks: int = 2
    step_tracks: int = 3


@dataclass(frozen=True, slots=True)
class MoodGoal:
    """One way from mood to mood, and how far the music has come on it.

    `path` is empty until a mood is known. `step` is the place in it of the track that sounds,
    `played` how many tracks of that step have begun. A step but the last has `step_tracks`.
    """

    kind: GoalKind
    target: MoodName
    step_tracks: int
    path: tuple[MoodName, ...] = ()
    step: int = 0
    played: int = 0

    @classmethod
    def begun(
        cls,
        kind: GoalKind,
        settings: GoalSettings,
        moods: Moods,
        start: MoodName | None,
        low_in_a_row: int,
    ) -> "MoodGoal":
        """A goal that begins now, in the mood `start` (None: not known yet).

        `low_in_a_row` low tracks were played last; a lift counts them.
        """
        tracks = settings.low_tracks if kind is GoalKind.LIFT else settings.step_tracks
        goal = cls(kind, settings.target, tracks)
        return goal if start is None else goal._from(start, moods, low_in_a_row)

    @property
    def emotion(self) -> MoodName | None:
        """The mood of the present step; None while none is known."""
        return self.path[self.step] if self.path else None

    @property
    def plan(self) -> MusicPlan | None:
        """The music from here on; None while no mood is known."""
        if not self.path:
            return None
        last = len(self.path) - 1
        segments = [
            Segment(self.target_of(step), self.step_tracks) for step in range(self.step, last)
        ]
        if segments:
            left = self.step_tracks - self.played
            here = [replace(segments[0], tracks=left)] if left > 0 else []
            segments = [*here, *segments[1:]]
        return MusicPlan((*segments, Segment(self.target_of(last))))

    def target_of(self, step: int) -> MusicTarget:
        """What the tracks of a step are to be, and the reason told with them."""
        doing = "lifting" if self.kind is GoalKind.LIFT else "ramp"
        here = self.path[step]
        if step > 0:
            return MusicTarget(here, f"{doing}: {self.path[step - 1]} → {here}")
        word = "stays" if len(self.path) == 1 else "starts"
        return MusicTarget(here, f"{doing}: {word} {here}")

    def after_track(self) -> "MoodGoal":
        """The goal once a track chosen for it has begun."""
        if not self.path:
            return self
        if self.played < self.step_tracks or self.step == len(self.path) - 1:
            return replace(self, played=self.played + 1)
        return replace(self, step=self.step + 1, played=1)

    def after_mood(self, mood: MoodName, moods: Moods, low_in_a_row: int) -> "MoodGoal":
        """The goal once the face has settled in another mood.

        A ramp goes its way; the way of a lift begins where the face is by now: what the face is
        past already is left out of it, and from a mood that is not on the way it starts again.
        """
        if not self.path:
            return self._from(mood, moods, low_in_a_row)
        if self.kind is GoalKind.RAMP or mood == self.emotion:
            return self
        if mood in self.path[self.step :]:
            skipped = self.path.index(mood, self.step)
            return replace(self, path=self.path[skipped:], step=0, played=0)
        return self._from(mood, moods, low_in_a_row)

    def _from(self, start: MoodName, moods: Moods, low_in_a_row: int) -> "MoodGoal":
        path = moods.ladder(start, self.target)
        counts = self.kind is GoalKind.LIFT and moods.is_low(start) and len(path) > 1
        return replace(self, path=path, step=0, played=low_in_a_row if counts else 0)
