"""A terminal that gives each key at once and unseen, also after the program was stopped."""

import os
import signal
import termios
import threading
import tty
from contextlib import suppress
from types import FrameType
from typing import Any, Self

_LOCAL_MODES = 3  # in what tcgetattr returns


class KeyTerminal:
    """Sets the modes of the terminal behind a descriptor; use as a context manager.

    They are the program's only while it is in the foreground: a shell has its own while it reads a
    command, and one that stopped the program (Ctrl-Z) or started it with `&` reads the keys
    itself. Where the program goes on again, `take` sets them anew.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._found: list[Any] | None = None  # the modes from before
        self._is_taken = False
        self._handlers: dict[int, Any] = {}
        self.is_there = os.isatty(descriptor)

    def __enter__(self) -> Self:
        if self.is_there and threading.current_thread() is threading.main_thread():
            for number, handler in ((signal.SIGTSTP, self._stop), (signal.SIGCONT, self._go_on)):
                if signal.getsignal(number) is not signal.SIG_IGN:
                    self._handlers[number] = signal.signal(number, handler)
        self.take()
        return self

    def __exit__(self, *_: object) -> None:
        """The terminal is as it was found."""
        for number, handler in self._handlers.items():
            signal.signal(number, handler)
        self._give_back()

    def take(self) -> bool:
        """Whether there are keys to be read now; to be asked before each is waited for."""
        if not self.is_there or not self._is_in_foreground():
            return False
        if not self._is_taken:
            with suppress(termios.error):  # the terminal is gone; who reads it will hear of it
                modes = termios.tcgetattr(self._descriptor)
                if modes[_LOCAL_MODES] & termios.ICANON or self._found is None:
                    self._found = modes
                tty.setcbreak(self._descriptor)
            self._is_taken = True
        return True

    def _is_in_foreground(self) -> bool:
        try:
            return os.tcgetpgrp(self._descriptor) == os.getpgrp()
        except OSError:  # it is not the terminal of this session: no shell shares it
            return True

    def _give_back(self) -> None:
        if self._is_taken and self._found is not None and self._is_in_foreground():
            with suppress(termios.error):
                termios.tcsetattr(self._descriptor, termios.TCSADRAIN, self._found)
        self._is_taken = False

    def _stop(self, number: int, _frame: FrameType | None) -> None:
        """Ctrl-Z: stop as any program does, but leave the terminal as it was found."""
        self._give_back()
        handler = signal.signal(number, signal.SIG_DFL)
        signal.raise_signal(number)
        # Here it goes on.
        signal.signal(number, handler)

    def _go_on(self, _number: int, _frame: FrameType | None) -> None:
        self._is_taken = False
