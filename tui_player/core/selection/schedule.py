"""Rules by time of day and weekday: they make genre families weigh more or less for a while."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tui_player.core.selection.rules import is_weight
from tui_player.model.clock import Moment
from tui_player.model.errors import TuiPlayerError, join_problems
from tui_player.model.text import brief

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NAMES = ("hours", "days", "weights")
_HOURS = re.compile(r"\s*(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})\s*")
_DAY_MINUTES = 24 * 60


class ContextError(TuiPlayerError):
    """The context rules cannot be used; the message says where and what to write instead."""


@dataclass(frozen=True, slots=True)
class ContextRule:
    """What families weigh more or less while a rule holds, and when that is.

    `first_minute` to before `end_minute` of the day, past midnight if it ends before it begins,
    all day if both are the same; `days` are those it begins on, 0 for Monday. `when` says it in
    words.
    """

    when: str
    weights: tuple[tuple[str, float], ...]
    first_minute: int = 0
    end_minute: int = 0
    days: frozenset[int] = frozenset(range(7))

    def holds(self, now: Moment) -> bool:
        """Whether this is its time."""
        minute, day = now.minute_of_day, now.weekday
        first, end = self.first_minute, self.end_minute
        if first < end:
            return first <= minute < end and day in self.days
        if minute >= first:
            return day in self.days
        return minute < end and (day - 1) % 7 in self.days


@dataclass(frozen=True, slots=True)
class Context:
    """The rules that hold at one moment."""

    rules: tuple[ContextRule, ...] = ()

    def factor(self, family: str) -> float:
        """What a family's weight is multiplied by: the rules that name it, one by one."""
        factor = 1.0
        for rule in self.rules:
            factor *= dict(rule.weights).get(family, 1.0)
        return factor

    def when(self, family: str) -> str:
        """When the rules that name a family hold, in words."""
        return "; ".join(rule.when for rule in self.rules if family in dict(rule.weights))


@dataclass(frozen=True, slots=True)
class ContextRules:
    """All rules, whether it is their time or not."""

    rules: tuple[ContextRule, ...] = ()

    def at(self, now: Moment) -> Context:
        """The rules that hold now."""
        return Context(tuple(rule for rule in self.rules if rule.holds(now)))

    @property
    def families(self) -> tuple[tuple[int, str], ...]:
        """Every family named, with the number of its rule, the first being 1."""
        return tuple(
            (number, family)
            for number, rule in enumerate(self.rules, start=1)
            for family, _ in rule.weights
        )

    @classmethod
    def from_entries(cls, entries: Sequence[object]) -> "ContextRules":
        """Rules from a list of tables: `{"hours": "22:00-06:00", "weights": {"ambient": 2.0}}`.

        Raises ContextError naming every wrong place at once.
        """
        rules: list[ContextRule] = []
        problems: list[str] = []
        for number, entry in enumerate(entries, start=1):
            found = _problems(f"context[{number}]", entry)
            problems += found
            if not found and isinstance(entry, Mapping):
                rules.append(_rule(entry))
        if problems:
            raise ContextError(join_problems(problems))
        return cls(tuple(rules))


def _rule(entry: Mapping[str, object]) -> ContextRule:
    """The rule of an entry in which nothing is wrong."""
    hours, days = str(entry.get("hours", "")), _as_list(entry.get("days", []))
    weights = entry["weights"]
    assert isinstance(weights, Mapping)
    first, end = _minutes(hours) or (0, 0)
    return ContextRule(
        when=" ".join([*map(str, days), *([hours.strip()] if hours else [])]),
        weights=tuple((str(family), float(factor)) for family, factor in weights.items()),
        first_minute=first,
        end_minute=end,
        days=frozenset(WEEKDAYS.index(str(day)) for day in days) or frozenset(range(7)),
    )


def _problems(place: str, entry: object) -> list[str]:
    if not isinstance(entry, Mapping):
        return [f'{place}: write it as [[context]], hours = "22:00-06:00", weights = {{ … }}']
    problems = [
        f"{place}.{name}: no such setting; there are {', '.join(_NAMES)}"
        for name in entry
        if name not in _NAMES
    ]
    if "hours" not in entry and "days" not in entry:
        problems.append(f"{place}: needs hours or days, or both")
    if "hours" in entry and _minutes(entry["hours"]) is None:
        problems.append(
            f'{place}.hours: must be like "22:00-06:00", from 00:00 to 24:00,'
            f" not {brief(entry['hours'])}"
        )
    days = _as_list(entry.get("days", ["mon"]))
    if not days or any(day not in WEEKDAYS for day in days):
        problems.append(
            f'{place}.days: must be some of {", ".join(WEEKDAYS)}, e.g. ["sat", "sun"],'
            f" not {brief(entry['days'])}"
        )
    return problems + _weight_problems(place, entry.get("weights"))


def _weight_problems(place: str, weights: object) -> list[str]:
    if not isinstance(weights, Mapping) or not weights:
        return [f"{place}.weights: must name at least one genre family, e.g. {{ ambient = 2.0 }}"]
    wrong = [str(family) for family, factor in weights.items() if not is_weight(factor)]
    if wrong:
        return [f"{place}.weights: the factor of {', '.join(wrong)} must be a number of 0 or more"]
    return []


def _minutes(hours: object) -> tuple[int, int] | None:
    """First and last minute of "22:00-06:00"; None if it is no such span."""
    match = _HOURS.fullmatch(hours) if isinstance(hours, str) else None
    if match is None:
        return None
    first_hour, first, end_hour, end = map(int, match.groups())
    minutes = first_hour * 60 + first, end_hour * 60 + end
    if max(minutes) > _DAY_MINUTES or max(first, end) > 59 or minutes[0] == minutes[1]:
        return None
    return minutes[0], minutes[1] % _DAY_MINUTES


def _as_list(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else [value]
