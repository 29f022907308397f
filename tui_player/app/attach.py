"""The command `attach`: the screen of a player that runs elsewhere, as with `--headless`."""

from __future__ import annotations

import argparse
import gc
import logging
import queue
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from tui_player.app.run import RunLibrary
from tui_player.remote.control.address import ControlError
from tui_player.remote.control.client import (
    ControlClient,
    NoPlayerError,
    PlayerGoneError,
    RefusedError,
)
from tui_player.settings.paths import UserPaths
from tui_player.settings.run_settings import RunOptions
from tui_player.ui.terminal.signals import TERMINAL_LOST
from tui_player.util.console import print_line

if TYPE_CHECKING:
    from tui_player.app.run_plan import RunPlan
    from tui_player.messages.requests import Request
    from tui_player.model.picture import PixelSize
    from tui_player.ui.bridge import ScreenBridge

EXIT_NO_PLAYER = 1
STOP_LIMIT_S = 2.0
KEPT_BACK = "camera picture and spectrum are not shown here: they never leave the player"

log = logging.getLogger(__name__)


def main(arguments: list[str]) -> int:
    """Show the screen until the person or the player ends it; the exit status.

    Raises TuiPlayerError for what cannot be used.
    """
    options = _parser().parse_args(arguments)
    user = UserPaths.of_this_user()
    try:
        with ControlClient(user.control_dirs) as client:
            folder = Path(client.look()["library"]["folder"])
        return _attach(user.control_dirs, folder, options)
    except ControlError as error:
        print(f"tui-player: {error}", file=sys.stderr)  # noqa: T201 - no screen is up
        return EXIT_NO_PLAYER


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="tui-player attach",
        description="Shows the screen of the player that is running, such as one started with"
        " --headless, here; all keys work. The player plays on when it is closed.",
    )
    parser.add_argument("--theme", metavar="NAME", help="the colours of the screen")
    parser.add_argument(
        "--pictures", choices=("auto", "pixels", "blocks"), help="what covers are made of"
    )
    parser.add_argument("--config", type=Path, metavar="PATH", help="another config.toml")
    return parser


def _attach(control_dirs: Sequence[Path], folder: Path, options: argparse.Namespace) -> int:
    from tui_player.app.startup import play

    runs: list[AttachedRun] = []

    def make_run(plan: RunPlan, bridge: ScreenBridge) -> AttachedRun:
        runs.append(AttachedRun(plan, bridge, control_dirs))
        return runs[0]

    run_options = RunOptions(folder=folder, theme=options.theme, pictures=options.pictures)
    gc.disable()  # as for the player's own screen: it is switched on when all is there
    try:
        status = play(run_options, options.config, make_run=make_run, kept_back=KEPT_BACK)
    finally:
        gc.enable()
    if runs[0].has_ended:
        print_line("The player has ended.")
    elif status != TERMINAL_LOST:
        print_line("The player plays on; `tui-player ctl quit` ends it.")
    return status


class AttachedRun(RunLibrary):
    """A run in another process, as the screen sees its own: shown by its snapshots, and asked.

    One thread hears the snapshots, another says what is asked, each with its own connection.
    """

    def __init__(self, plan: RunPlan, bridge: ScreenBridge, control_dirs: Sequence[Path]) -> None:
        super().__init__(plan)
        self._bridge = bridge
        self._control_dirs = control_dirs
        self._watching = ControlClient(control_dirs)
        self._asking = ControlClient(control_dirs)
        self._asked: queue.SimpleQueue[Request | None] = queue.SimpleQueue()
        self.has_ended = False  # by itself
        self._stopping = threading.Event()
        self._threads = (
            threading.Thread(target=self._hear, name="attached: hears", daemon=True),
            threading.Thread(target=self._say, name="attached: asks", daemon=True),
        )

    def start(self, notices: Sequence[str] = ()) -> None:
        """Begin to show the player."""
        for sentence in notices:
            log.warning("%s", sentence)
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Hang up; the player plays on."""
        self._stopping.set()
        self._asked.put(None)
        for thread in reversed(self._threads):
            if thread.ident is not None:
                thread.join(STOP_LIMIT_S)
            self._watching.hang_up()
        for client in (self._watching, self._asking):
            client.close()

    def ask(self, request: Request) -> None:
        """Hand a person's request on; never waits."""
        self._asked.put(request)

    def want_picture(self, size: PixelSize | None) -> None:
        """The camera's picture never leaves the player."""

    def want_spectrum(self, wanted: bool) -> None:
        """Nor does the spectrum."""

    def _hear(self) -> None:
        from tui_player.messages.snapshot import Snapshot
        from tui_player.remote.control.snapshot_lines import with_changes

        snapshot = Snapshot()
        try:
            for changes in self._watching.watch_changes():
                snapshot = with_changes(snapshot, changes)
                self._bridge.publish(snapshot)
        except Exception:
            # The outermost loop; with nothing to show the screen closes, and the log says why.
            log.exception("the player cannot be shown any more")
        self.has_ended = not self._stopping.is_set()
        self._bridge.quit()

    def _say(self) -> None:
        from tui_player.remote.control.messages import request_values

        try:
            while (request := self._asked.get()) is not None:
                with suppress(RefusedError):  # it says no more than that
                    self._ask_twice(type(request).__name__, request_values(request))
        except (PlayerGoneError, NoPlayerError):
            return  # the other thread sees to that
        except Exception:
            # The outermost loop; what the player does is still shown.
            log.exception("nothing can be asked any more")

    def _ask_twice(self, name: str, values: Mapping[str, object]) -> None:
        """Ask on a new connection where the old one was silent for so long that it was given up,
        as happens when many programs talk to the player."""
        try:
            self._asking.ask(name, **values)
        except PlayerGoneError:
            self._asking.close()
            self._asking = ControlClient(self._control_dirs)
            self._asking.ask(name, **values)
