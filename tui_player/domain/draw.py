"""Draws tracks one after another, each by its share of all weights, and says how it came about."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import log

from tui_player.domain.catalog import Randomness
from tui_player.domain.choice_sum import ChoiceSum, Factor
from tui_player.domain.shuffle_bag import ShuffleBag
from tui_player.domain.spacing import PLACES, Spacing, spacing
from tui_player.domain.track import Track
from tui_player.domain.weighing import Weighed, Weigher, told_levels

_Candidate = tuple[Weighed, Spacing]


@dataclass(frozen=True, slots=True)
class Draw:
    """Weighted sampling without replacement, from what does not rest in a shuffle bag.

    By the keys of Efraimidis & Spirakis ("Weighted random sampling with a reservoir", Information
    Processing Letters 97, 2006): the largest of u^(1/w) wins, found as the smallest of -ln(u)/w.
    Keys are drawn anew for every place, since spacing changes the weights from place to place.
    """

    weigher: Weigher
    bag: ShuffleBag
    randomness: Randomness

    def picks(
        self, weighed: Iterable[Weighed], count: int, before: Sequence[Track], reason: str
    ) -> Iterator[tuple[Track, ChoiceSum]]:
        """At most `count` tracks in order, each with its sum; `before` come the tracks given."""
        candidates = list(weighed)
        recent = list(before[-PLACES:])
        for place in range(count):
            eligible = [
                (each, spacing(each.track, recent))
                for each in candidates
                if not self.bag.rests(each.track.id, place)
            ]
            drawn = self._draw(eligible)
            if drawn is None:
                return
            yield drawn[0].track, self._sum(drawn, eligible, place, reason)
            candidates.remove(drawn[0])
            recent = [*recent, drawn[0].track][-PLACES:]

    def _draw(self, eligible: Sequence[_Candidate]) -> _Candidate | None:
        smallest, drawn = float("inf"), None
        for candidate in eligible:
            weight = _weight(candidate)
            above_0 = 1.0 - self.randomness.random()
            if weight > 0 and (key := -log(above_0) / weight) < smallest:
                smallest, drawn = key, candidate
        return drawn

    def _sum(
        self, drawn: _Candidate, eligible: Sequence[_Candidate], place: int, reason: str
    ) -> ChoiceSum:
        weighed, apart = drawn
        factors = self.weigher.factors(weighed)
        if apart.share < 1.0:
            factors = (*factors, Factor("spacing", apart.share, apart.words))
        return ChoiceSum(
            emotion=self.weigher.emotion,
            wish_reason=reason,
            factors=factors,
            all_weights=sum(map(_weight, eligible)),
            candidates=len(eligible),
            turn=self.bag.told(weighed.track.id, place),
            learned=() if weighed.verdict is None else told_levels(weighed.verdict),
            aside=self.weigher.aside(weighed),
        )


def _weight(candidate: _Candidate) -> float:
    weighed, apart = candidate
    return weighed.weight * apart.share
