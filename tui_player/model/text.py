"""Turns of phrase that sentences in many places share."""

from collections.abc import Iterable, Sequence

_LONGEST = 60  # signs
_LONGEST_REASON = 200

# How C++, OpenCV and the loader of libraries say that there is no memory left.
_NO_MEMORY = ("bad_alloc", "Insufficient memory", "failed to map segment")


def counted(number: int, thing: str) -> str:
    """A number and what it counts."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def listed(things: Sequence[str]) -> str:
    """Things as a sentence names them: "A, B and C"."""
    *others, last = things
    return f"{', '.join(others)} and {last}" if others else last


def brief(value: object) -> str:
    """A value as Python writes it, or the beginning of that."""
    text = repr(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def reason_of(error: BaseException) -> str:
    """What an error of a library says went wrong, in a line fit for a sentence: without its last
    full stop, and without the advice for programmers that some put before it (numpy, a page)."""
    if is_out_of_memory(error):
        return "there is not enough memory"
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    if not lines:
        return type(error).__name__
    reason = lines[-1].removeprefix("Original error was:").strip().rstrip(".")
    return reason if len(reason) <= _LONGEST_REASON else f"{reason[:_LONGEST_REASON]}…"


def is_out_of_memory(error: BaseException) -> bool:
    """Whether an error, of Python or a library, says that no memory was to be had."""
    return isinstance(error, MemoryError) or any(sign in str(error) for sign in _NO_MEMORY)


def nearest(name: str, names: Iterable[str]) -> str:
    """A hint to put behind a complaint about `name`; empty if none of `names` is like it."""
    from difflib import get_close_matches  # needed by nobody whose configuration is right

    close = get_close_matches(name, sorted(names), n=1)
    return f"; did you mean {close[0]!r}?" if close else ""
