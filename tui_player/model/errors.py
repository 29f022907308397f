"""The one base of every error whose message is meant for the person at the keyboard."""

from collections.abc import Sequence

_MOST_PROBLEMS = 20
_LONGEST = 400  # signs


class TuiPlayerError(Exception):
    """A failure join_problems in one clear sentence: what failed, where, and what to do."""


def join_problems(problems: Sequence[str]) -> str:
    """One problem as it is; several under one another, each on a line of its own.

    Of many the first ones, and of what is long the beginning: somebody is to read them.
    """
    shown = [_shortened(problem) for problem in problems[:_MOST_PROBLEMS]]
    if len(problems) == 1:
        return shown[0]
    if len(problems) > _MOST_PROBLEMS:
        shown.append(f"and {len(problems) - _MOST_PROBLEMS:,} more")
    return "".join(f"\n  {problem}" for problem in shown)


def _shortened(problem: str) -> str:
    return problem if len(problem) <= _LONGEST else f"{problem[:_LONGEST]}…"


class PlaylistExistsError(TuiPlayerError):
    """A playlist of this name is there already; the message is the name."""
