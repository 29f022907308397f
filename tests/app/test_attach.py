"""The screen of a player that runs elsewhere: shown, asked, left playing, and ended with it."""

import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.core.stage import Stage
from tests.media_files import write_audio
from tests.remote.stage_player import StagePlayer
from tests.terminal import TerminalSession, session_environ
from tui_player import cli
from tui_player.app.attach import AttachedRun
from tui_player.app.run_plan import make_plan
from tui_player.messages import requests
from tui_player.messages.snapshot import Snapshot
from tui_player.settings.paths import UserPaths
from tui_player.settings.run_settings import RunOptions
from tui_player.ui.bridge import ScreenBridge

DEADLINE_S = 20.0


class Shown(ScreenBridge):
    """Takes what would be shown; a test takes it out in order."""

    def __init__(self) -> None:
        super().__init__()
        self.snapshots: queue.SimpleQueue[Snapshot] = queue.SimpleQueue()
        self.is_closed = threading.Event()

    def publish(self, snapshot: Snapshot) -> None:
        self.snapshots.put(snapshot)

    def quit(self) -> None:
        self.is_closed.set()

    def wait_for(self, is_so: Callable[[Snapshot], bool]) -> Snapshot:
        while not is_so(snapshot := self.snapshots.get(timeout=DEADLINE_S)):
            pass
        return snapshot


@pytest.fixture
def player() -> Iterator[StagePlayer]:
    stage = Stage()
    stage.library_is_read()
    player = StagePlayer(stage)
    player.start()
    player.control.publish(stage.snapshot)
    yield player
    player.control.stop()


@pytest.fixture
def shown() -> Shown:
    return Shown()


@pytest.fixture
def run(player: StagePlayer, shown: Shown, tmp_path: Path) -> Iterator[AttachedRun]:
    plan = make_plan(RunOptions(folder=tmp_path), None)
    run = AttachedRun(plan, shown, UserPaths.of_this_user().control_dirs)
    run.start()
    yield run
    run.stop()


def test_what_the_player_tells_is_shown_and_what_is_asked_is_done(
    run: AttachedRun, player: StagePlayer, shown: Shown
) -> None:
    assert shown.wait_for(lambda _: True) == player.stage.snapshot
    run.ask(requests.SetVolume(400))
    run.ask(requests.SetVolume(2**70))  # refused, and the talk goes on
    run.ask(requests.SetPaused(True))
    while not player.stage.snapshot.paused:
        player.control.publish(player.stage.snapshot)
    player.control.publish(player.stage.snapshot)
    assert shown.wait_for(lambda s: s.paused).speaker.volume_percent == 100


def test_leaving_lets_the_player_be(run: AttachedRun, player: StagePlayer, shown: Shown) -> None:
    run.stop()
    assert shown.is_closed.wait(DEADLINE_S)
    assert not run.has_ended
    assert not player.has_ended


def test_the_end_of_the_player_closes_the_screen(
    run: AttachedRun, player: StagePlayer, shown: Shown
) -> None:
    player.control.stop()
    assert shown.is_closed.wait(DEADLINE_S)
    assert run.has_ended
    run.ask(requests.Skip())


def test_without_a_player_it_says_how_to_start_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["attach"]) == 1
    assert "no player is running: start one with" in capsys.readouterr().err


@pytest.mark.timeout(180)
def test_the_whole_screen_comes_and_goes_with_a_player_that_has_none(
    tmp_path: Path, own_home: Path
) -> None:
    music = tmp_path / "Music"
    music.mkdir()
    write_audio(music / "One.flac", seconds=60, tags={"title": "Song One", "artist": "Anna"})
    environ = session_environ(own_home)
    player = subprocess.Popen(
        [sys.executable, "-m", "tui_player", "--headless", "--no-camera", str(music)],
        env=environ,
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    with player, ExitStack() as at_the_end:
        at_the_end.callback(player.kill)
        control = own_home / ".local/state/tui-player/control/control.sock"
        pause = threading.Event()
        while not control.exists():
            assert player.poll() is None
            pause.wait(0.01)
        with TerminalSession(["attach"], environ) as screen:
            screen.wait_for("Song One", "1 track", "0:0")
            screen.press("v")
            screen.wait_for("never leave the player")
            screen.press(" ")
            screen.wait_for("Paused")
            screen.press("q")
            assert screen.wait_for_end() == 0
            assert b"plays on" in screen.written
        with TerminalSession(["attach"], environ, is_told_of_its_end=False) as screen:
            screen.wait_for("Song One", "Paused")
            screen.hang_up()
            assert screen.wait_for_end() == 128 + signal.SIGHUP
        with TerminalSession(["attach"], environ) as screen:
            screen.wait_for("Song One", "Paused")
            screen.send(signal.SIGTERM)
            assert screen.wait_for_end() == 128 + signal.SIGTERM
        with TerminalSession(["attach"], environ) as screen:
            screen.wait_for("Song One", "Paused")
            player.terminate()
            assert screen.wait_for_end() == 0
            assert b"The player has ended." in screen.written
        assert player.wait(DEADLINE_S) == 0
