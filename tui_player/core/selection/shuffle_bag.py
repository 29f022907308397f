"""The shuffle bag of a mood at one moment: which tracks rest, and for how much longer."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from tui_player.core.selection.turns import Turns, rest_of
from tui_player.model.music.track import TrackId

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
