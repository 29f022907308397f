"""Plays with nothing to be seen, for a box without a terminal: `tui-player --headless`."""

from __future__ import annotations

import os
import select
import signal
import sys
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from tui_player.app.run import Run, log_to
from tui_player.app.run_plan import RunPlan, check_recordings, make_plan
from tui_player.model.errors import TuiPlayerError
from tui_player.remote.control.doors import Doors
from tui_player.settings.stand_in_folders import writable_paths
from tui_player.ui.terminal.capabilities import StderrGuard
from tui_player.ui.terminal.gc_tuning import settle_garbage_collection
from tui_player.ui.terminal.signals import EndSignals, ignore_signals

if TYPE_CHECKING:
    from tui_player.messages.snapshot import Snapshot
    from tui_player.model.picture import CameraPicture
    from tui_player.settings.paths import UserPaths
    from tui_player.settings.run_settings import RunOptions

_INTERRUPTED = 128 + signal.SIGINT


class AlreadyRunningError(TuiPlayerError):
    """A player that could not be spoken to makes no sense: another is spoken to already."""


class NoFrontEnd:
    """Shows nothing, and waits for the end: a signal, or `quit` from whatever thread."""

    def __init__(self, signals: EndSignals) -> None:
        self._signals = signals
        self._read, self._write = os.pipe()
        os.set_blocking(self._write, False)
        self._failure = ""

    def wait(self) -> None:
        """Return at the end; raises TuiPlayerError where the player could not be started."""
        waiting = select.poll()
        waiting.register(self._read, select.POLLIN)
        waiting.register(self._signals, select.POLLIN)
        while self._signals.first is None and self._read not in dict(waiting.poll()):
            self._signals.take()
        if self._failure:
            raise TuiPlayerError(self._failure)

    def close(self) -> None:
        """Close what it opened; to be called when nobody publishes any more."""
        os.close(self._read)
        os.close(self._write)

    def publish(self, snapshot: Snapshot) -> None:
        """Nobody looks; but where nothing could be started it is no use waiting."""
        if snapshot.failed:
            self._failure = snapshot.library.sentence
            self.quit()

    def show_picture(self, picture: CameraPicture | None) -> None:
        """Nobody looks."""

    def show_spectrum(self, levels: bytes | None) -> None:
        """Nobody looks."""

    def quit(self) -> None:
        """End the run."""
        with suppress(BlockingIOError):  # it was told so often enough
            os.write(self._write, b"!")


def play_headless(options: RunOptions, config_file: Path | None = None) -> int:
    """Play until a signal or `tui-player ctl quit`; the exit status: 130 after Ctrl-C, else 0.

    Raises TuiPlayerError for what cannot be used, and where another player is spoken to.
    """
    plan = make_plan(options, config_file)
    check_recordings(plan.settings)
    with writable_paths(plan.paths, plan.settings.folder, os.environ) as writable:
        notices = (*plan.notices, *writable.notices)
        return _play_spoken_to(plan._replace(paths=writable.paths, notices=notices))


def _play_spoken_to(plan: RunPlan) -> int:
    log_to(plan.paths.log_file)
    with closing(_claimed_doors(plan.paths)) as doors, EndSignals() as signals:
        for sentence in (*plan.notices, *doors.refusals):
            _say(sentence)
        _say(
            f"plays {plan.settings.folder} and shows nothing: `tui-player ctl status` tells what,"
            " `tui-player ctl --help` how to control it, `tui-player ctl quit` ends it"
        )
        _play(plan, signals, doors)
        return _INTERRUPTED if signals.first == signal.SIGINT else 0


def _play(plan: RunPlan, signals: EndSignals, doors: Doors) -> None:
    front_end = NoFrontEnd(signals)
    settings = plan.settings._replace(camera_picture=False)
    run = Run(plan._replace(settings=settings), front_end, doors)
    guard = StderrGuard(plan.paths.log_file)
    guard.start()
    settle_garbage_collection()
    try:
        run.start(plan.notices)
        front_end.wait()
    finally:
        ignore_signals()
        run.stop()
        front_end.close()
        guard.stop()


def _claimed_doors(paths: UserPaths) -> Doors:
    """Where this player is spoken to; raises TuiPlayerError where another one is, and where none
    could be."""
    doors = Doors(paths.control_dirs, paths.runtime_dir)
    if not doors.claim():
        raise AlreadyRunningError(
            "a player is running already: `tui-player ctl status` tells what it plays,"
            " `tui-player ctl quit` ends it"
        )
    return doors


def _say(sentence: str) -> None:
    print(f"tui-player: {sentence}", file=sys.stderr, flush=True)  # noqa: T201 - no screen is up
