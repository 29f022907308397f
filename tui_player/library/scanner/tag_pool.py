"""Reads the files of a scan: one after the other, or many of them in several processes."""

import errno
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, NoReturn, Self, TypeAlias

from tui_player.library.browse.playlist_files import read_playlist
from tui_player.library.errors import NoSoundError, UnreadableAudioError
from tui_player.library.file_types import PICTURE_SUFFIXES, is_playlist_name, suffix
from tui_player.library.scanner.isolated_process import limit_memory
from tui_player.library.scanner.isolated_reader import (
    READING_LIMIT_S,
    IsolatedReader,
    NoAnswerError,
)
from tui_player.library.scanner.walk import (
    UNREAD,
    ChangedFile,
    Difference,
    FoundFile,
    GoneFile,
    UnchangedFile,
    problem_of,
)
from tui_player.library.tags.reader import (
    DAMAGED,
    FileTags,
    ReadByFFmpeg,
    displayable,
    read_by_ffmpeg,
    read_tags,
)
from tui_player.util.child_processes import end_once_closed

if TYPE_CHECKING:  # most scans need no processes, and importing these takes its time
    from concurrent.futures import Future, ProcessPoolExecutor

# Starting processes takes some 0.6 s of CPU, in which 10,000 small files are read: below twice as
# many there is nothing to win.
WORTH_PROCESSES_FILES = 20_000
MOST_PROCESSES = 4  # beyond these the one that writes the index is what is waited for
CHUNK_FILES = 32
CHUNKS_AHEAD = 3  # for each process

# A damaged file sends its reader before its own beginning, or to where no file reaches. None is
# the number of an error that no system raised.
_FOR_WHAT_IT_HOLDS = frozenset((None, errno.EINVAL, errno.EOVERFLOW, errno.ERANGE, errno.EDOM))
_LONGEST_ERROR = 200


class ReadFile(NamedTuple):
    """A file after reading: its tags, the entries of a playlist, or why it cannot be used.

    None of them where it is well and no music, as a film without sound is.
    """

    found: FoundFile
    tags: FileTags | None
    reason: str = ""
    entries: int | None = None


class NeedsAnotherProcessError(Exception):
    """A file is for FFmpeg, and the process that was to read it is to survive that."""


def read_file(
    folder: bytes,
    found: FoundFile,
    by_ffmpeg: ReadByFFmpeg = read_by_ffmpeg,
    tag_encoding: str | None = None,
) -> ReadFile | GoneFile:
    """Read one file under the folder; GoneFile if it went since it was found.

    Whatever goes wrong is the reason why this file cannot be used, and of no other: raises
    nothing, but NeedsAnotherProcessError where `by_ffmpeg` does.
    """
    if found.problem:
        return ReadFile(found, None, found.problem)
    path = folder + b"/" + found.path
    try:
        if is_playlist_name(path):
            return ReadFile(found, None, entries=len(read_playlist(path)))
        return ReadFile(found, read_tags(path, by_ffmpeg, tag_encoding))
    except NeedsAnotherProcessError:
        raise
    except UnreadableAudioError as error:
        is_film = isinstance(error, NoSoundError) and suffix(path) in PICTURE_SUFFIXES
        return ReadFile(found, None, "" if is_film else str(error))
    except (FileNotFoundError, NotADirectoryError):
        return GoneFile(found.path)
    except OSError as error:
        if error.errno in _FOR_WHAT_IT_HOLDS:
            return ReadFile(found, None, DAMAGED)
        # The file may be well, and only out of reach now: the next scan tries again.
        unread = found._replace(signature=UNREAD)
        return ReadFile(unread, None, problem_of(error))
    except Exception as error:  # noqa: BLE001 - the faults of a file end here, whatever they are
        return ReadFile(found, None, unexpected(error))


def unexpected(error: Exception) -> str:
    """What to say of a file that failed in a way that nobody foresaw."""
    if isinstance(error, MemoryError):
        return "reading it takes more memory than there is"
    what = displayable(f"{type(error).__name__}: {error}").removesuffix(":")
    return f"it may be damaged: reading it failed unexpectedly ({what[:_LONGEST_ERROR]})"


