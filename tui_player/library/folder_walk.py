"""Walks the music folder and compares what lies there with what the index knows."""

# pathlib takes no bytes, and is slow for a hundred thousand files.
# ruff: noqa: PTH114, PTH116, PTH118, PTH119
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from tui_player.library.audio_files import is_audio_name, is_hidden

_NOWHERE = "it is a link that leads nowhere"


class Signature(NamedTuple):
    """What changes when a file's content does: size in bytes, time of change, inode number."""

    size: int
    mtime_ns: int
    inode: int

    @classmethod
    def of(cls, status: os.stat_result) -> "Signature":
        """The signature in a file's status."""
        # SQLite's integers have a sign; an inode number may use all 64 bits.
        return cls(status.st_size, status.st_mtime_ns, status.st_ino & 0x7FFF_FFFF_FFFF_FFFF)


class FoundFile(NamedTuple):
    """A music file in the folder. A `problem` says why it cannot even be looked at."""

    path: bytes
    signature: Signature
    problem: str = ""


class UnlistedFolder(NamedTuple):
    """A folder whose contents could not be listed, so nothing is known of them now."""

    path: bytes


class UnchangedFile(NamedTuple):
    """A file that is as it was when it was read."""

    path: bytes


class ChangedFile(NamedTuple):
    """A file that is new, or another than when it was read."""

    found: FoundFile


class GoneFile(NamedTuple):
    """A file that was known and is no longer there."""

    path: bytes


Difference = UnchangedFile | ChangedFile | GoneFile


@dataclass(slots=True)
class _Entry:
    """A name in a folder, with what is needed to go on from there."""

    path: bytes
    is_folder: bool
    found: FoundFile | None = None


class FolderWalk:
    """One walk through a folder; paths are bytes under it, "/"-separated.

    Files come in the order of their paths' bytes. Links to folders are followed, but only to
    places that this walk does not visit anyway: a link cannot lead it in a circle.
    """

    def __init__(self, folder: bytes) -> None:
        self._folder = folder
        self._visited = [os.path.realpath(folder)]
        self.folders = 0  # how many were listed
        self.links: dict[bytes, bytes] = {}  # links to folders that were followed: path, target

    def found(self, under: bytes = b"") -> Iterator[FoundFile | UnlistedFolder]:
        """All music files in the folder `under` and below. Hidden files and folders are left out.

        Raises OSError if the folder walked itself cannot be listed; others become
        UnlistedFolder.
        """
        stack = [iter(self._listed(under))]
        while stack:
            entry = next(stack[-1], None)
            if entry is None:
                stack.pop()
            elif entry.found is not None:
                yield entry.found
            elif entry.is_folder:
                try:
                    stack.append(iter(self._listed(entry.path)))
                except FileNotFoundError:
                    continue
                except OSError:
                    yield UnlistedFolder(entry.path)

    def may_enter(self, path: bytes) -> bool:
        """Whether a folder, perhaps a link to one, leads to a place not visited yet."""
        full = os.path.join(self._folder, path)
        if not os.path.islink(full):
            return True
        target = os.path.realpath(full)
        if any(_contains(place, target) or _contains(target, place) for place in self._visited):
            return False
        self._visited.append(target)
        self.links[path] = target
        return True

    def _listed(self, path: bytes) -> list[_Entry]:
        """What to visit in a folder, in the order of the bytes of the paths below it."""
        self.folders += 1
        prefix = path + b"/" if path else b""
        with os.scandir(os.path.join(self._folder, path)) as entries:
            kept = [self._entry(prefix, entry) for entry in entries if not is_hidden(entry.name)]
        # A folder's contents have a "/" after its name, and sort by it.
        return sorted(
            (entry for entry in kept if entry is not None),
            key=lambda entry: entry.path + b"/" if entry.is_folder else entry.path,
        )

    def _entry(self, prefix: bytes, entry: os.DirEntry[bytes]) -> _Entry | None:
        path = prefix + entry.name
        try:
            if entry.is_dir(follow_symlinks=False):
                return _Entry(path, is_folder=True)
            if entry.is_symlink() and entry.is_dir():
                return _Entry(path, is_folder=True) if self.may_enter(path) else None
            if not is_audio_name(entry.name):
                return None
            return _file_entry(path, entry.stat())
        except FileNotFoundError:
            is_link = entry.is_symlink() and is_audio_name(entry.name)
            return _problem(path, entry.inode(), _NOWHERE) if is_link else None
        except OSError as error:
            return _problem(path, entry.inode(), os.strerror(error.errno or 0))


def compare(
    known: Iterator[tuple[bytes, Signature]], found: Iterator[FoundFile | UnlistedFolder]
) -> Iterator[Difference]:
    """Merge what the index knows with what lies in the folder, both in the order of path bytes.

    Nothing is said of known files in a folder that could not be listed: they may be there.
    """
    old = next(known, None)
    for new in found:
        place = new.path + b"/" if isinstance(new, UnlistedFolder) else new.path
        while old is not None and old[0] < place:
            yield GoneFile(old[0])
            old = next(known, None)
        if isinstance(new, UnlistedFolder):
            while old is not None and old[0].startswith(place):
                old = next(known, None)
        elif old is not None and old[0] == place:
            yield UnchangedFile(place) if old[1] == new.signature else ChangedFile(new)
            old = next(known, None)
        else:
            yield ChangedFile(new)
    while old is not None:
        yield GoneFile(old[0])
        old = next(known, None)


def look_at(folder: bytes, path: bytes) -> FoundFile | None:
    """The music file at a path under the folder, or None if there is none.

    Raises OSError if it cannot be told, and FileNotFoundError if nothing is there.
    """
    try:
        entry = _file_entry(path, os.stat(os.path.join(folder, path)))
    except FileNotFoundError:
        if not os.path.islink(os.path.join(folder, path)):
            raise
        entry = _problem(path, 0, _NOWHERE)
    return entry.found if entry and is_audio_name(os.path.basename(path)) else None


def _file_entry(path: bytes, status: os.stat_result) -> _Entry | None:
    """The entry for a file; None for a pipe or device, which must not be opened."""
    if not stat.S_ISREG(status.st_mode):
        return None
    return _Entry(path, is_folder=False, found=FoundFile(path, Signature.of(status)))


def _problem(path: bytes, inode: int, sentence: str) -> _Entry:
    return _Entry(path, is_folder=False, found=FoundFile(path, Signature(0, 0, inode), sentence))


def _contains(folder: bytes, path: bytes) -> bool:
    return path == folder or path.startswith(folder.rstrip(b"/") + b"/")
