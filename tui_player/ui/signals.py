"""Ends the screen in an orderly way on a signal, and when its terminal is gone."""

import asyncio
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from types import FrameType
from typing import TYPE_CHECKING, Any

from tui_player.ui.terminal_line import TerminalLine

if TYPE_CHECKING:
    from textual.app import App

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def end_on_signals(app: "App[Any]", line: TerminalLine) -> None:
    """From now on a signal ends the app with the usual exit status, 128 and its number; so does
    the loss of the terminal at the other end of `line`, as a SIGHUP.

    To be called in the app's own loop. Only a main thread can hear signals. They stay heard, and
    change nothing, when the app has ended; `handlers_restored` ends that.
    """
    loop = asyncio.get_running_loop()

    def end(number: int, _frame: FrameType | None = None) -> None:
        with suppress(RuntimeError):  # the loop is closed: the app has ended already
            loop.call_soon_threadsafe(app.exit, None, 128 + number)

    line.on_lost = partial(end, signal.SIGHUP)
    if threading.current_thread() is threading.main_thread():
        # Not the loop's own handlers: when it closes, it gives signals back their power to kill
        # the program before it has written what it must.
        for number in _SIGNALS:
            signal.signal(number, end)
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
