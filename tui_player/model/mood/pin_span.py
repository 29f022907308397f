"""How long a pin should hold."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PinSpan:
    """How long a pin is to hold: so many tracks, the present one counted, or so many seconds.

    With neither it holds until it is taken off.
    """

    tracks: int | None = None
    seconds: float | None = None
