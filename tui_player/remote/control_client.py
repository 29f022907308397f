"""The other end of the control socket: asks the player that runs, and hears what it tells.

What is heard stays plain JSON: who only prints a line of it need not load what it is made of.
"""

import json
import os
import select
import socket
import struct
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeAlias

from tui_player.remote.address import ControlError, call

ANSWER_LIMIT_S = 10.0
END_LIMIT_S = 15.0

# What is said, and what is heard: a JSON object.
Said: TypeAlias = Mapping[str, Any]

_CREDENTIALS = struct.Struct("3i")  # process, user, group: unix(7)


class NoPlayerError(ControlError):
    """No player runs that could be asked."""

    def __init__(self) -> None:
        super().__init__(
            "no player is running: start one with `tui-player`, or without a screen with"
            " `tui-player --headless`"
        )


class RefusedError(ControlError):
    """The player says why it cannot be asked that."""


class PlayerGoneError(ControlError):
    """The player ended while it was spoken to."""


class ControlClient:
    """A connection to the player that runs; use as a context manager.

    Raises NoPlayerError if there is none, ControlError with a sentence for all else.
    """

    def __init__(self, folder: Path) -> None:
        try:
            self._connection = call(folder, ANSWER_LIMIT_S)
        except (FileNotFoundError, NotADirectoryError, ConnectionRefusedError):
            raise NoPlayerError from None
        except OSError as error:
            raise ControlError(f"the player cannot be reached: {error.strerror}") from error
        self._lines = self._connection.makefile("rb")

    def __enter__(self) -> "ControlClient":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connection."""
        self._lines.close()
        self._connection.close()

    def hang_up(self) -> None:
        """End it from another thread: whoever waits for an answer is told that nobody is there."""
        with suppress(OSError):
            self._connection.shutdown(socket.SHUT_RDWR)

    def send(self, said: Said) -> None:
        """Say something; its answer is to be heard later."""
        try:
            self._connection.sendall(json.dumps(said).encode() + b"\n")
        except OSError as error:
            raise _gone(error) from None

    def hear(self) -> Said:
        """The next answer; raises ControlError for one that says what is wrong."""
        try:
            line = self._lines.readline()
        except OSError as error:
            raise _gone(error) from None
        if not line:
            raise PlayerGoneError("the player has ended")
        heard: Said = json.loads(line)
        if "error" in heard:
            raise RefusedError(str(heard["error"]))
        return heard

    def ask(self, name: str, **values: object) -> None:
        """Have a request done."""
        self.send({"ask": name, **values})
        self.hear()

    def look(self) -> Said:
        """The snapshot, as it is once all that was asked is done."""
        self.send({"tell": "snapshot"})
        snapshot: Said = self.hear()["snapshot"]
        return snapshot

    def watch(self) -> Iterator[Said]:
        """The snapshot, and every later one, until the player ends; it may wait for long."""
        self.send({"watch": "snapshots"})
        self._connection.settimeout(None)
        with suppress(PlayerGoneError):
            while True:
                yield self.hear()["snapshot"]

    def quit(self) -> bool:
        """End the player; whether its process, and so all that it had to save, is done."""
        process = self._process()
        self.send({"quit": True})
        self.hear()
        if process is None:
            return True
        try:
            return bool(select.select([process], [], [], END_LIMIT_S)[0])
        finally:
            os.close(process)

    def _process(self) -> int | None:
        """A descriptor that is readable once the player's process has ended (pidfd_open(2))."""
        told = self._connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
        try:
            return os.pidfd_open(_CREDENTIALS.unpack(told)[0])
        except OSError:  # in a container that does not see it, or gone already
            return None


def _gone(error: OSError) -> ControlError:
    if isinstance(error, TimeoutError):
        return ControlError("the player does not answer: it may be busy, or hang")
    return PlayerGoneError("the player has ended")
