"""Sends signals as the kernel may: to a thread that is not the first."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

# The main thread is given the interpreter so often before it can only be waiting.
TURNS = 40
TURN_S = 0.005


@contextmanager
def signals_in_another_thread(number: signal.Signals) -> Iterator[None]:
    """A signal comes to a thread of its own once the main thread waits for something."""
    thread = threading.Thread(target=_send_here, args=(number,))
    thread.start()
    yield
    thread.join()


def _send_here(number: signal.Signals) -> None:
    pause = threading.Event()
    for _ in range(TURNS):
        pause.wait(TURN_S)
    signal.pthread_kill(threading.get_ident(), number)
