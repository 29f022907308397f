"""One moment, passed in wherever a decision depends on time."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Moment:
    """`steady_s` only ever grows and serves for waiting; `unix_s` is the date, for history."""

    steady_s: float
    unix_s: float
