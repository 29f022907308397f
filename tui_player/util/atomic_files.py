"""Writes files whole or not at all, so that nothing of the user's is lost halfway."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO


def write_atomically(path: Path, content: bytes) -> None:
    """Write or replace a file: temporary file, fsync, rename. Raises OSError.

    The file that is replaced passes its permissions on: somebody may have chosen them.
    """
    with _written_beside(path, content) as temporary:
        with suppress(OSError):  # none is replaced, or the disk knows no permissions
            temporary.chmod(stat.S_IMODE(path.stat().st_mode))
        temporary.replace(path)


def write_new(path: Path, content: bytes) -> None:
    """Write a file; raises FileExistsError if there is one, even a link, and OSError."""
    with _written_beside(path, content) as temporary:
        try:
            os.link(temporary, path)  # unlike a rename it fails where there is a file
        except FileExistsError:
            raise
        except OSError:  # a disk without links
            _write_where_nothing_is(path, content)


def _write_where_nothing_is(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        try:
            _put_on_disk(file, content)
        except OSError:
            path.unlink()  # half of it is none
            raise


@contextmanager
def _written_beside(path: Path, content: bytes) -> Iterator[Path]:
    """A temporary file in the same folder with the content on the disk, gone at the end."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    temporary.unlink(missing_ok=True)  # one that a crash left might be open to others
    try:
        with temporary.open("xb") as file:
            _put_on_disk(file, content)
        yield temporary
    finally:
        temporary.unlink(missing_ok=True)


def _put_on_disk(file: BinaryIO, content: bytes) -> None:
    file.write(content)
    file.flush()
    os.fsync(file.fileno())
