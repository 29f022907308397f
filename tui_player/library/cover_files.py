"""Finds the pictures of an album that lie beside its tracks."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

# The first that is there is taken, in this order.
_NAMES = ("cover", "folder", "front", "album", "albumart")
_SUFFIXES = (".jpg", ".jpeg", ".png", ".webp")


def files_beside(file: Path) -> dict[str, Path]:
    """The files in the same folder by their names in lower case; raises OSError."""
    with os.scandir(file.parent) as entries:
        return {entry.name.lower(): Path(entry.path) for entry in entries}


def covers_among(files: Mapping[str, Path]) -> Iterator[Path]:
    """Those of the files that are covers by their names, the best first."""
    names = (f"{name}{suffix}" for name in _NAMES for suffix in _SUFFIXES)
    return (files[name] for name in names if name in files)


def cover_beside(path: str) -> str | None:
    """The path of the cover that lies beside the track at this path, if one does.

    Only the names in the folder are read.
    """
    try:
        return next(map(str, covers_among(files_beside(Path(path)))), None)
    except OSError:  # a folder that cannot be read has no cover to show
        return None
