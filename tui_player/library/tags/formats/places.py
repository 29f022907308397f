"""How readers of tags look at parts of a file by their place."""

from collections.abc import Callable
from typing import TypeAlias

# So many bytes at a place, fewer where the file ends.
ReadAt: TypeAlias = Callable[[int, int], bytes]


def at_in(data: bytes) -> ReadAt:
    """Looks at parts of what is in memory already."""
    return lambda place, length: data[place : place + length]
