"""Sees before OpenCV and ONNX Runtime are loaded whether a limit on memory leaves them room."""

import os
import resource
from pathlib import Path

from tui_player.model.errors import TuiPlayerError

MB = 1_000_000
# What loading them, the network and the first frames add to the address space: 434 MB, with
# ONNX Runtime 1.31 and OpenCV 4.14. What is refused in the middle of it may end the process.
NEEDED_BYTES = 450 * MB


class NoMemoryRoomError(TuiPlayerError):
    """The limit on the address space leaves no room for reading faces."""


def check_memory_room(statm: Path = Path("/proc/self/statm")) -> None:
    """Raises NoMemoryRoomError where the limit on this process's address space is too near.

    `statm` tells the pages in use (proc(5)).
    """
    limit_bytes, _ = resource.getrlimit(resource.RLIMIT_AS)
    if limit_bytes == resource.RLIM_INFINITY:
        return
    pages = int(statm.read_text(encoding="ascii").split()[0])
    left_bytes = limit_bytes - pages * os.sysconf("SC_PAGESIZE")
    if left_bytes < NEEDED_BYTES:
        raise NoMemoryRoomError(
            f"that takes {NEEDED_BYTES // MB} MB of memory, and the limit of "
            f"{limit_bytes // MB:,} MB (ulimit -v) leaves {max(0, left_bytes) // MB}; raise it, or "
            "start with --no-camera"
        )
