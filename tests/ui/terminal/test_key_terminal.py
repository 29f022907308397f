"""The modes of the terminal that keys are read from."""

import os
import pty
import signal
import termios
from collections.abc import Iterator

import pytest

from tui_player.ui.terminal.key_terminal import KeyTerminal

LOCAL_MODES = 3


@pytest.fixture
def terminal() -> Iterator[int]:
    hand, terminal = pty.openpty()
    yield terminal
    os.close(hand)
    os.close(terminal)


def is_in_lines(terminal: int) -> bool:
    return bool(termios.tcgetattr(terminal)[LOCAL_MODES] & termios.ICANON)


def set_in_lines(terminal: int) -> None:
    """As a shell does, before it lets a program go on."""
    modes = termios.tcgetattr(terminal)
    modes[LOCAL_MODES] |= termios.ICANON | termios.ECHO
    termios.tcsetattr(terminal, termios.TCSANOW, modes)


def test_keys_come_at_once_and_the_terminal_is_given_back(terminal: int) -> None:
    before = termios.tcgetattr(terminal)
    with KeyTerminal(terminal) as keys:
        assert keys.is_there
        assert keys.take()
        assert not is_in_lines(terminal)
    assert termios.tcgetattr(terminal) == before


def test_they_do_after_it_goes_on_too(terminal: int) -> None:
    before = termios.tcgetattr(terminal)
    with KeyTerminal(terminal) as keys:
        set_in_lines(terminal)
        os.kill(os.getpid(), signal.SIGCONT)
        assert keys.take()
        assert not is_in_lines(terminal)
        os.kill(os.getpid(), signal.SIGCONT)  # though nobody has touched the modes
        assert keys.take()
    assert termios.tcgetattr(terminal) == before


def test_signals_mean_what_they_did_before(terminal: int) -> None:
    numbers = (signal.SIGTSTP, signal.SIGCONT)
    before = [signal.getsignal(number) for number in numbers]
    with KeyTerminal(terminal):
        assert [signal.getsignal(number) for number in numbers] != before
    assert [signal.getsignal(number) for number in numbers] == before


def test_a_stop_that_is_ignored_stays_so(terminal: int) -> None:
    before = signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    try:
        with KeyTerminal(terminal):
            assert signal.getsignal(signal.SIGTSTP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGTSTP, before)


def test_where_no_terminal_is_there_are_no_keys() -> None:
    read, write = os.pipe()
    with KeyTerminal(read) as keys:
        assert not keys.is_there
        assert not keys.take()
    os.close(read)
    os.close(write)


def test_a_terminal_that_is_gone_is_no_mistake() -> None:
    hand, terminal = pty.openpty()
    with KeyTerminal(terminal) as keys:
        os.close(hand)
        os.kill(os.getpid(), signal.SIGCONT)
        assert keys.take(), "who reads it hears that it is gone"
    os.close(terminal)
