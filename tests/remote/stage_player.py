"""A player without sound or screen, at the control socket where the real one is."""

import threading

from tests.core.stage import Stage
from tui_player.messages.requests import Request
from tui_player.remote.control.address import SOCKET_NAME
from tui_player.remote.control.doors import Doors
from tui_player.remote.control.server import ControlSocket
from tui_player.settings.paths import UserPaths


class StagePlayer:
    """A Director on a stage, and its control socket; `start` returns once it is listened to."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.has_ended = False
        self.control = ControlSocket(
            Doors(UserPaths.of_this_user().control_dirs),
            self.ask,
            lambda looked: looked(stage.snapshot),
            self.end,
        )

    def ask(self, request: Request) -> None:
        self.stage.ask(request)

    def end(self) -> None:
        self.has_ended = True

    def start(self) -> None:
        self.control.start()
        pause = threading.Event()
        while not (UserPaths.of_this_user().control_dirs[0] / SOCKET_NAME).exists():
            pause.wait(0.002)
