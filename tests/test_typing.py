"""What is typed in a real terminal, in haste, among its own answers and while the machine is
busy."""

import random
import signal
from pathlib import Path

import pytest

from tests.media_files import write_audio
from tests.terminal import TerminalSession, session_environ
from tests.ui.terminal_replies import REPLIES

pytestmark = pytest.mark.timeout(180)

BACKSPACE = "\x7f"
LETTERS = "mopdnqzx"
ROUNDS = 12


@pytest.fixture
def music(tmp_path: Path) -> Path:
    folder = tmp_path / "Music"
    folder.mkdir()
    write_audio(folder / "1.wav", seconds=30, tags={"title": "One"})
    return folder


def typed_in_haste(chance: random.Random, word: str) -> str:
    """Keys that leave this word: letters come and go before it."""
    keys = ""
    for _ in range(chance.randrange(8)):
        wrong = chance.choices(LETTERS, k=chance.randrange(1, 6))
        keys += "".join(wrong) + BACKSPACE * len(wrong)
    return keys + word


def pieces(chance: random.Random, keys: str) -> list[str]:
    """The keys in bursts, as a line or a tired terminal delivers them."""
    found = []
    while keys:
        count = chance.choice((1, 1, 2, 5, 40))
        found.append(keys[:count])
        keys = keys[count:]
    return found


def test_what_is_typed_reads_as_it_was_typed(music: Path, own_home: Path) -> None:
    chance = random.Random(13)
    environ = session_environ(own_home)
    with TerminalSession((str(music), "--no-camera"), environ) as program:
        program.wait_for("1 track ", "0:01")
        for number in range(ROUNDS):
            word = f"mood{number}end"
            program.press(":")
            program.wait_for("Commands")
            for piece in pieces(chance, typed_in_haste(chance, word)):
                # A machine that is busy elsewhere lets the program wait in the midst of it.
                program.send(signal.SIGSTOP)
                program.press(piece)
                program.send(signal.SIGCONT)
            program.wait_for(f" {word} ")
            program.press("\x1b")
            program.wait_until_gone("Commands")


def test_answers_of_the_terminal_are_no_keys_whatever_is_open(music: Path, own_home: Path) -> None:
    environ = session_environ(own_home)
    with TerminalSession((str(music), "--no-camera"), environ) as program:
        program.wait_for("1 track ", "0:01")
        program.press("/")
        for letter, reply in zip("typed", _answers(), strict=False):
            program.type_bytes(letter.encode() + reply)
        for reply in _answers():
            for byte in reply:
                program.type_bytes(bytes((byte,)))
        program.press("whole")
        program.wait_for(" typedwhole ")


def _answers() -> list[bytes]:
    """All but those that change the screen."""
    changing = ("focus lost", "focus gained", "mouse, SGR", "mouse released, SGR")
    return [reply for name, reply in REPLIES.items() if name not in changing]
