"""The names by which a person knows sound devices, whatever serves them."""

from collections import Counter
from collections.abc import Sequence


def unlike(names: Sequence[str]) -> list[str]:
    """Number the names that occur again: two cards of one kind must be told apart."""
    seen: Counter[str] = Counter()
    result = []
    for name in names:
        seen[name] += 1
        result.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return result


def matching(wanted: str, names: Sequence[str]) -> str | None:
    """Return this very name if there is one, or the first that holds these words."""
    if wanted in names:
        return wanted
    return next((name for name in names if wanted.casefold() in name.casefold()), None)
