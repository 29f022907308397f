"""Reads the files of a scan: one after the other, or many of them in several processes."""

import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, NamedTuple, Self, TypeAlias

from tui_player.library.audio_files import is_playlist_name
from tui_player.library.errors import UnreadableAudioError
from tui_player.library.folder_walk import (
    UNREAD,
    ChangedFile,
    Difference,
    FoundFile,
    GoneFile,
    UnchangedFile,
)
from tui_player.library.playlists import read_playlist
from tui_player.library.tags import FileTags, read_tags

if TYPE_CHECKING:  # most scans need no processes, and importing these takes its time
    from concurrent.futures import Future, ProcessPoolExecutor

# Starting processes takes some 0.6 s of CPU, in which 10,000 small files are read: below twice as
# many there is nothing to win.
WORTH_PROCESSES_FILES = 20_000
MOST_PROCESSES = 4  # beyond these the one that writes the index is what is waited for
CHUNK_FILES = 32
CHUNKS_AHEAD = 3  # for each process

DEADLY = "the program that read it crashed"


class ReadFile(NamedTuple):
    """A file after reading: its tags, the entries of a playlist, or why it cannot be used."""

    found: FoundFile
    tags: FileTags | None
    reason: str = ""
    entries: int | None = None


def read_file(folder: bytes, found: FoundFile) -> ReadFile | GoneFile:
    """Read one file under the folder; GoneFile if it went since it was found."""
    if found.problem:
        return ReadFile(found, None, found.problem)
    path = folder + b"/" + found.path
    try:
        if is_playlist_name(path):
            return ReadFile(found, None, entries=len(read_playlist(path)))
        return ReadFile(found, read_tags(path))
    except UnreadableAudioError as error:
        return ReadFile(found, None, str(error))
    except FileNotFoundError:
        return GoneFile(found.path)
    except OSError as error:
        # The file may be well, and only out of reach now: the next scan tries again.
        unread = found._replace(signature=UNREAD)
        return ReadFile(unread, None, os.strerror(error.errno or 0))


_ReadOne: TypeAlias = Callable[[bytes, FoundFile], ReadFile | GoneFile]


class TagReader:
    """Reads what differs; a context manager, since it may own processes.

    Threads would make it slower: reading tags holds the interpreter. Processes are started afresh
    (spawned), as a program with threads must not be forked, and end with this one, even if it is
    killed. A file that ends the process that reads it is never read here. `read_one` is what
    reads a file of the folder.
    """

    def __init__(self, folder: bytes, read_one: _ReadOne = read_file) -> None:
        self._folder = folder
        self._read_one = read_one
        self._pool: ProcessPoolExecutor | None = None
        self._single: ProcessPoolExecutor | None = None  # of one process, for what killed others
        self._processes = min(len(os.sched_getaffinity(0)), MOST_PROCESSES)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        for pool in (self._pool, self._single):
            if pool is not None:
                pool.shutdown(cancel_futures=True)

    def expect(self, files: int) -> None:
        """So many files are still to be read: from now on processes may be worth it."""
        if files >= WORTH_PROCESSES_FILES and self._processes > 1 and self._pool is None:
            self._pool = _pool_of(self._processes)

    def read(
        self, differences: Iterable[Difference]
    ) -> Iterator[ReadFile | UnchangedFile | GoneFile]:
        """The same differences, the changed files read; these stay in order among themselves."""
        chunk: list[FoundFile] = []
        waiting: deque[_Chunk] = deque()
        for difference in differences:
            if not isinstance(difference, ChangedFile):
                yield difference
            elif self._pool is None:
                yield self._read_one(self._folder, difference.found)
            else:
                chunk.append(difference.found)
                if len(chunk) == CHUNK_FILES:
                    waiting.append((chunk, self._begin(chunk)))
                    chunk = []
                if len(waiting) > CHUNKS_AHEAD * self._processes:
                    yield from self._result(*waiting.popleft())
        if chunk:
            waiting.append((chunk, self._begin(chunk)))
        while waiting:
            yield from self._result(*waiting.popleft())

    def _begin(self, chunk: list[FoundFile]) -> "_Reading":
        """Have a chunk read by the processes; by new ones where one of them died."""
        from concurrent.futures.process import BrokenProcessPool

        assert self._pool is not None
        try:
            return self._pool.submit(_read_chunk, self._read_one, self._folder, chunk)
        except BrokenProcessPool:  # all of them have ended
            self._pool = _pool_of(self._processes)
            return self._pool.submit(_read_chunk, self._read_one, self._folder, chunk)

    def _result(self, chunk: list[FoundFile], reading: "_Reading") -> list[ReadFile | GoneFile]:
        """The chunk when it is read; one by one, if a process died meanwhile."""
        from concurrent.futures.process import BrokenProcessPool

        try:
            return reading.result()
        except BrokenProcessPool:
            return [self._read_alone(found) for found in chunk]

    def _read_alone(self, found: FoundFile) -> ReadFile | GoneFile:
        """Read one file in a process that reads nothing else meanwhile.

        One that dies may have been killed for lack of memory, so another one tries again.
        """
        from concurrent.futures.process import BrokenProcessPool

        for _ in range(2):
            self._single = self._single or _pool_of(1)
            try:
                return self._single.submit(self._read_one, self._folder, found).result()
            except BrokenProcessPool:
                self._single = None  # it has ended by itself
        return ReadFile(found, None, DEADLY)


_Reading: TypeAlias = "Future[list[ReadFile | GoneFile]]"
_Chunk: TypeAlias = "tuple[list[FoundFile], _Reading]"


def _pool_of(processes: int) -> "ProcessPoolExecutor":
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    return ProcessPoolExecutor(
        processes, multiprocessing.get_context("spawn"), initializer=_end_with_parent
    )


def _read_chunk(
    read_one: _ReadOne, folder: bytes, chunk: Sequence[FoundFile]
) -> list[ReadFile | GoneFile]:
    return [read_one(folder, found) for found in chunk]


def _end_with_parent() -> None:
    """In a process of the pool: leave Ctrl-C to the player, and end when it is gone."""
    import multiprocessing
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    assert parent is not None

    def wait_for_its_end() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=wait_for_its_end, name="parent's end", daemon=True).start()
