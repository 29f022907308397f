"""Who looks on, and may ask for something, from outside the screen.

Imported only once the music plays: nobody who looks at the screen waits for it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from tui_player.domain.requests import Request
    from tui_player.domain.snapshot import Snapshot
    from tui_player.settings.paths import UserPaths


class Onlooker(Protocol):
    """Somebody with a thread of their own, who is shown each new snapshot.

    What fails is theirs to log: the player goes on without them.
    """

    def start(self) -> None:
        """Begin."""

    def stop(self) -> None:
        """End, within a limit."""

    def publish(self, snapshot: Snapshot) -> None:
        """Take the newest snapshot, on the engine thread: never waits, at any time of a run."""


def build_onlookers(
    paths: UserPaths, ask: Callable[[Request], None], end: Callable[[], None]
) -> tuple[Onlooker, ...]:
    """All of them, none started; `ask` hands on what a person asks, `end` ends the run."""
    return ()
