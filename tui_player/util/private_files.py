"""Keeps what the program writes from everybody but the user: new files at once, older ones too."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

# What group and others may do.
OTHERS = 0o077


@contextmanager
def new_files_private() -> Iterator[None]:
    """Make every new file and folder, from its first byte, one of the user's alone.

    The umask does so for what libraries and child processes write as well: SQLite's files beside
    a database, logs that are begun anew. A file that a person wants to share is one chmod away.
    """
    before = os.umask(OTHERS)
    try:
        yield
    finally:
        os.umask(before)


def make_private(folder: Path) -> None:
    """Make a folder of the program's own, or shut others out of it and of what lies in it.

    A folder that a link leads to was made by a person and keeps its permissions, as does
    everything that belongs to another user. Raises OSError where no folder can be made.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    shut_out_others(folder)


def shut_out_others(folder: Path) -> None:
    """Take every permission that group and others have on a folder and on what lies in it."""
    _shut(folder)
    for place, folders, files in os.walk(folder):
        for name in (*folders, *files):
            _shut(Path(place, name))


def _shut(path: Path) -> None:
    # What is gone by now needs no care, and a disk that knows no permissions cannot be helped.
    with suppress(OSError):
        found = path.lstat()
        is_ours = found.st_uid == os.geteuid()
        if is_ours and _is_file_or_folder(found.st_mode) and found.st_mode & OTHERS:
            path.chmod(stat.S_IMODE(found.st_mode) & ~OTHERS)


def _is_file_or_folder(mode: int) -> bool:
    """Whether it is neither a link, which leads elsewhere, nor a socket, device or pipe."""
    return stat.S_ISREG(mode) or stat.S_ISDIR(mode)
