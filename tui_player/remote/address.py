"""Where the control socket is: in a folder of the user's alone, one player at a time."""

import fcntl
import os
import socket
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tui_player.domain.errors import TuiPlayerError

SOCKET_NAME = "control.sock"
LOCK_NAME = "control.lock"
# The kernel has room for 107 bytes (unix(7)); a longer path is reached through its folder.
LONGEST_PATH_BYTES = 107 - len(".new")
WAITING_CALLERS = 16


class ControlError(TuiPlayerError):
    """The control socket cannot be made or reached."""


class Claim:
    """The right to be the player that is spoken to, held until it is let go or the process ends.

    A lock says so and not the socket, which a player that was killed leaves behind.
    """

    def __init__(self, folder: Path) -> None:
        """Raises ControlError for a folder that cannot be used."""
        self._folder = folder
        try:
            _make_private(folder)
            self._lock = os.open(folder / LOCK_NAME, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise ControlError(f"{folder} cannot be used for control: {error.strerror}") from error
        self.is_held = False

    def take(self) -> bool:
        """Whether the right is held now; raises ControlError where locks do not work."""
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self.is_held = True
        except BlockingIOError:
            return False
        except OSError as error:
            raise ControlError(f"{self._folder} takes no lock: {error.strerror}") from error
        return True

    def listen(self) -> socket.socket:
        """The socket, in the place of one that a dead player left; raises ControlError."""
        listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            listening.setblocking(False)
            with _short_path(self._folder) as path:
                new = Path(f"{path}.new")
                new.unlink(missing_ok=True)
                listening.bind(str(new))
                new.chmod(0o600)  # before anybody can be let in
                listening.listen(WAITING_CALLERS)
                new.replace(path)  # so whoever sees it is listened to
        except OSError as error:
            listening.close()
            raise ControlError(f"no control socket in {self._folder}: {error.strerror}") from error
        return listening

    def let_go(self) -> None:
        """Take the socket away, and let another player have the right."""
        if self.is_held:
            with suppress(OSError):
                (self._folder / SOCKET_NAME).unlink()
        os.close(self._lock)


def call(folder: Path, timeout_s: float) -> socket.socket:
    """A connection to the player that listens there; raises OSError if none does."""
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(timeout_s)
    try:
        with _short_path(folder) as path:
            connection.connect(path)
    except OSError:
        connection.close()
        raise
    return connection


def _make_private(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        raise ControlError(f"{folder} is no folder of yours: it is not used for control")
    if stat.S_IMODE(found.st_mode) & 0o077:
        folder.chmod(0o700)


@contextmanager
def _short_path(folder: Path) -> Iterator[str]:
    path = folder / SOCKET_NAME
    if len(os.fsencode(path)) <= LONGEST_PATH_BYTES:
        yield str(path)
        return
    descriptor = os.open(folder, os.O_PATH | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{descriptor}/{SOCKET_NAME}"
    finally:
        os.close(descriptor)
