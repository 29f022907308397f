"""Walks the music folder and compares what lies there with what the index knows."""

# pathlib takes no bytes, and is slow for a hundred thousand files.
# ruff: noqa: PTH114, PTH116, PTH118, PTH119
import errno
import os
import stat
from collections.abc import Iterator
from typing import NamedTuple

from tui_player.library.file_types import is_library_name
from tui_player.library.scanner.ignore import NO_MEDIA, Ignored
from tui_player.model.stored_number import LARGEST, stored

_NOWHERE = "it is a link that leads nowhere"


class Signature(NamedTuple):
    """What changes when a file's content does: size in bytes, time of change, inode number.

    `ctime_ns` is when anything about the file changed, its name and owner included; unlike the
    time of its content no program can set it back. 0 where it is not known.
    """

    size: int
    mtime_ns: int
    inode: int
    ctime_ns: int = 0

    @classmethod
    def of(cls, status: os.stat_result) -> "Signature":
        """The signature in a file's status, in the numbers that SQLite can hold."""
        # An inode number may use all 64 bits.
        return cls(
            status.st_size,
            stored(status.st_mtime_ns),
            status.st_ino & LARGEST,
            stored(status.st_ctime_ns),
        )

    @property
    def of_content(self) -> tuple[int, int, int]:
        """What stays as it is when a file is only renamed, linked or given to somebody else."""
        return self.size, self.mtime_ns, self.inode


UNREAD = Signature(-1, 0, 0)  # that of no file, so that it always counts as changed
# A signature as the index gives it: equal to one, and quicker to make a hundred thousand times.
KnownSignature = tuple[int, int, int, int]


class FoundFile(NamedTuple):
    """A music file in the folder. A `problem` says why it cannot even be looked at."""

    path: bytes
    signature: Signature
    problem: str = ""


class UnlistedFolder(NamedTuple):
    """A folder whose contents could not be listed, and why; nothing is known of them now.

    The path ends in "/", as that of no file does.
    """

    path: bytes
    problem: str


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


# What a folder holds: the path and the file, or the path with a "/" at its end and None for a
# folder. Plain tuples, because there are as many as files.
_Listed = tuple[bytes, FoundFile | None]


class FolderWalk:
    """One walk through a folder; paths are bytes under it, "/"-separated.

    Files come in the order of their paths' bytes. Links to folders are followed, but only to
    places that this walk does not visit anyway: a link cannot lead it in a circle.
    With `keeps_times` the time of change of every folder is noted in `times`.
    """

    def __init__(self, folder: bytes, ignored: Ignored, *, keeps_times: bool = False) -> None:
        self._folder = folder
        self._ignored = ignored
        self._visited = [os.path.realpath(folder)]
        self._keeps_times = keeps_times
        self.times: dict[bytes, int] = {}  # in nanoseconds, by the path of the folder
        self.folders = 0  # how many were listed
        self.links: dict[bytes, bytes] = {}  # links to folders that were followed: path, target

    def found(self, under: bytes = b"") -> Iterator[FoundFile | UnlistedFolder]:
        """All music files in the folder `under` and below, without those that are left out.

        Raises OSError if the folder walked itself cannot be listed, and FileNotFoundError if
        `under` is not there; others become UnlistedFolder.
        """
        top = under + b"/" if under else b""
        try:
            stack = [iter(self._listed(top))]
        except OSError as error:
            if not top or isinstance(error, FileNotFoundError | NotADirectoryError):
                raise
            yield UnlistedFolder(top, problem_of(error))
            return
        while stack:
            path, file = next(stack[-1], (b"", None))
            if file is not None:
                yield file
            elif not path:
                stack.pop()
            else:
                try:
                    stack.append(iter(self._listed(path)))
                except FileNotFoundError:
                    continue
                except OSError as error:
                    yield UnlistedFolder(path, problem_of(error))

    def count(self) -> Iterator[int]:
        """How many files there are in each folder, looking at names alone; links left out.

        Raises OSError if the folder walked itself cannot be listed.
        """
        folders = [b""]
        while folders:
            prefix = folders.pop()
            try:
                files = self._count_in(prefix, folders)
            except OSError:
                if not prefix:
                    raise
                continue
            yield files

    def _count_in(self, prefix: bytes, folders: list[bytes]) -> int:
        """The files in one folder; those below are added to `folders`."""
        files, below = 0, []
        with os.scandir(os.path.join(self._folder, prefix)) as entries:
            for entry in entries:
                name = entry.name
                if self._ignored.leaves_out(prefix + name, name):
                    if prefix and name == NO_MEDIA:
                        return 0
                elif entry.is_dir(follow_symlinks=False):
                    below.append(prefix + name + b"/")
                elif is_library_name(name):
                    files += 1
        folders += below
        return files

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

    def _listed(self, prefix: bytes) -> list[_Listed]:
        """What to visit in the folder `prefix`, in the order of the bytes of the paths below it.

        That is the order of the names, if those of folders end in "/" as the paths below do.
        A `.nomedia` in the music folder itself leaves nothing out: that folder was chosen.
        """
        self.folders += 1
        if self._keeps_times:  # before it is listed: what changes meanwhile shows the next time
            self.times[prefix[:-1]] = os.stat(os.path.join(self._folder, prefix)).st_mtime_ns
        listed: list[_Listed] = []
        with os.scandir(os.path.join(self._folder, prefix)) as entries:
            for entry in entries:
                name = entry.name
                path = prefix + name
                if self._ignored.leaves_out(path, name):
                    if prefix and name == NO_MEDIA:
                        return []
                    continue
                try:
                    if entry.is_dir(follow_symlinks=False):
                        listed.append((path + b"/", None))
                    elif entry.is_symlink():
                        listed.extend(self._linked(path, entry))
                    elif is_library_name(name) and entry.is_file():
                        listed.append((path, _file(path, entry)))
                except OSError as error:  # of a disk that does not tell what a name is
                    if is_library_name(name):
                        listed.append((path, _out_of_reach(path, error)))
        listed.sort()
        return listed

    def _linked(self, path: bytes, entry: os.DirEntry[bytes]) -> Iterator[_Listed]:
        """What to visit where a link leads, if anything."""
        try:
            leads_to_folder = entry.is_dir()
        except OSError:  # in a circle
            return
        if leads_to_folder:
            if self.may_enter(path):
                yield path + b"/", None
        elif is_library_name(entry.name) and (entry.is_file() or not _leads_anywhere(entry)):
            yield path, _file(path, entry)


