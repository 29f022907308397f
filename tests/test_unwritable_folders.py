"""The whole program where nothing can be saved: it plays, and names the folder and the reason."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.full_disk import fill, small_disk
from tests.media_files import write_audio
from tests.terminal import DEADLINE_S, TerminalSession, session_environ

pytestmark = pytest.mark.timeout(180)

# Runs a program as a user of no entry in passwd(5).
AS_UNKNOWN_USER = ("setpriv", "--reuid", "64321", "--clear-groups")


@pytest.fixture
def music(tmp_path: Path) -> Path:
    folder = tmp_path / "Music"
    folder.mkdir()
    write_audio(folder / "One.flac", seconds=60, tags={"title": "Song One", "artist": "Anna"})
    return folder


@pytest.fixture
def temporary(tmp_path: Path) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    return folder


def run(
    environ: dict[str, str], *words: str, under: Sequence[str] = ()
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*under, sys.executable, "-m", "tui_player", *words],
        env=environ,
        capture_output=True,
        text=True,
        timeout=DEADLINE_S,
        check=False,
        cwd="/",
    )


def test_the_screen_plays_and_says_what_is_not_saved(
    music: Path, own_home: Path, temporary: Path
) -> None:
    environ = session_environ(own_home, HOME="/proc", TMPDIR=str(temporary))
    with TerminalSession((str(music), "--no-camera"), environ) as program:
        program.wait_for(
            "Now playing",
            "Song One",
            "Nothing can be saved (No such file or directory: /proc/.local/share",
        )
        program.press("q")
        assert program.wait_for_end() == 0
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize("home", ["/proc", "/dev/null"])
def test_plain_lines_play_and_say_so(
    music: Path, own_home: Path, temporary: Path, home: str
) -> None:
    environ = session_environ(own_home, HOME=home, TMPDIR=str(temporary))
    with TerminalSession((str(music), "--plain", "--no-camera"), environ) as program:
        program.wait_for(f"directory: {home}/.local/share", "Plays Song One")
        program.press("q")
        assert program.wait_for_end() == 0
    assert list(temporary.iterdir()) == []


def test_without_a_screen_it_plays_and_is_controlled(
    music: Path, own_home: Path, temporary: Path
) -> None:
    environ = session_environ(own_home, HOME="/proc", TMPDIR=str(temporary))
    with subprocess.Popen(
        [sys.executable, "-m", "tui_player", "--headless", "--no-camera", str(music)],
        env=environ,
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as player:
        assert player.stderr is not None
        assert (
            "Nothing can be saved (No such file or directory: /proc/.local/share"
            in player.stderr.readline()
        )
        while "ctl quit` ends it" not in (line := player.stderr.readline()):
            assert line
        control = Path(environ["XDG_RUNTIME_DIR"], "tui-player", "control.sock")
        while not control.exists():
            assert player.poll() is None
            os.sched_yield()
        while "playing: Anna – Song One" not in run(environ, "ctl", "status").stdout:
            assert player.poll() is None
        assert run(environ, "ctl", "quit").returncode == 0
        assert player.wait(DEADLINE_S) == 0
    assert list(temporary.iterdir()) == []


COMMANDS = [("moods",), ("learned",), ("config", "init"), ("scan", "/"), ("ctl", "status")]


@pytest.mark.parametrize("words", COMMANDS)
def test_a_command_says_one_plain_sentence(own_home: Path, words: tuple[str, ...]) -> None:
    done = run(session_environ(own_home, HOME="/proc", XDG_RUNTIME_DIR=""), *words)
    assert "Traceback" not in done.stderr
    if words[0] in ("moods", "learned"):  # there is nothing, which is an answer
        assert done.returncode == 0
    else:
        assert done.returncode in (1, 2)
        assert done.stderr.startswith("tui-player: ")
        assert done.stderr.count("\n") == 1


@pytest.fixture
def public() -> Iterator[Path]:
    """Music that everybody can read."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        song = write_audio(Path(name) / "One.flac", seconds=60, tags={"title": "Song One"})
        song.chmod(0o644)
        yield Path(name)


def _can_be_another_user() -> bool:
    command = [*AS_UNKNOWN_USER, sys.executable, "-c", "import tui_player"]
    try:
        return subprocess.run(command, cwd="/", check=False).returncode == 0
    except FileNotFoundError:
        return False


def test_a_user_whom_the_system_does_not_know_and_without_home(
    public: Path, own_home: Path
) -> None:
    if not _can_be_another_user():
        pytest.skip("it takes root, and a Python that everybody can read, to be another user")
    environ = session_environ(own_home)
    for name in ("HOME", "XDG_RUNTIME_DIR"):
        del environ[name]
    for words in (("moods",), ("learned",), ("config", "init"), ("doctor",), ("scan", "/etc")):
        assert "Traceback" not in run(environ, *words, under=AS_UNKNOWN_USER).stderr, words
    with subprocess.Popen(
        [*AS_UNKNOWN_USER, sys.executable, "-m", "tui_player", "--plain", str(public)],
        env=environ,
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    ) as player:
        assert player.stdout is not None
        said = ""
        while "Plays Song One" not in said or "this user has no home folder: " not in said:
            line = player.stdout.readline()
            assert line, said
            said += line
        player.terminate()
        assert player.wait(DEADLINE_S) == 128 + signal.SIGTERM


def test_a_disk_that_is_full_and_one_that_fills_up(music: Path, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 4_000_000) as disk:
        environ = session_environ(tmp_path, HOME=str(disk))
        arguments = (str(music), "--no-camera")
        with TerminalSession(arguments, environ) as program:
            program.wait_for("Now playing", "Song One", "1 track")
            filler = fill(disk)
            program.press("l")
            program.press("n")
            program.press(" ")
            program.wait_for("Paused")
            program.press(" ")
            program.wait_for("Now playing")
            program.press("q")
            assert program.wait_for_end() == 0
        assert b"Traceback" not in program.written
        with TerminalSession(arguments, environ) as program:
            program.wait_for(
                "Now playing", "Song One", "Nothing can be saved (No space left on device"
            )
            program.press("q")
            assert program.wait_for_end() == 0
        filler.unlink()
        with TerminalSession(arguments, environ) as program:
            program.wait_for("Now playing", "Song One")
            program.press("q")
            assert program.wait_for_end() == 0
