"""A disk of a few kilobytes, for tests of what happens when there is no room left."""

import ctypes
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

_DETACH = 2  # MNT_DETACH of mount(2)


@contextmanager
def small_disk(place: Path, size_bytes: int) -> Iterator[Path]:
    """A file system in memory of this size at `place`; skips the test where none can be mounted,
    which takes root."""
    place.mkdir()
    libc = ctypes.CDLL(None, use_errno=True)
    options = f"size={size_bytes}".encode()
    if libc.mount(b"tmpfs", bytes(place), b"tmpfs", 0, options) != 0:
        pytest.skip(f"no disk can be mounted: {os.strerror(ctypes.get_errno())}")
    try:
        yield place
    finally:
        libc.umount2(bytes(place), _DETACH)


def fill(place: Path) -> Path:
    """Leave no byte of room on the disk at `place`; the file that takes it."""
    filler = place / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            return filler
