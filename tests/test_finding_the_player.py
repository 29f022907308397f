"""One player a user, found by every program of that user whatever variables it was started with."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.media_files import write_audio
from tests.terminal import session_environ

pytestmark = pytest.mark.timeout(180)


@pytest.fixture
def music(tmp_path: Path) -> Path:
    folder = tmp_path / "Music"
    folder.mkdir()
    write_audio(folder / "One.flac", seconds=60, tags={"title": "One", "artist": "Anna"})
    return folder


@pytest.fixture
def at_the_end() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def elsewhere(own_home: Path, tmp_path: Path) -> dict[str, str]:
    """The variables of another way to start a program: another runtime folder."""
    other = tmp_path / "run"
    other.mkdir(mode=0o700)
    return session_environ(own_home, XDG_RUNTIME_DIR=str(other))


def start(music: Path, environ: Mapping[str, str], at_the_end: ExitStack) -> subprocess.Popen[str]:
    """A player without a screen; `is_there` tells when it can be spoken to."""
    player = subprocess.Popen(
        [sys.executable, "-m", "tui_player", "--headless", "--no-camera", str(music)],
        env=environ,
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    at_the_end.enter_context(player)
    at_the_end.callback(player.kill)
    control = Path(environ["XDG_RUNTIME_DIR"], "tui-player", "control.sock")
    while not control.exists():
        assert player.poll() is None
        os.sched_yield()
    return player


def run(environ: Mapping[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tui_player", *words],
        env=environ,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("starts_elsewhere", [False, True])
def test_it_is_found_with_other_variables(
    music: Path,
    own_home: Path,
    elsewhere: dict[str, str],
    at_the_end: ExitStack,
    starts_elsewhere: bool,
) -> None:
    here = session_environ(own_home)
    of_player, of_caller = (elsewhere, here) if starts_elsewhere else (here, elsewhere)
    start(music, of_player, at_the_end)
    assert "1 tracks in" in run(of_caller, "ctl", "status").stdout
    assert "needs a terminal" in run(of_caller, "attach").stderr, "but it was found"
    second = run(of_caller, "--headless", "--no-camera", str(music))
    assert second.returncode == 2
    assert second.stderr.startswith("tui-player: a player is running already: ")
    assert run(of_caller, "ctl", "quit").returncode == 0
    gone = run(of_player, "ctl", "status")
    assert gone.returncode == 1
    assert "no player is running" in gone.stderr


def test_a_runtime_folder_of_another_user_is_told_and_does_not_hide_the_player(
    music: Path, own_home: Path, elsewhere: dict[str, str], at_the_end: ExitStack
) -> None:
    foreign = Path(elsewhere["XDG_RUNTIME_DIR"], "tui-player")
    foreign.symlink_to("/")
    alone = run(elsewhere, "ctl", "status")
    assert alone.returncode == 1
    assert alone.stderr == (
        f"tui-player: {foreign} is no folder of yours: it is not used for control\n"
    )
    player = start(music, session_environ(own_home), at_the_end)
    assert run(elsewhere, "ctl", "pause").returncode == 0
    player.terminate()
    assert player.wait() == 0
