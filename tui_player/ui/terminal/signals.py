"""Ends the program in an orderly way on a signal, and when its terminal is gone."""

import asyncio
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import TYPE_CHECKING, Any, Self

from tui_player.ui.terminal.throughput import TerminalLine

if TYPE_CHECKING:
    from textual.app import App

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
TERMINAL_LOST = 128 + signal.SIGHUP
_READ_BYTES = 4096


def _nobody_minds(_: int) -> None:
    """What a signal does until somebody says: it is kept for them."""


class EndSignals:
    """Hears the signals that end a run, from when it is entered on; use as a context manager.

    The kernel may hand a signal to any thread, and Python runs its handler only once the main
    thread runs on: so what that thread waits for must include this object, of which `fileno` is
    readable once a signal has come. The first one counts. A signal that is ignored stays so:
    `nohup` means that the loss of a terminal is no end. Only a main thread can hear signals; to
    any other this does nothing.
    """

    def __init__(self) -> None:
        self.first: int | None = None  # the number of the first signal
        self._on_heard: Callable[[int], None] = _nobody_minds
        self._woken, self._waking = socket.socketpair()
        for end in (self._woken, self._waking):
            end.setblocking(False)
        self._before: dict[int, Any] = {}
        self._wakeup_before = -1

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            self._before = {n: signal.getsignal(n) for n in (*_SIGNALS, signal.SIGCONT)}
            self._wakeup_before = signal.set_wakeup_fd(
                self._waking.fileno(), warn_on_full_buffer=False
            )
            for number in _SIGNALS:
                if self._before[number] is not signal.SIG_IGN:
                    signal.signal(number, self._hear)
        return self

    def __exit__(self, *_: object) -> None:
        """What signals do afterwards is what they did before."""
        if self._before:
            signal.set_wakeup_fd(self._wakeup_before)
            for number, handler in self._before.items():
                signal.signal(number, handler)
        self._woken.close()
        self._waking.close()

    def fileno(self) -> int:
        """What to wait for; call `take` when it is readable."""
        return self._woken.fileno()

    def take(self) -> None:
        """Have it readable only when the next signal comes."""
        with suppress(BlockingIOError):
            self._woken.recv(_READ_BYTES)

    def tell(self, on_heard: Callable[[int], None]) -> None:
        """Call this with the number of each signal, in the main thread; at once for one that came
        before."""
        self._on_heard = on_heard
        if self.first is not None:
            on_heard(self.first)

    def _hear(self, number: int, _frame: FrameType | None) -> None:
        self.first = self.first or number
        self._on_heard(number)


def end_on_signals(app: "App[Any]", line: TerminalLine, signals: EndSignals | None) -> None:
    """From now on a signal ends the app with the usual exit status, 128 and its number; so does
    the loss of the terminal at the other end of `line`, as a SIGHUP.

    To be called in the app's own loop.
    """
    loop = asyncio.get_running_loop()

    def end(number: int) -> None:
        with suppress(RuntimeError):  # the loop is closed: the app has ended already
            loop.call_soon_threadsafe(app.exit, None, 128 + number)

    line.on_lost = lambda: end(signal.SIGHUP)
    if signals is None:
        return
    # Not the loop's own handlers: when it closes, it gives signals back their power to kill the
    # program before it has written what it must.
    loop.add_reader(signals, signals.take)
    signals.tell(end)
    _go_on_only_if_suspended(app)


def _go_on_only_if_suspended(app: "App[Any]") -> None:
    """A terminal that is closed sends SIGCONT as well as SIGHUP. Textual would open the screen
    anew, with one more thread that reads keys, and never end."""
    go_on = signal.getsignal(signal.SIGCONT)
    if not callable(go_on):
        return

    def heard(number: int, frame: FrameType | None) -> None:
        if getattr(app._driver, "_must_signal_resume", False):
            go_on(number, frame)

    signal.signal(signal.SIGCONT, heard)


@contextmanager
def handlers_restored() -> Iterator[None]:
    """What signals do afterwards is what they did before."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in (*_SIGNALS, signal.SIGCONT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def ignore_signals() -> None:
    """From now on they change nothing: a program that is about to end is let write what it must."""
    if threading.current_thread() is threading.main_thread():
        for number in (*_SIGNALS, signal.SIGCONT):
            signal.signal(number, signal.SIG_IGN)
