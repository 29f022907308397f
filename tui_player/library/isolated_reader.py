"""Reads files in a process of its own, which a file may crash, hold up or fill with what it asks.

What FFmpeg is given may end the process that reads it, or never come to an end. Here that costs
the file alone: it is named, and the next one is read by another process.
"""

import multiprocessing
import os
import resource
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Generic, TypeVar

# A sleeping disk takes ten seconds to wake up; no file's tags take a quarter of this.
READING_LIMIT_S = 30.0
_START_LIMIT_S = 120.0  # on a machine that has no time; it takes a third of a second
_END_LIMIT_S = 2.0
# Tags with the largest picture that ID3v2 can hold are read with a quarter of this.
MOST_MEMORY_BYTES = 1024**3

CRASHED = "the program that read it crashed"

_Asked = TypeVar("_Asked")
_Answer = TypeVar("_Answer")


class NoAnswerError(Exception):
    """What was asked ended the process or held it up; the message says which."""


class IsolatedReader(Generic[_Asked, _Answer]):
    """Asks `read` in another process, which is started by the first question.

    It is started afresh (spawned), as a program with threads must not be forked, and ends with
    this one, even if that is killed. `read` and what it is asked and answers must be picklable.
    """

    def __init__(
        self, read: Callable[[_Asked], _Answer], *, limit_s: float = READING_LIMIT_S
    ) -> None:
        self._read = read
        self._limit_s = limit_s
        self._process: BaseProcess | None = None
        self._connection: Connection | None = None

    def read(self, asked: _Asked) -> _Answer:
        """The answer; raises NoAnswerError if there is none.

        A process that dies may have been killed for lack of memory, so another one tries again.
        """
        answer = self._ask(asked) or self._ask(asked)
        if answer is None:
            raise NoAnswerError(CRASHED)
        return answer[0]

    def stop(self) -> None:
        """End the process, if there is one."""
        if self._connection is not None:
            self._connection.close()  # which it takes for the end
            self._connection = None
        if self._process is not None:
            self._process.join(_END_LIMIT_S)
            self._kill(self._process)

    def _ask(self, asked: _Asked) -> tuple[_Answer] | None:
        """The answer in a tuple of its own; None where the process died over it."""
        try:
            connection = self._started()
            connection.send(asked)
            if not connection.poll(self._limit_s):
                self._give_up()
                raise NoAnswerError(f"reading it took longer than {self._limit_s:.0f} s")
            return (connection.recv(),)
        except (EOFError, OSError):
            self._give_up()
            return None

    def _started(self) -> Connection:
        if self._connection is None:
            context = multiprocessing.get_context("spawn")
            self._connection, theirs = context.Pipe()
            self._process = context.Process(
                target=_answer, args=(theirs, self._read), name="tag reader", daemon=True
            )
            self._process.start()
            theirs.close()
            if self._connection.poll(_START_LIMIT_S):
                self._connection.recv()  # now it listens
        return self._connection

    def _give_up(self) -> None:
        if self._process is not None:
            self._process.kill()
        self.stop()

    def _kill(self, process: BaseProcess) -> None:
        if process.is_alive():
            process.kill()
            process.join()
        process.close()
        self._process = None


def end_with_parent() -> None:
    """In a process that reads: leave Ctrl-C to the player, and end when it is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    assert parent is not None

    def wait_for_its_end() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=wait_for_its_end, name="parent's end", daemon=True).start()


def limit_memory() -> None:
    """From now on this process gets no more memory than reading tags can take."""
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    limits = [MOST_MEMORY_BYTES, *(n for n in (soft, hard) if n != resource.RLIM_INFINITY)]
    resource.setrlimit(resource.RLIMIT_DATA, (min(limits), hard))


def _answer(connection: Connection, read: Callable[[_Asked], _Answer]) -> None:
    """In the other process: answer until the asking end is closed."""
    # Decoders write to this descriptor what they think of a file; its reason is told otherwise.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    end_with_parent()
    limit_memory()
    with suppress(EOFError, OSError):
        connection.send(None)
        while True:
            connection.send(read(connection.recv()))
