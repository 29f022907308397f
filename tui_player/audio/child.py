"""The player's handle on one sound process: started, written to, read from, ended."""

import contextlib
import os
import selectors
import signal
import subprocess
from collections.abc import Sequence
from typing import IO

from tui_player.audio.decode_flag import DecodeFlag
from tui_player.util.child_processes import child_environment, python_command

# Signals by which a broken decoder or driver ends a process.
CRASHES = (signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS, signal.SIGFPE, signal.SIGILL)
LEAVING_S, TERMINATING_S = 0.5, 0.2
_READ_BYTES = 65_536


class SoundChild:
    """One child process and its two pipes, neither of which ever makes the caller wait."""

    def __init__(self, arguments: Sequence[str], log: IO[bytes] | None) -> None:
        """Start the process with its noise going to `log`. Raises OSError."""
        self.flag = DecodeFlag()
        try:
            self._process = subprocess.Popen(
                [*arguments, "--flag", str(self.flag.descriptor)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log or subprocess.DEVNULL,
                pass_fds=(self.flag.descriptor,),
                env=child_environment(),
                # Ctrl-C and Ctrl-Z in the terminal are not for the music.
                start_new_session=True,
            )
        except OSError:
            self.flag.close()
            raise
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self.pid = self._process.pid
        self.output = self._process.stdout.fileno()
        self._input = self._process.stdin.fileno()
        os.set_blocking(self._input, False)
        os.set_blocking(self.output, False)
        self._unsent = bytearray()
        self._unread = b""

    @property
    def has_ended(self) -> bool:
        """Whether the process is no more."""
        return self._process.poll() is not None

    def send(self, line: bytes, selector: selectors.BaseSelector) -> None:
        """Write a line as far as the pipe takes it; the rest goes when the selector says so."""
        self._unsent += line
        self.send_more(selector)

    def send_more(self, selector: selectors.BaseSelector) -> None:
        """Write what was left over; watch the pipe for as long as something is."""
        try:
            del self._unsent[: os.write(self._input, self._unsent)]
        except BlockingIOError:
            pass
        except BrokenPipeError:
            self._unsent.clear()  # it is dead, which the end of its output tells
        watched = self._input in selector.get_map()
        if self._unsent and not watched:
            selector.register(self._input, selectors.EVENT_WRITE, self.send_more)
        elif watched and not self._unsent:
            selector.unregister(self._input)

    def read_lines(self) -> list[bytes] | None:
        """Return the whole lines that came; None once the process has closed its output."""
        try:
            data = os.read(self.output, _READ_BYTES)
        except BlockingIOError:
            return []
        if not data:
            return None
        *lines, self._unread = (self._unread + data).split(b"\n")
        return lines

    def end(self, *, at_once: bool = False) -> int:
        """End the process, by force if it does not leave; return its exit status."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        if at_once:
            self._process.kill()
        with contextlib.suppress(OSError):
            self._process.stdin.close()
        for force, limit_s in ((self._process.terminate, LEAVING_S), (None, TERMINATING_S)):
            try:
                self._process.wait(limit_s)
                break
            except subprocess.TimeoutExpired:
                (force or self._process.kill)()
        status = self._process.wait()
        self._process.stdout.close()
        return status

    def close(self) -> None:
        """Give the shared number back, after it was read."""
        self.flag.close()


def command_line(audio_device: str | None) -> list[str]:
    """Return how to start the sound process."""
    line = python_command("tui_player.audio.engine.process")
    return line if audio_device is None else [*line, f"--audio-device={audio_device}"]
