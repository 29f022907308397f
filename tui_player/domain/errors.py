"""The one base of every error whose message is meant for the person at the keyboard."""


class TuiPlayerError(Exception):
    """A failure told in one clear sentence: what failed, where, and what to do."""


def told(problems: list[str]) -> str:
    """One problem as it is; several under one another, each on a line of its own."""
    return problems[0] if len(problems) == 1 else "".join(f"\n  {problem}" for problem in problems)


class PlaylistExistsError(TuiPlayerError):
    """A playlist of this name is there already; the message is the name."""
