"""Where the control socket is: in folders of the user's alone, one player at a time."""

import errno
import fcntl
import os
import pwd
import socket
import stat
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tui_player.model.errors import TuiPlayerError

SOCKET_NAME = "control.sock"
LOCK_NAME = "control.lock"
# The kernel has room for 107 bytes (unix(7)); a longer path is reached through its folder.
LONGEST_PATH_BYTES = 107 - len(".new")
WAITING_CALLERS = 128
_KNOCKS_EVERY_S = 0.02

_CREDENTIALS = struct.Struct("3i")  # process, user, group: unix(7)


class ControlError(TuiPlayerError):
    """The control socket cannot be made or reached."""


class ForeignFolderError(ControlError):
    """Somebody else has made the folder where the control socket is looked for."""


class Claim:
    """The right to listen in a folder, held until it is let go or the process ends.

    A lock says so and not the socket, which a player that was killed leaves behind.
    """

    def __init__(self, folder: Path, given: Path | None = None) -> None:
        """Raises ControlError for a folder that cannot be used.

        `given` is a folder that the system makes and takes away, as at login and logout.
        """
        self._folder = folder
        try:
            _make_private(folder, given)
            self._lock = os.open(folder / LOCK_NAME, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
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

    @property
    def is_in_place(self) -> bool:
        """Whether the lock is where another player would look for it: folders may be cleared."""
        try:
            there = os.lstat(self._folder / LOCK_NAME)
        except OSError:
            return False
        return os.path.samestat(there, os.fstat(self._lock))

    @property
    def has_socket(self) -> bool:
        """Whether there is a socket where callers look for it."""
        return os.path.lexists(self._folder / SOCKET_NAME)

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
        if self.is_held and self.is_in_place:
            with suppress(OSError):
                (self._folder / SOCKET_NAME).unlink()
        os.close(self._lock)


def call(folder: Path, timeout_s: float) -> socket.socket:
    """A connection to the player that listens there; raises OSError if none does, and
    ForeignFolderError for what another user has put there."""
    if os.path.lexists(folder):
        _check_is_ours(folder)
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(timeout_s)
    try:
        with _short_path(folder) as path:
            _connect(connection, path, timeout_s)
        _, user, _ = peer_of(connection)
        if user not in (os.getuid(), 0):
            raise ForeignFolderError(f"who listens in {folder} is {_name_of(user)}, not you")
    except (OSError, ControlError):
        connection.close()
        raise
    return connection


def peer_of(connection: socket.socket) -> tuple[int, int, int]:
    """The numbers of the process, user and group at the other end."""
    told = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
    process, user, group = _CREDENTIALS.unpack(told)
    return process, user, group


def _connect(connection: socket.socket, path: str, timeout_s: float) -> None:
    """Connect, also where so many do that there is no room to wait in just now."""
    end_s = time.monotonic() + timeout_s
    while True:
        try:
            connection.connect(path)
        except BlockingIOError:
            if time.monotonic() > end_s:
                raise TimeoutError(errno.ETIMEDOUT, "it lets nobody in") from None
            time.sleep(_KNOCKS_EVERY_S)
        else:
            return


def _make_private(folder: Path, given: Path | None) -> None:
    is_in_given = given is not None and folder.is_relative_to(given)
    folder.mkdir(mode=0o700, parents=not is_in_given, exist_ok=True)
    _check_is_ours(folder)
    if stat.S_IMODE(folder.lstat().st_mode) != 0o700:
        folder.chmod(0o700)


def _check_is_ours(folder: Path) -> None:
    """Raises ForeignFolderError, and OSError for a folder that cannot be looked at."""
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode):
        raise ForeignFolderError(f"{folder} is no folder of yours: it is not used for control")
    if found.st_uid != os.getuid():
        owner = _name_of(found.st_uid)
        raise ForeignFolderError(f"{folder} belongs to {owner}: it is not used for control")


def _name_of(user: int) -> str:
    try:
        return f"the user {pwd.getpwuid(user).pw_name}"
    except KeyError:
        return f"the user {user}"


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
