"""Ends the screen in an orderly way on a signal, and when its terminal is gone."""

import asyncio
import signal
import threading
from contextlib import suppress
from functools import partial
from typing import Any

from textual.app import App

from tui_player.ui.terminal_line import TerminalLine

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def end_on_signals(app: App[Any], line: TerminalLine) -> None:
    """From now on a signal ends the app with the usual exit status, 128 and its number; so does
    the loss of the terminal at the other end of `line`, as a SIGHUP.

    To be called in the app's own loop. Only a main thread can hear signals.
    """
    loop = asyncio.get_running_loop()
    line.on_lost = partial(_end_soon, loop, app)
    if threading.current_thread() is not threading.main_thread():
        return
    for number in _SIGNALS:
        loop.add_signal_handler(number, app.exit, None, 128 + number)


def _end_soon(loop: asyncio.AbstractEventLoop, app: App[Any]) -> None:
    with suppress(RuntimeError):  # the loop is closed: the app has ended already
        loop.call_soon_threadsafe(app.exit, None, 128 + signal.SIGHUP)
