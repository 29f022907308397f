"""The other end of the control socket: asks the player that runs, and hears what it tells.

What is heard stays plain JSON: who only prints a line of it need not load what it is made of.
"""

import errno
import json
import os
import select
import socket
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeAlias

from tui_player.remote.control.address import ControlError, ForeignFolderError, call, peer_of
from tui_player.remote.control.snapshot_changes import merged
from tui_player.util.standard_streams import OutputLostError

ANSWER_LIMIT_S = 10.0
END_LIMIT_S = 15.0

# What is said, and what is heard: a JSON object.
Said: TypeAlias = Mapping[str, Any]

_READ_BYTES = 1 << 16


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

    It is looked for in one of the folders after the other. Raises NoPlayerError if there is none,
    ControlError with a sentence for all else.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        self._connection = _call_first(folders)
        self._heard = bytearray()
        self._searched = 0

    def __enter__(self) -> "ControlClient":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connection."""
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
        while (line := self._whole_line()) is None:
            self._listen()
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

    def watch(self, output: int | None = None) -> Iterator[Said]:
        """The snapshot, and every later one, until the player ends; it may wait for long.

        Who passes them on to the descriptor `output` is told by OutputLostError when nobody reads
        that any more.
        """
        snapshot: Said = {}
        for changes in self.watch_changes(output):
            snapshot = merged(snapshot, changes)
            yield snapshot

    def watch_changes(self, output: int | None = None) -> Iterator[Said]:
        """The snapshot, then what changes in it, until the player ends, as with `watch`."""
        self.send({"watch": "changes"})
        self._connection.settimeout(None)
        waiting = select.poll()
        waiting.register(self._connection, select.POLLIN)
        if output is not None:
            waiting.register(output, 0)  # to hear that nobody reads it
        with suppress(PlayerGoneError):
            while True:
                while self._heard.find(b"\n", self._searched) < 0:
                    if output in dict(waiting.poll()):
                        raise OutputLostError(OSError(errno.EPIPE, "nobody reads it"))
                    self._listen()
                yield self.hear()["changes"]

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
        try:
            return os.pidfd_open(peer_of(self._connection)[0])
        except OSError:  # in a container that does not see it, or gone already
            return None

    def _listen(self) -> None:
        """Take in what the player says next; raises ControlError."""
        try:
            data = self._connection.recv(_READ_BYTES)
        except OSError as error:
            raise _gone(error) from None
        if not data:
            raise PlayerGoneError("the player has ended")
        self._heard += data

    def _whole_line(self) -> bytes | None:
        end = self._heard.find(b"\n", self._searched)
        if end < 0:
            self._searched = len(self._heard)
            return None
        line = bytes(self._heard[:end])
        del self._heard[: end + 1]
        self._searched = 0
        return line


def _call_first(folders: Sequence[Path]) -> socket.socket:
    refusals = []
    for folder in folders:
        try:
            return call(folder, ANSWER_LIMIT_S)
        except (FileNotFoundError, NotADirectoryError, ConnectionRefusedError):
            continue
        except ForeignFolderError as error:
            refusals.append(str(error))
        except OSError as error:
            refusals.append(f"{folder} cannot be used to reach a player: {error.strerror}")
    if refusals:
        raise ControlError("; ".join(refusals))
    raise NoPlayerError


def _gone(error: OSError) -> ControlError:
    if isinstance(error, TimeoutError):
        return ControlError("the player does not answer: it may be busy, or hang")
    return PlayerGoneError("the player has ended")
