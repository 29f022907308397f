"""The shuffle bag of a mood: which tracks had their turn, and how long ago.

Nothing is dealt out ahead. Each turn is numbered, and a track rests until as many others have had
theirs as it is told to: so the bag needs no repair when tracks come and go, when the mood changes
in the middle of it, or at the next start.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

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


# Where all that is not resting cannot be played, the rest is cut to these shares of itself.
EASINGS = (1.0, 0.5, 0.25, 0.0)


MOST_PATIENCE = 16.0


@dataclass(frozen=True, slots=True)
class ShuffleBag:
    """The turns of a mood with so many tracks, of which some are disliked.

    `planned` turns are still to come before the one asked about. `ease` shortens the rest of all
    that are not disliked.
    """

    turns: Turns
    tracks: int
    planned: int = 0
    disliked: frozenset[TrackId] = frozenset()
    ease: float = 1.0

    def easings(self) -> "Iterator[ShuffleBag]":
        """This bag, then ones in which tracks rest less and less."""
        return (replace(self, ease=ease) for ease in EASINGS)

    def rests(self, track_id: TrackId, later: int = 0) -> bool:
        """Whether a track has to wait yet, `later` turns after those planned."""
        return self._others_since(track_id, later) < self._rest(track_id)

    def patience(self, track_id: TrackId, later: int) -> float:
        """What a track's weight is multiplied by that waited for more than a round: its square.

        So that light tracks come too, and new ones soon; at most MOST_PATIENCE.
        """
        since = self.turns.others_since(track_id, self.planned + later)
        if since == float("inf"):
            since = self.turns.last_number + self.planned + later
        return min(max(since / max(self.tracks, 1), 1.0) ** 2, MOST_PATIENCE)

    def _rest(self, track_id: TrackId) -> int:
        """How many others come before it returns."""
        if track_id in self.disliked:
            return rest_of(self.tracks, -1)
        return int(self.ease * rest_of(self.tracks))

    def _others_since(self, track_id: TrackId, later: int) -> float:
        since = self.turns.others_since(track_id, self.planned + later)
        if since == float("inf") and track_id in self.disliked:
            return self.turns.last_number + self.planned + later
        return since

    def told(self, track_id: TrackId, later: int) -> str:
        """What the bag has to say of a track that has its turn now."""
        since = self.turns.others_since(track_id, self.planned + later)
        rest = self._rest(track_id)
        if since == float("inf"):
            return f"Its first turn; the next comes after {rest} others, of {self.tracks} tracks."
        needed = f"{rest} of {self.tracks} tracks had to come first"
        return f"{since:g} others had a turn since its last; {needed}."
