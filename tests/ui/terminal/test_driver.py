"""What the driver makes of the bytes of keys."""

import os
import queue
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from threading import Thread

import pytest
from textual import constants, events
from textual.app import App
from textual.message import Message

from tui_player.ui.terminal.driver import TerminalDriver, TerminalLost

LIMIT_S = 30.0
# No test waits for as long: what is told was not waited for.
NEVER_S = 1_000.0


class HeardDriver(TerminalDriver):
    """A driver that reads a pipe; what it tells is kept."""

    def __init__(self, keys: int) -> None:
        super().__init__(App())
        self.fileno = keys
        self.told: queue.SimpleQueue[Message] = queue.SimpleQueue()

    def process_message(self, message: Message) -> None:
        self.told.put(message)

    def send_message(self, message: Message) -> None:
        self.told.put(message)

    def next_key(self) -> str:
        message = self.told.get(timeout=LIMIT_S)
        assert isinstance(message, events.Key)
        return message.key


@pytest.fixture
def suspending_as_before() -> Iterator[None]:
    """A driver takes the signals of Ctrl-Z and of what follows it."""
    before = {number: signal.getsignal(number) for number in (signal.SIGTSTP, signal.SIGCONT)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.fixture
def start(
    suspending_as_before: None,
) -> Iterator[Callable[[], tuple[HeardDriver, Callable[[bytes], int]]]]:
    """Start a driver; with it comes what types."""
    with ExitStack() as stack:

        def start_one() -> tuple[HeardDriver, Callable[[bytes], int]]:
            keys, typing = os.pipe()
            driver = HeardDriver(keys)
            thread = Thread(target=driver.run_input_thread)
            thread.start()
            for undo, argument in ((os.close, keys), (os.close, typing)):
                stack.callback(undo, argument)
            stack.callback(thread.join)
            stack.callback(driver.exit_event.set)
            return driver, lambda data: os.write(typing, data)

        yield start_one


Start = Callable[[], tuple[HeardDriver, Callable[[bytes], int]]]


async def test_a_lone_escape_is_told_without_the_wait_of_textual(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(constants, "ESCAPE_DELAY", NEVER_S)
    driver, type_ = start()
    type_(b"\x1b")
    assert driver.next_key() == "escape"


async def test_a_key_that_a_line_splits_is_one_key(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ESCDELAY", str(round(LIMIT_S * 1_000)))
    driver, type_ = start()
    type_(b"\x1b")
    type_(b"[A")
    assert driver.next_key() == "up"


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        (b"\x1b[A\x1b[5~j", ["up", "pageup", "j"]),
        (b"\x1bj", ["alt+j"]),
        ("é".encode(), ["é"]),
        (b"\xe9j", ["replacement_character", "j"]),
    ],
)
async def test_keys_come_in_turn(start: Start, typed: bytes, keys: list[str]) -> None:
    driver, type_ = start()
    type_(typed)
    assert [driver.next_key() for _ in keys] == keys


@pytest.mark.usefixtures("suspending_as_before")
async def test_a_terminal_that_is_gone_is_told_once_and_read_no_more() -> None:
    hand, terminal = os.openpty()
    driver = HeardDriver(terminal)
    os.close(hand)
    driver.run_input_thread()
    assert isinstance(driver.told.get(timeout=LIMIT_S), TerminalLost)
    assert driver.told.empty()
    os.close(terminal)
