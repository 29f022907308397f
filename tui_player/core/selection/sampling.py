"""Draws tracks one after another, each by its share of all weights, and says how it came about."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import log

from tui_player.core.selection.shuffle_bag import ShuffleBag
from tui_player.core.selection.spacing import PLACES, Neighbourhood, Spacing
from tui_player.core.selection.weights import Scored, Scorer, told_levels
from tui_player.messages.explanation import ChoiceSum, Factor
from tui_player.model.music.track import Track
from tui_player.ports.catalog import Randomness


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A track with all its weight is made of in one place of the queue."""

    weighed: Scored
    apart: Spacing
    patience: float

    @property
    def weight(self) -> float:
        return self.weighed.weight * self.apart.share * self.patience


@dataclass(frozen=True, slots=True)
class WeightedSampler:
    """Weighted sampling without replacement, from what does not rest in a shuffle bag.

    By the keys of Efraimidis & Spirakis ("Weighted random sampling with a reservoir", Information
    Processing Letters 97, 2006): the largest of u^(1/w) wins, found as the smallest of -ln(u)/w.
    Keys are drawn anew for every place, since spacing changes the weights from place to place.
    """

    weigher: Scorer
    bag: ShuffleBag
    randomness: Randomness

    def picks(
        self, weighed: Iterable[Scored], count: int, before: Sequence[Track], reason: str
    ) -> Iterator[tuple[Track, ChoiceSum]]:
        """At most `count` tracks in order, each with its sum; `before` come the tracks given."""
        candidates = list(weighed)
        recent = list(before[-PLACES:])
        for place in range(count):
            here = Neighbourhood(recent)
            eligible = [
                _Candidate(each, here.spacing(each.track), self.bag.patience(each.track.id, place))
                for each in candidates
                if not self.bag.rests(each.track.id, place)
            ]
            drawn = self._draw(eligible)
            if drawn is None:
                return
            track = drawn.weighed.track
            yield track, self._sum(drawn, eligible, place, reason)
            candidates.remove(drawn.weighed)
            recent = [*recent, track][-PLACES:]

    def _draw(self, eligible: Sequence[_Candidate]) -> _Candidate | None:
        smallest, drawn = float("inf"), None
        for candidate in eligible:
            weight = candidate.weight
            above_0 = 1.0 - self.randomness.random()
            if weight > 0 and (key := -log(above_0) / weight) < smallest:
                smallest, drawn = key, candidate
        return drawn

    def _sum(
        self, drawn: _Candidate, eligible: Sequence[_Candidate], place: int, reason: str
    ) -> ChoiceSum:
        weighed, apart = drawn.weighed, drawn.apart
        factors = [*self.weigher.factors(weighed)]
        if apart.share < 1.0:
            factors.append(Factor("spacing", apart.share, apart.words))
        if drawn.patience > 1.0:
            rounds = f"no turn for {drawn.patience**0.5:.1f} rounds or more, squared"
            factors.append(Factor("patience", drawn.patience, rounds))
        return ChoiceSum(
            emotion=self.weigher.emotion,
            wish_reason=reason,
            factors=tuple(factors),
            all_weights=sum(each.weight for each in eligible),
            candidates=len(eligible),
            turn=self.bag.told(weighed.track.id, place),
            learned=() if weighed.verdict is None else told_levels(weighed.verdict),
            aside=self.weigher.aside(weighed),
        )
