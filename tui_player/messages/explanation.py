"""Why a track was chosen: every number that went into it, in the words of a person."""

from dataclasses import dataclass
from math import prod

from tui_player.model.mood.moods import MoodName

MOST_WORDS = 6


@dataclass(frozen=True, slots=True)
class Factor:
    """One factor of a weight: what it stands for, its value, and where that comes from."""

    name: str
    value: float
    words: str


@dataclass(frozen=True, slots=True)
class ChoiceSum:
    """What a track was weighed with in the draw that it won.

    The weight is the product of `factors`, each as it was used; the chance of the draw was the
    weight's share of `all_weights`, those of the `candidates` tracks in that draw. `turn` tells
    of the shuffle bag, `learned` how much is known. `wish_reason` is why the mood counts, `aside`
    what spoke most for this track besides.
    """

    emotion: MoodName | None
    wish_reason: str
    factors: tuple[Factor, ...]
    all_weights: float
    candidates: int
    turn: str = ""
    learned: tuple[str, ...] = ()
    aside: str = ""

    @property
    def weight(self) -> float:
        """The product of all factors."""
        return prod(factor.value for factor in self.factors)

    @property
    def chance(self) -> float:
        """How likely it was to win this draw, 0 to 1."""
        return self.weight / self.all_weights

    @property
    def reason(self) -> str:
        """Why, in at most six words."""
        return reason_with(self.wish_reason, self.aside)


def reason_with(reason: str, aside: str) -> str:
    """A reason and what to say besides, if there is room for it."""
    both = f"{reason}, {aside}" if aside else reason
    return both if len(both.split()) <= MOST_WORDS else reason
