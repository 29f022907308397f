"""Turns of phrase that sentences in many places share."""

from collections.abc import Iterable

_LONGEST = 60  # signs


def counted(number: int, thing: str) -> str:
    """A number and what it counts."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def brief(value: object) -> str:
    """A value as Python writes it, or the beginning of that."""
    text = repr(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def nearest(name: str, names: Iterable[str]) -> str:
    """A hint to put behind a complaint about `name`; empty if none of `names` is like it."""
    from difflib import get_close_matches  # needed by nobody whose configuration is right

    close = get_close_matches(name, sorted(names), n=1)
    return f"; did you mean {close[0]!r}?" if close else ""
