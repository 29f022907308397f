"""Reads files in a process of its own, which a file may crash, hold up or fill with what it asks.

What FFmpeg is given may end the process that reads it, or never come to an end. Here that costs
the file alone: it is named, and the next one is read by another process.
"""

import subprocess
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection, Pipe
from typing import Generic, TypeVar

from tui_player.util.child_processes import child_environment, python_command

# A sleeping disk takes ten seconds to wake up; no file's tags take a quarter of this.
READING_LIMIT_S = 30.0
_START_LIMIT_S = 120.0  # on a machine that has no time; it takes a third of a second
_END_LIMIT_S = 2.0

CRASHED = "the program that read it crashed"

_Asked = TypeVar("_Asked")
_Answer = TypeVar("_Answer")


class NoAnswerError(Exception):
    """What was asked ended the process or held it up; the message says which."""


class IsolatedReader(Generic[_Asked, _Answer]):
    """Asks `read` in another process, which is started by the first question.

    It is started afresh, as a program with threads must not be forked, and ends with this one, even
    if that is killed. (Not by multiprocessing: that hands on the descriptor of sys.stderr, which
    Textual gives none, and starts another process that stays.) `read` and what it is asked and
    answers must be picklable. With `idle_s` it also ends, and gives its memory back, when nothing
    was asked for so long.
    """

    def __init__(
        self,
        read: Callable[[_Asked], _Answer],
        *,
        limit_s: float = READING_LIMIT_S,
        idle_s: float | None = None,
    ) -> None:
        self._read = read
        self._limit_s = limit_s
        self._idle_s = idle_s
        self._process: subprocess.Popen[bytes] | None = None
        self._connection: Connection | None = None

    def read(self, asked: _Asked) -> _Answer:
        """The answer; raises NoAnswerError if there is none.

        A process that dies may have been killed for lack of memory, so another one tries again.
        """
        answer = self._ask(asked) or self._ask(asked)
        if answer is None:
            raise NoAnswerError(CRASHED)
        return answer[0]

    @property
    def pid(self) -> int | None:
        """The process that reads, if there is one."""
        return None if self._process is None else self._process.pid

    def stop(self) -> None:
        """End the process, if there is one."""
        if self._connection is not None:
            self._connection.close()  # which it takes for the end
            self._connection = None
        if self._process is not None:
            try:
                self._process.wait(_END_LIMIT_S)
            except subprocess.TimeoutExpired:
                self._process.kill()
            # One that a dead disk holds cannot even be killed; it is not waited for.
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(_END_LIMIT_S)
            self._process = None

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
        """The connection to a process that listens; raises OSError."""
        if self._connection is None:
            ours, theirs = Pipe()
            with theirs:
                number = theirs.fileno()
                self._process = subprocess.Popen(
                    [*python_command("tui_player.library.scanner.isolated_process"), str(number)],
                    pass_fds=(number,),
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    # Decoders write there what they think of a file; its reason is told otherwise.
                    stderr=subprocess.DEVNULL,
                    env=child_environment(),
                    start_new_session=True,  # Ctrl-C in the terminal is for the player
                )
            self._connection = ours
            ours.send((self._read, self._idle_s))
            if ours.poll(_START_LIMIT_S):
                ours.recv()  # now it listens
        return self._connection

    def _give_up(self) -> None:
        if self._process is not None:
            self._process.kill()
        self.stop()
