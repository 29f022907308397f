"""Says which files and folders of the music folder are left out."""

# pathlib takes no bytes.
# ruff: noqa: PTH118
import fnmatch
import os
import re
from collections.abc import Iterable

from tui_player.library.file_types import is_hidden

# Android's sign that a folder holds no music for a library: it and all below are left out.
NO_MEDIA = b".nomedia"


class Ignored:
    """Leaves out what is hidden and what the person's patterns name; paths are bytes.

    A pattern is as in a shell: `*`, `?` and `[a-z]`, upper and lower case apart. One without "/"
    is for the name of a file or folder wherever it lies, one with "/" for the path under the
    music folder. Who leaves a folder out leaves out all in it.
    """

    def __init__(self, patterns: Iterable[str] = ()) -> None:
        names: list[str] = []
        paths: list[str] = []
        for pattern in patterns:
            bare = pattern.rstrip("/")
            (paths if "/" in bare else names).append(bare.lstrip("/"))
        self._name = _any_of(names)
        self._path = _any_of(paths)
        self._has_patterns = bool(self._name or self._path)

    def leaves_out(self, path: bytes, name: bytes | None = None) -> bool:
        """Whether a file or folder is left out for its own name, which ends the path, or path."""
        if name is None:
            name = path[path.rfind(b"/") + 1 :]
        if is_hidden(name):
            return True
        if not self._has_patterns:
            return False
        if self._name is not None and self._name.fullmatch(os.fsdecode(name)):
            return True
        return self._path is not None and self._path.fullmatch(os.fsdecode(path)) is not None

    def leaves_out_on_the_way(self, path: bytes) -> bool:
        """Whether a path, or a folder that it leads through, is left out."""
        parts = path.split(b"/")
        return any(self.leaves_out(b"/".join(parts[: n + 1])) for n in range(len(parts)))

    def paths_to_look_at(self, folder: bytes, touched: Iterable[bytes]) -> list[bytes]:
        """Of the touched paths under `folder` those that may matter, in order.

        Where a `.nomedia` came or went, that is the folder that it lies in.
        """
        silenced: dict[bytes, bool] = {b"": False}

        def is_silenced(place: bytes) -> bool:
            """Whether a folder or one above it holds a `.nomedia`."""
            if place not in silenced:
                sign = os.path.join(folder, place, NO_MEDIA)
                silenced[place] = is_silenced(_folder_of(place)) or os.path.lexists(sign)
            return silenced[place]

        sign = b"/" + NO_MEDIA
        places = {_folder_of(path) if path.endswith(sign) else path for path in touched}
        return [
            path
            for path in sorted(places)
            if not path or not (self.leaves_out_on_the_way(path) or is_silenced(_folder_of(path)))
        ]


def _folder_of(path: bytes) -> bytes:
    return path.rpartition(b"/")[0]


def _any_of(patterns: Iterable[str]) -> re.Pattern[str] | None:
    """What matches any of the patterns, or None if there is none."""
    translated = [fnmatch.translate(pattern) for pattern in patterns if pattern]
    return re.compile("|".join(translated)) if translated else None
