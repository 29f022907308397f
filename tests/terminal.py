"""Runs the real program in a pseudo-terminal and reads its screen."""

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pyte

DEADLINE_S = 60.0

LEAVES_ALTERNATE_SCREEN = b"\x1b[?1049l"


class TerminalSession:
    """`tui-player` with a terminal of its own; use as a context manager."""

    def __init__(
        self,
        arguments: Sequence[str],
        environ: Mapping[str, str],
        columns: int = 120,
        rows: int = 36,
        errors: Path | None = None,
        command: Sequence[str] = ("-m", "tui_player"),
        *,
        is_told_of_its_end: bool = True,
    ) -> None:
        """`errors`: the file to which standard error is led; None: the terminal.

        `command`: what Python is to run, where that is not the player.
        `is_told_of_its_end`: whether a SIGHUP comes when the terminal goes; none does where it
        controls no session, as under `docker exec` or `su -c`.
        """
        self.written = b""
        self._errors = errors
        self._arguments = [sys.executable, *command, *arguments]
        self._environ = dict(environ)
        self._size = (columns, rows)
        self._is_told_of_its_end = is_told_of_its_end
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._status: int | None = None
        self.process_id, self._terminal = -1, -1

    def __enter__(self) -> "TerminalSession":
        if not self._is_told_of_its_end:
            self._spawn()
            return self
        self.process_id, self._terminal = pty.fork()
        if self.process_id == 0:
            self.resize_terminal(0, *self._size)
            if self._errors is not None:
                os.dup2(os.open(self._errors, os.O_WRONLY | os.O_CREAT), 2)
            os.execve(sys.executable, self._arguments, self._environ)
        return self

    def _spawn(self) -> None:
        self._terminal, inner = pty.openpty()
        self.resize_terminal(inner, *self._size)
        self.process_id = os.posix_spawn(
            sys.executable,
            self._arguments,
            self._environ,
            file_actions=[(os.POSIX_SPAWN_DUP2, inner, number) for number in range(3)],
            setsid=True,
        )
        os.close(inner)

    def __exit__(self, *_: object) -> None:
        if self._status is None:
            os.kill(self.process_id, signal.SIGKILL)
            os.waitpid(self.process_id, 0)
        if self._terminal >= 0:
            os.close(self._terminal)

    @property
    def text(self) -> str:
        """The screen as lines of text."""
        return "\n".join(line.rstrip() for line in self._screen.display)

    def resize(self, columns: int, rows: int) -> None:
        """Change the size of the terminal, as dragging its window does."""
        self._screen.resize(rows, columns)
        self.resize_terminal(self._terminal, columns, rows)

    @staticmethod
    def resize_terminal(descriptor: int, columns: int, rows: int) -> None:
        """Tell the kernel the size; it tells the program."""
        fcntl.ioctl(descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def fileno(self) -> int:
        """This end of the terminal, for those who read it themselves; see `feed`."""
        return self._terminal

    def feed(self, data: bytes) -> None:
        """Show what the program wrote."""
        self.written += data
        self._stream.feed(data)

    def press(self, keys: str) -> None:
        """Type keys."""
        self.type_bytes(keys.encode())

    def type_bytes(self, data: bytes) -> None:
        """Have the terminal send what a key, a paste or an answer of its own is."""
        os.write(self._terminal, data)

    def send(self, number: signal.Signals) -> None:
        """Send the program a signal."""
        os.kill(self.process_id, number)

    def hang_up(self) -> None:
        """Close the terminal under the program, as a lost SSH line does."""
        os.close(self._terminal)
        self._terminal = -1

    def wait_for(self, *words: str) -> str:
        """The screen once it shows all these words."""
        self._wait(lambda: all(word in self.text for word in words), f"the screen shows {words}")
        return self.text

    def wait_until(self, is_so: Callable[[], bool]) -> None:
        """Wait for something outside the screen to become true."""
        self._wait(is_so, "that is so")

    def wait_until_gone(self, word: str) -> str:
        """The screen once it no longer shows this word."""
        self._wait(lambda: word not in self.text, f"the screen no longer shows {word!r}")
        return self.text

    def wait_for_end(self) -> int:
        """The exit status, once the program has ended."""
        self._wait(self._has_ended, "the program ends")
        assert self._status is not None
        return os.waitstatus_to_exitcode(self._status)

    def _has_ended(self) -> bool:
        ended_id, status = os.waitpid(self.process_id, os.WNOHANG)
        if ended_id:
            self._read()
            self._status = status
        return bool(ended_id)

    def wait_unread(self, is_so: Callable[[], bool]) -> None:
        """Wait for something outside the screen while nobody reads the terminal."""
        deadline_s = time.monotonic() + DEADLINE_S
        while not is_so():
            assert time.monotonic() < deadline_s, f"waited in vain:\n{self._end_of_log()}"
            select.select([], [], [], 0.05)

    def _wait(self, is_so: Callable[[], bool], what: str) -> None:
        deadline_s = time.monotonic() + DEADLINE_S
        while not is_so():
            assert time.monotonic() < deadline_s, (
                f"waited in vain until {what}:\n{self.text}\n{self._end_of_log()}"
            )
            self._read()

    def _end_of_log(self) -> str:
        log = Path(self._environ["HOME"], ".local", "state", "tui-player", "tui-player.log")
        return log.read_text(errors="replace")[-2000:] if log.exists() else "(no log)"

    def _read(self) -> None:
        """Take in what the program has written, waiting a moment if there is nothing."""
        if self._terminal < 0:
            select.select([], [], [], 0.02)
            return
        while select.select([self._terminal], [], [], 0.02)[0]:
            try:
                data = os.read(self._terminal, 65536)
            except OSError:  # the program's end of the terminal is closed
                return
            if not data:
                return
            self.feed(data)


def session_environ(home: Path, **more: str) -> dict[str, str]:
    """The environment of a person at a 256-colour terminal, with a home of its own."""
    kept = {name: os.environ[name] for name in ("PATH", "PULSE_SERVER") if name in os.environ}
    return {
        **kept,
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(own_runtime_dir(home)),
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        **more,
    }


def own_runtime_dir(home: Path) -> Path:
    """One that no player of the user who runs the tests is in."""
    folder = home / "run"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def processes_of(session_id: int) -> list[int]:
    """The ids of the processes that a program started, itself included, or their children."""
    parents: dict[int, int] = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text(encoding="utf-8", errors="replace").rpartition(")")[2]
        except OSError:  # it ended while we looked
            continue
        parents[int(status.parent.name)] = int(fields.split()[1])
    found = {session_id} if session_id in parents else set()
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return sorted(found)
