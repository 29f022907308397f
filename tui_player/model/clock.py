"""One moment, passed in wherever a decision depends on time."""

from dataclasses import dataclass

MINUTE_S, HOUR_S, DAY_S = 60, 3600, 86_400
# The first of January 1970 was a Thursday; weekdays count from Monday.
_FIRST_WEEKDAY = 3


@dataclass(frozen=True, slots=True)
class Moment:
    """`steady_s` only ever grows and serves for waiting; `unix_s` is the date, for history.

    `utc_offset_s` is how far the clock on the wall is ahead of UTC.
    """

    steady_s: float
    unix_s: float
    utc_offset_s: float = 0.0

    @property
    def weekday(self) -> int:
        """The day on the wall: 0 for Monday to 6 for Sunday."""
        return (int(self._wall_s // DAY_S) + _FIRST_WEEKDAY) % 7

    @property
    def minute_of_day(self) -> int:
        """Minutes since midnight on the wall, 0 to 1439."""
        return int(self._wall_s % DAY_S // MINUTE_S)

    @property
    def _wall_s(self) -> float:
        return self.unix_s + self.utc_offset_s
