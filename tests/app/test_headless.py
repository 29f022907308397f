"""The player with nothing to be seen: started without a terminal, controlled, ended in order."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.media_files import write_audio
from tests.signals import signals_in_another_thread
from tests.terminal import session_environ
from tui_player import cli
from tui_player.app.engine import snapshot_of_failed_start
from tui_player.app.headless import NoFrontEnd
from tui_player.history.fact_tables import read_memory
from tui_player.history.schema import open_history
from tui_player.messages.snapshot import Snapshot
from tui_player.model.errors import TuiPlayerError
from tui_player.remote.control.address import Claim
from tui_player.ui.terminal.signals import EndSignals

DEADLINE_S = 60.0


@pytest.fixture
def music(tmp_path: Path) -> Path:
    folder = tmp_path / "Music"
    folder.mkdir()
    for name in ("One", "Two"):
        write_audio(folder / f"{name}.flac", seconds=20, tags={"title": name, "artist": "Anna"})
    return folder


@pytest.fixture
def front_end() -> Iterator[NoFrontEnd]:
    with EndSignals() as signals, closing(NoFrontEnd(signals)) as front_end:
        yield front_end


@pytest.mark.timeout(180)
def test_it_plays_is_controlled_and_leaves_all_in_order(music: Path, own_home: Path) -> None:
    environ = session_environ(own_home)
    del environ["TERM"]

    def ctl(*words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "tui_player", "ctl", *words],
            env=environ,
            capture_output=True,
            text=True,
            timeout=DEADLINE_S,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    command = '"$0" -m tui_player --headless --no-camera "$1"'
    player = subprocess.Popen(
        # With neither standard input nor output, as some who start programs leave them.
        ["/bin/sh", "-c", f"exec {command} <&- >&-", sys.executable, str(music)],
        env=environ,
        stderr=subprocess.PIPE,
        text=True,
    )
    with player:
        assert player.stderr is not None
        assert "ctl quit` ends it" in player.stderr.readline()
        control = own_home / ".local" / "state" / "tui-player" / "control" / "control.sock"
        while not control.exists():
            assert player.poll() is None
            os.sched_yield()
        with subprocess.Popen(
            [sys.executable, "-m", "tui_player", "ctl", "watch", "--format", "{state}"],
            env=environ,
            stdout=subprocess.PIPE,
            text=True,
        ) as watch:
            assert watch.stdout is not None
            while watch.stdout.readline() != "playing\n":
                assert watch.poll() is None
            watch.terminate()
        assert ctl("play", str(music / "Two.flac")).startswith("playing: Anna – Two")
        assert ctl("pause").startswith("paused: Anna – Two")
        assert "0:12 of 0:20" in ctl("seek", "0:12")
        assert ctl("quit") == ""
        assert player.wait(DEADLINE_S) == 0
        assert player.stderr.read() == ""
    with closing(open_history(own_home / ".local/share/tui-player/history.db")) as history:
        resume_point = read_memory(history).resume_point
    assert resume_point is not None
    assert (resume_point.now, round(resume_point.position_s)) == ("Two.flac", 12)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_it_whichever_thread_it_comes_to(
    front_end: NoFrontEnd, number: signal.Signals
) -> None:
    with signals_in_another_thread(number):
        front_end.wait()


def test_a_signal_that_came_while_it_started_ends_it(front_end: NoFrontEnd) -> None:
    os.kill(os.getpid(), signal.SIGTERM)
    front_end.wait()


def test_a_signal_that_was_ignored_stays_so() -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    with EndSignals() as signals, closing(NoFrontEnd(signals)) as front_end:
        os.kill(os.getpid(), signal.SIGHUP)
        front_end.quit()
        front_end.wait()
        assert signals.first is None


def test_a_start_that_failed_ends_it(front_end: NoFrontEnd) -> None:
    front_end.publish(Snapshot())
    front_end.publish(snapshot_of_failed_start(OSError("the disk is full")))
    with pytest.raises(TuiPlayerError, match="could not start: the disk is full"):
        front_end.wait()


def test_one_that_could_not_be_spoken_to_is_not_started(
    music: Path, own_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    claim = Claim(own_home / "state" / "tui-player" / "control")
    assert claim.take()
    with closing(claim.listen()):
        assert cli.main(["--headless", str(music)]) == 2
    claim.let_go()
    assert "a player is running already" in capsys.readouterr().err