def _read_here(folder: bytes, found: FoundFile, tag_encoding: str | None) -> ReadFile | GoneFile:
    """Read a file in this process, which FFmpeg could take along or hold up."""

    def not_here(_file: BinaryIO) -> NoReturn:
        raise NeedsAnotherProcessError

    return read_file(folder, found, not_here, tag_encoding)


_ReadOne: TypeAlias = Callable[[bytes, FoundFile], ReadFile | GoneFile]


class TagReader:
    """Reads what differs; a context manager, since it may own processes.

    Threads would make it slower: reading tags holds the interpreter. What FFmpeg has to read is
    read in a process of its own, which it may crash or hold up. `read_one` is what reads a file
    of the folder in another process, `read_file` as a rule, and
    `limit_s` how long that may take.
    """

    def __init__(
        self,
        folder: bytes,
        read_one: _ReadOne | None = None,
        *,
        tag_encoding: str | None = None,
        limit_s: float = READING_LIMIT_S,
    ) -> None:
        self._folder = folder
        self._tag_encoding = tag_encoding
        read_one = read_one or partial(read_file, tag_encoding=tag_encoding)
        self._read_chunk = partial(_read_chunk, read_one, folder, limit_s)
        self._pool: ProcessPoolExecutor | None = None
        self._isolated = IsolatedReader(partial(read_one, folder), limit_s=limit_s)
        self._processes = min(len(os.sched_getaffinity(0)), MOST_PROCESSES)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._isolated.stop()
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

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
                yield self._read(difference.found)
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

    def _read(self, found: FoundFile) -> ReadFile | GoneFile:
        try:
            return _read_here(self._folder, found, self._tag_encoding)
        except NeedsAnotherProcessError:
            return self._read_alone(found)

    def _begin(self, chunk: list[FoundFile]) -> "_Reading":
        """Have a chunk read by the processes; by new ones where one of them died."""
        from concurrent.futures.process import BrokenProcessPool

        assert self._pool is not None
        try:
            return self._pool.submit(self._read_chunk, chunk)
        except BrokenProcessPool:  # all of them have ended
            self._pool = _pool_of(self._processes)
            return self._pool.submit(self._read_chunk, chunk)

    def _result(self, chunk: list[FoundFile], reading: "_Reading") -> list[ReadFile | GoneFile]:
        """The chunk when it is read; one by one, if a process died meanwhile."""
        from concurrent.futures.process import BrokenProcessPool

        try:
            return reading.result()
        except BrokenProcessPool:
            return [self._read_alone(found) for found in chunk]

    def _read_alone(self, found: FoundFile) -> ReadFile | GoneFile:
        """Read one file in a process that reads nothing else meanwhile."""
        try:
            return self._isolated.read(found)
        except NoAnswerError as error:
            return ReadFile(found, None, str(error))


_Reading: TypeAlias = "Future[list[ReadFile | GoneFile]]"
_Chunk: TypeAlias = "tuple[list[FoundFile], _Reading]"


def _pool_of(processes: int) -> "ProcessPoolExecutor":
    """Processes that read; spawned, as a program with threads must not be forked."""
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(processes, context, initializer=_begin_process)


def _begin_process() -> None:
    """In a process of the pool: leave Ctrl-C to the player, and end when that is gone."""
    import multiprocessing

    parent = multiprocessing.parent_process()
    assert parent is not None
    end_once_closed(parent.sentinel)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    limit_memory()


def _read_chunk(
    read_one: _ReadOne, folder: bytes, limit_s: float, chunk: Sequence[FoundFile]
) -> list[ReadFile | GoneFile]:
    """Read files; one that takes too long ends the process, to be read alone then and named.

    The signal of a timer does that even while a decoder holds the interpreter.
    """
    read = []
    for found in chunk:
        signal.setitimer(signal.ITIMER_REAL, limit_s)
        read.append(read_one(folder, found))
    signal.setitimer(signal.ITIMER_REAL, 0.0)
    return read
