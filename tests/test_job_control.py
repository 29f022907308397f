"""The program under a shell that stops it, lets it go on, and starts it in the background."""

import os
import shutil
import signal
import sys
from pathlib import Path

import pytest

from tests.media_files import write_audio
from tests.terminal import LEAVES_ALTERNATE_SCREEN, TerminalSession, processes_of, session_environ

pytestmark = [
    pytest.mark.timeout(180),
    pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash"),
]

BASH = ("-c", "import os; os.execvp('bash', ['bash', '--norc', '--noprofile', '-i'])")
CTRL_Z = "\x1a"


@pytest.fixture
def music(tmp_path: Path) -> Path:
    folder = tmp_path / "Music"
    folder.mkdir()
    write_audio(folder / "1.wav", seconds=60, tags={"title": "Title One"})
    return folder


def shell(home: Path) -> TerminalSession:
    environ = session_environ(home, PS1="$ ", PLAYER=f"{sys.executable} -m tui_player")
    return TerminalSession((), environ, command=BASH)


def state_of(process_id: int) -> str:
    status = Path(f"/proc/{process_id}/stat").read_text(encoding="utf-8")
    return status.rpartition(")")[2].split()[0]


def player_of(program: TerminalSession) -> int:
    """The player that the shell has started."""
    return min(pid for pid in processes_of(program.process_id) if pid != program.process_id)


def test_without_a_screen_keys_work_after_ctrl_z_and_fg(music: Path, own_home: Path) -> None:
    with shell(own_home) as program:
        program.press(f"$PLAYER --plain --no-camera --no-resume {music}\n")
        program.wait_for("Plays Title One")
        for round_number in range(2):
            program.press(CTRL_Z)
            program.wait_for(*["Stopped"] * (round_number + 1))
            program.press("echo line $((1 + 1)) mode; clear\n")
            program.wait_until_gone("Stopped")
            program.press("fg\n")
            program.wait_until(lambda: state_of(player_of(program)) != "T")
            program.press("m")
            program.wait_for("Muted." if round_number == 0 else "No longer muted.")
        program.press("q")
        program.wait_until(lambda: len(processes_of(program.process_id)) == 1)
        program.press("stty -a | tr ' ;' '\\n\\n' | grep -x -e icanon -e -icanon\n")
        program.wait_for("\nicanon")


def test_without_a_screen_it_plays_on_in_the_background(music: Path, own_home: Path) -> None:
    with shell(own_home) as program:
        program.press(f"$PLAYER --plain --no-camera --no-resume {music} > {own_home}/told.txt &\n")
        program.wait_until(lambda: "Plays" in told(own_home))
        program.press("echo the shell $((40 + 2)) reads\n")
        program.wait_for("the shell 42 reads")
        assert state_of(player_of(program)) != "T"
        program.press("fg\n")
        program.wait_until(lambda: pressed(program, "m", own_home, "Muted."))
        program.press("q")
        program.wait_until(lambda: len(processes_of(program.process_id)) == 1)


def told(folder: Path) -> str:
    file = folder / "told.txt"
    return file.read_text(encoding="utf-8") if file.exists() else ""


def pressed(program: TerminalSession, key: str, folder: Path, word: str) -> bool:
    """Press a key until it is heard: a shell says of no program when it is in front."""
    if word not in told(folder):
        program.press(key)
    return word in told(folder)


def test_the_screen_is_painted_anew_after_it_was_stopped(music: Path, own_home: Path) -> None:
    with shell(own_home) as program:
        program.press(f"$PLAYER --no-camera --no-resume {music}\n")
        program.wait_for("Title One", "0:01")
        player = player_of(program)
        os.kill(player, signal.SIGTSTP)
        program.wait_for("Stopped")
        assert LEAVES_ALTERNATE_SCREEN in program.written
        program.press("clear; fg\n")
        program.wait_for("Now playing", "Title One")
        program.press("?")
        program.wait_for("pause, resume")
        program.press("\x1b")
        program.wait_until_gone("pause, resume")
        program.press("q")
        program.wait_until(lambda: len(processes_of(program.process_id)) == 1)


def test_a_screen_that_was_halted_from_elsewhere_goes_on(music: Path, own_home: Path) -> None:
    with TerminalSession((str(music), "--no-camera"), session_environ(own_home)) as program:
        program.wait_for("Title One", "0:01")
        for _ in range(2):
            program.send(signal.SIGSTOP)
            program.wait_until(lambda: state_of(program.process_id) == "T")
            program.send(signal.SIGCONT)
            program.press("?")
            program.wait_for("pause, resume")
            program.press("\x1b")
            program.wait_until_gone("pause, resume")
