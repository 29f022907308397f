"""The rule table: which genre families fit which mood, with weights."""

from collections.abc import Mapping
from dataclasses import dataclass

from tui_player.model.errors import TuiPlayerError, join_problems
from tui_player.model.mood.moods import MoodName


class RulesError(TuiPlayerError):
    """The rule table cannot be used; the message says where and what to write instead."""


@dataclass(frozen=True, slots=True)
class MoodRule:
    """What one mood plays: (family, weight) pairs, heaviest first, and its taste for the unheard.

    `unheard_factor` multiplies the weight of tracks not heard for long; 1 for no such taste.
    """

    families: tuple[tuple[str, float], ...]
    unheard_factor: float = 1.0

    @property
    def family_names(self) -> tuple[str, ...]:
        """The families alone, heaviest first."""
        return tuple(family for family, _ in self.families)


_NO_RULE = MoodRule(())


@dataclass(frozen=True, slots=True)
class MoodRules:
    """One rule per mood."""

    by_mood: Mapping[MoodName, MoodRule]

    def rule(self, mood: MoodName) -> MoodRule:
        """The rule of one mood; one that is no longer there plays anything."""
        return self.by_mood.get(mood, _NO_RULE)

    @property
    def families_by_mood(self) -> dict[str, tuple[str, ...]]:
        """The families that each mood plays, by the mood's name."""
        return {mood: rule.family_names for mood, rule in self.by_mood.items()}

    @classmethod
    def from_table(cls, table: Mapping[str, object]) -> "MoodRules":
        """Rules from a table as TOML gives it: `{"happy": {"plays": {"pop": 1.0, …}}, …}`.

        Raises RulesError naming every wrong place at once.
        """
        problems: list[str] = []
        rules = {}
        for mood, entry in table.items():
            if isinstance(rule := _rule(mood, entry), MoodRule):
                rules[mood] = rule
            else:
                problems.append(rule)
        if problems:
            raise RulesError(join_problems(problems))
        return cls(rules)


def _rule(mood: MoodName, entry: object) -> MoodRule | str:
    """The rule written in one entry, or what is wrong with it."""
    place = f"moods.{mood}"
    if not isinstance(entry, Mapping):
        return f"{place}: missing; write e.g. plays = {{ pop = 1.0 }}"
    plays = entry.get("plays")
    if not isinstance(plays, Mapping) or not plays:
        return f"{place}.plays: must name at least one genre family, e.g. {{ pop = 1.0 }}"
    wrong = [str(family) for family, weight in plays.items() if not is_weight(weight)]
    if wrong:
        return f"{place}.plays: the weight of {', '.join(wrong)} must be a number of 0 or more"
    if not any(plays.values()):
        return f"{place}.plays: at least one weight must be above 0"
    factor = entry.get("unheard_factor", 1.0)
    if not is_weight(factor) or factor == 0:
        return f"{place}.unheard_factor: must be a number above 0"
    heaviest_first = sorted(plays.items(), key=lambda pair: -pair[1])
    return MoodRule(
        tuple((str(family), float(weight)) for family, weight in heaviest_first if weight > 0),
        float(factor),
    )


def is_weight(value: object) -> bool:
    """Whether a value of a TOML table is a finite number of 0 or more."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and 0 <= float(str(value)) < float("inf")
