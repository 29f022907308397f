"""Turns of phrase that sentences in many places share."""

from collections.abc import Iterable


def counted(number: int, thing: str) -> str:
    """A number and what it counts."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def nearest(name: str, names: Iterable[str]) -> str:
    """A hint to put behind a complaint about `name`; empty if none of `names` is like it."""
    from difflib import get_close_matches  # needed by nobody whose configuration is right

    close = get_close_matches(name, sorted(names), n=1)
    return f"; did you mean {close[0]!r}?" if close else ""
