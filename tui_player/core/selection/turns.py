"""The shuffle bag of a mood: which tracks had their turn, and how long ago.

Nothing is dealt out ahead. Each turn is numbered, and a track rests until as many others have had
theirs as it is told to: so the bag needs no repair when tracks come and go, when the mood changes
in the middle of it, or at the next start.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tui_player.model.music.track import TrackId

# What part of the mood's tracks come before a track returns.
RESTING_SHARE = 0.5
# A disliked track waits until the mood's tracks could all have come so many times.
ROUNDS_SAT_OUT = 3


@dataclass(frozen=True, slots=True)
class Turns:
    """The turns of one mood: the number of the last one, and of each track's own last one."""

    last_number: int = 0
    numbers: Mapping[TrackId, int] = field(default_factory=dict)

    def others_since(self, track_id: TrackId, planned: int = 0) -> float:
        """How many others had a turn since this track's, when `planned` more have had theirs.

        Infinite for a track that never had one.
        """
        number = self.numbers.get(track_id)
        return float("inf") if number is None else self.last_number + planned - number

    def next_number(self, track_id: TrackId, rest: int) -> int:
        """The number of a turn that this track has now.

        Where a person plays a track again before its time, that brings no other track nearer.
        """
        comes_early = self.others_since(track_id) < rest
        return self.last_number if comes_early else self.last_number + 1

    def with_turn(self, track_id: TrackId, number: int) -> "Turns":
        """After this turn."""
        return Turns(max(self.last_number, number), {**self.numbers, track_id: number})

    def renamed(self, new_ids: Mapping[TrackId, TrackId]) -> "Turns":
        """The same under new ids; the turn of a moved track counts at its new id."""
        in_order = sorted(self.numbers, key=lambda track_id: track_id in new_ids)
        return Turns.of((new_ids.get(i, i), self.numbers[i]) for i in in_order)

    @classmethod
    def of(cls, turns: Iterable[tuple[TrackId, int]]) -> "Turns":
        """Turns as they were written down."""
        numbers = dict(turns)
        return cls(max(numbers.values(), default=0), numbers)


def rest_of(tracks: int, opinion: int = 0) -> int:
    """How many others come before a track of a mood with so many tracks returns."""
    if opinion < 0:
        return ROUNDS_SAT_OUT * tracks
    return int(RESTING_SHARE * tracks)
