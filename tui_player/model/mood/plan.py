"""What music is planned: one mood without end, or several, each for some tracks."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from tui_player.model.mood.moods import MoodName


@dataclass(frozen=True, slots=True)
class MusicTarget:
    """What music is wanted: the mood that counts (None: none known), and how it is told."""

    emotion: MoodName | None
    reason: str


@dataclass(frozen=True, slots=True)
class Segment:
    """So many tracks in a row for one target, at least one; None: all that follow."""

    target: MusicTarget
    tracks: int | None = None


@dataclass(frozen=True, slots=True)
class MusicPlan:
    """The segments to come, in order; the last one has no end.

    Its places are the tracks that are chosen: the first is place 0. What a person asks for by
    hand comes beside it.
    """

    segments: tuple[Segment, ...]

    @classmethod
    def steady(cls, target: MusicTarget) -> "MusicPlan":
        """One target for all that follows."""
        return cls((Segment(target),))

    def target_at(self, place: int) -> MusicTarget:
        """What the track chosen for this place is to be."""
        for segment in self.segments:
            if segment.tracks is None or place < segment.tracks:
                return segment.target
            place -= segment.tracks
        return self.segments[-1].target

    def runs(self, first: int, count: int) -> Iterator[tuple[MusicTarget, int]]:
        """The targets of `count` places from `first` on, and how many in a row share each."""
        targets = (self.target_at(place) for place in range(first, first + count))
        for target, run in groupby(targets):
            yield target, sum(1 for _ in run)

    def after_track(self) -> "MusicPlan":
        """The plan once the track of place 0 has begun."""
        first, *rest = self.segments
        if first.tracks is None:
            return self
        if first.tracks <= 1:
            return MusicPlan(tuple(rest))
        return MusicPlan((replace(first, tracks=first.tracks - 1), *rest))
