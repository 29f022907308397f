"""What a line of changes tells of a snapshot: whole parts, and of a long list only what is new."""

from collections.abc import Mapping
from typing import Any

# Of this a change tells `from` and `until` where which `entries` take the place of the old ones.
SPLICED = "up_next"


def splice_of(told: Mapping[str, Any], length: int) -> tuple[int, int, list[Any]]:
    """From and until where which entries stand now in a list so long; raises ValueError."""
    match told:
        case {"from": int(start), "until": int(end), "entries": list(entries)}:
            if 0 <= start <= end <= length:
                return start, end, entries
    raise ValueError(f"{SPLICED!r} is changed where it has no place")


def merged(said: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """A snapshot as JSON values, with what a line of changes tells; raises ValueError."""
    now = {**said, **changes}
    if isinstance(told := changes.get(SPLICED), dict):
        before = said.get(SPLICED, [])
        start, end, entries = splice_of(told, len(before))
        now[SPLICED] = [*before[:start], *entries, *before[end:]]
    return now