def _file(path: bytes, entry: os.DirEntry[bytes]) -> FoundFile:
    try:
        return FoundFile(path, Signature.of(entry.stat()))
    except FileNotFoundError:
        return FoundFile(path, Signature(0, 0, 0), _NOWHERE)
    except OSError as error:
        return _out_of_reach(path, error)


def _out_of_reach(path: bytes, error: OSError) -> FoundFile:
    return FoundFile(path, Signature(0, 0, 0), problem_of(error))


def problem_of(error: OSError) -> str:
    """Why something cannot be used, in words for a person."""
    if error.errno == errno.ENAMETOOLONG:
        return "its path is longer than the 4,096 bytes that the system takes: shorten some names"
    return os.strerror(error.errno or 0)


def _leads_anywhere(entry: os.DirEntry[bytes]) -> bool:
    try:
        entry.stat()
    except OSError:
        return False
    return True


def compare(
    known: Iterator[tuple[bytes, KnownSignature]],
    found: Iterator[FoundFile | UnlistedFolder],
    *,
    reads_again_after: bytes | None = None,
) -> Iterator[Difference]:
    """Merge what the index knows with what lies in the folder, both in the order of path bytes.

    Of a folder that could not be listed this is said, but nothing of known files in it: they may
    be there. Files behind the path `reads_again_after` count as changed although they are not.
    """
    old = next(known, None)
    for new in found:
        place = new.path
        while old is not None and old[0] < place:
            yield GoneFile(old[0])
            old = next(known, None)
        if isinstance(new, UnlistedFolder):
            if old is None or old[0] != place:
                yield ChangedFile(FoundFile(place, UNREAD, new.problem))
            while old is not None and old[0].startswith(place):
                old = next(known, None)
        elif old is not None and old[0] == place:
            reads_again = reads_again_after is not None and place > reads_again_after
            is_same = old[1] == new.signature and not reads_again
            yield UnchangedFile(place) if is_same else ChangedFile(new)
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
    full = os.path.join(folder, path)
    try:
        status = os.stat(full)
    except FileNotFoundError:
        if not os.path.islink(full):
            raise
        return FoundFile(path, Signature(0, 0, 0), _NOWHERE) if is_library_name(full) else None
    # A pipe or a device must not even be opened.
    is_music = stat.S_ISREG(status.st_mode) and is_library_name(os.path.basename(path))
    return FoundFile(path, Signature.of(status)) if is_music else None


def _contains(folder: bytes, path: bytes) -> bool:
    return path == folder or path.startswith(folder.rstrip(b"/") + b"/")
