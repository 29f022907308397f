"""Who looks on, and may ask for something, from outside the screen.

Imported only once the music plays: nobody who looks at the screen waits for it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pathlib import Path

    from tui_player.messages.requests import Request
    from tui_player.messages.snapshot import Snapshot
    from tui_player.model.music.track import TrackId
    from tui_player.remote.control.doors import Doors
    from tui_player.remote.mpris.player_object import Orders


class Observer(Protocol):
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
    doors: Doors,
    runtime_folder: Path | None,
    ask: Callable[[Request], None],
    look: Callable[[Callable[[Snapshot], None]], None],
    end: Callable[[], None],
    find_track: Callable[[str], TrackId | None],
) -> tuple[Observer, ...]:
    """All of them, none started.

    `doors` is where the player may be spoken to; who listens there closes it. `runtime_folder` is
    where the bus of a desktop session would be. `ask` hands on what
    a person asks, `look` has a function called with the snapshot once all that is done, `end` ends
    the run, `find_track` gives the track of the library with a path, if there is one.
    """
    from tui_player.remote.control.server import ControlSocket
    from tui_player.remote.mpris.player_object import Orders

    control = ControlSocket(doors, ask, look, end)
    return (control, _desktop(runtime_folder, Orders(ask, end, find_track)))


def _desktop(runtime_folder: Path | None, orders: Orders) -> Observer:
    """Media keys and widgets of the desktop, once there is one."""
    from tui_player.library.extras.cover_files import cover_beside
    from tui_player.remote.mpris.bus import session_bus_addresses
    from tui_player.remote.mpris.service import Mpris

    return Mpris(lambda: session_bus_addresses(os.environ, runtime_folder), orders, cover_beside)
