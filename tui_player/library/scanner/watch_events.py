"""What the watch on the music folder has to tell the scanner."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PathTouched:
    """Something happened at a path under the folder (bytes; empty for the folder itself).

    `complete` is False for a file that appeared and may still be written to.
    """

    path: bytes
    complete: bool


@dataclass(frozen=True, slots=True)
class EventsLost:
    """More happened than the system could tell; only a new scan can say what."""


WatchNews = PathTouched | EventsLost
Tell = Callable[[WatchNews], None]
