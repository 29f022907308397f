"""The player's screen, in a terminal that nobody looks at."""

import fcntl
import os
import pty
import select
import struct
import subprocess
import termios
import time

from tests.end_to_end.place import PROGRAM, CheckError, Place

ROWS, COLUMNS = 36, 120
SHOWN = ("Now playing", "Up next", "tone in")


def screen_is_drawn(place: Place) -> str:
    """It shows what plays, and a key ends it. Raises CheckError."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    player = subprocess.Popen(
        [PROGRAM, "--no-camera", "--audio-device", "null", place.music],
        cwd=place.folder,
        env=place.environ | {"TERM": "xterm-256color"},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    try:
        _read_until_shown(ours, place.deadline_s)
        os.write(ours, b"q")
        while _written(ours, place.deadline_s):
            pass
        status = player.wait(place.deadline_s)
    finally:
        player.kill()
        player.wait()
        os.close(ours)
    if status:
        raise CheckError(f"it left with {status}")
    return "what plays is shown, and q ends it"


def _read_until_shown(terminal: int, limit_s: float) -> None:
    written, ends_s = "", time.monotonic() + limit_s
    while not all(words in written for words in SHOWN):
        data = _written(terminal, ends_s - time.monotonic())
        if not data:
            raise CheckError(f"never shown: {[w for w in SHOWN if w not in written]}, {written!r}")
        written += data.decode(errors="replace")


def _written(terminal: int, limit_s: float) -> bytes:
    """What the program writes next; nothing once it has ended, or after so long."""
    if not select.select([terminal], [], [], max(0.0, limit_s))[0]:
        return b""
    try:
        return os.read(terminal, 65_536)
    except OSError:  # as Linux says that the other end is closed
        return b""
