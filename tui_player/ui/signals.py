"""Ends the screen in an orderly way on a signal, so that the terminal is given back as it was."""

import asyncio
import signal
import threading
from typing import Any

from textual.app import App

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def end_on_signals(app: App[Any]) -> None:
    """From now on a signal ends the app with the usual exit status, 128 and its number.

    To be called in the app's own loop. Only a main thread can hear signals.
    """
    if threading.current_thread() is not threading.main_thread():
        return
    loop = asyncio.get_running_loop()
    for number in _SIGNALS:
        loop.add_signal_handler(number, app.exit, None, 128 + number)
