"""Brings the index into step with the folder: all of it, or only the paths that changed."""

# pathlib takes no bytes.
# ruff: noqa: PTH112, PTH114, PTH116, PTH118
import os
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from tui_player.library.errors import LibraryError
from tui_player.library.index.change_writer import write_changes
from tui_player.library.index.writer import IndexWriter
from tui_player.library.scanner.ignore import Ignored
from tui_player.library.scanner.tag_pool import ReadFile, TagReader
from tui_player.library.scanner.walk import (
    ChangedFile,
    Difference,
    FolderWalk,
    FoundFile,
    GoneFile,
    UnchangedFile,
    UnlistedFolder,
    compare,
    look_at,
)
from tui_player.messages.events import Emit, LibraryChanged, ScanProgressed, TracksMoved
from tui_player.model.music.family_overrides import GivenFamilies
from tui_player.model.music.track import TrackId

# The first tracks are written soon, so that the music can start; then seldom, for speed.
FIRST_BATCH_FILES = 100
FIRST_BATCH_S = 0.5
BATCH_FILES = 1_000
BATCH_S = 2.0
PROGRESS_S = 0.2
# A file changed so lately may still be written to, where nobody tells when it is closed.
YOUNG_S = 300.0
UNCHANGED_PER_WORD = 500  # a file that has not changed costs less than asking for the time


class FolderMissingError(LibraryError):
    """The music folder is not there, or is no longer the one whose tracks are known."""


@dataclass(slots=True)
class _Batch:
    """Changes waiting to be written together."""

    since_s: float
    changes: list[ReadFile | GoneFile] = field(default_factory=list)


class LibraryUpdater:
    """Reads files and writes the index for one folder; belongs to the scanner thread.

    `stopping` is asked after each file and ends any work early; what was read until then is
    kept. `now_s` is a clock that never goes back. With `tells_moves` False files that were moved
    are noted, for one that tells them later. `given_families` are those that the person gave
    last; None if nobody said.
    """

    def __init__(
        self,
        folder: Path,
        index: IndexWriter,
        emit: Emit,
        stopping: Callable[[], bool],
        now_s: Callable[[], float],
        ignored: Ignored,
        *,
        tells_moves: bool = True,
        unix_s: Callable[[], float] = time.time,
        given_families: Callable[[], GivenFamilies | None] = lambda: None,
    ) -> None:
        self._given_families = given_families
        self._unix_s = unix_s
        self._folder = os.fsencode(folder)
        self._index = index
        self._emit = emit
        self._stopping = stopping
        self._now_s = now_s
        self._ignored = ignored
        self._tells_moves = tells_moves
        self._batches_written = 0
        self._progress_told_s = -PROGRESS_S
        self.keeps_times = False  # whether to note the folders' times, for `changed_paths`
        self._times: dict[bytes, int] = {}
        # Read while they may still have been written to, and when they were changed (Unix time).
        self._young: dict[bytes, float] = {}
        self.folders = 0  # how many folders the last full scan listed
        self.links: Mapping[bytes, bytes] = {}  # the links to folders it followed: path, target

    def scan(self, *, another_follows: bool = False) -> bool:
        """Read all that is new or changed, forget what is gone; False if stopped early.

        With `another_follows` the library is not said to be in step yet.

        Raises FolderMissingError, and forgets nothing, if the folder is away.
        """
        walk = FolderWalk(self._folder, self._ignored, keeps_times=self.keeps_times)
        found = self._all_or_error(walk)
        self._batches_written = 0
        old_after = self._index.old_tags_after()
        known = compare(self._index.signatures(), found, reads_again_after=old_after)
        # Of a first scan, cut short or not, nobody knows yet how many files there are.
        total = self._index.file_count() or None if self._index.note("identity") else None
        self._work(known, total, rereads=old_after is not None)
        self.folders, self.links, self._times = walk.folders, walk.links, walk.times
        if self._stopping():
            return False
        self._index.finish_scan()
        self._index.set_note("identity", self._identity())
        self._index.settle()
        self._tell(finished=not another_follows)
        return True

    def refresh(self, paths: Iterable[bytes]) -> None:
        """Bring the index into step at these paths and below.

        Raises FolderMissingError, and forgets nothing, if the folder is away.
        """
        self._identity()
        walk = FolderWalk(self._folder, self._ignored, keeps_times=self.keeps_times)
        shown = _outermost(self._ignored.paths_to_look_at(self._folder, paths))
        if self._work(chain.from_iterable(self._differences(walk, path) for path in shown), 0):
            self._index.settle()
            self._tell(finished=True)
        full = {path: os.path.join(self._folder, path) for path in self.links}
        kept = {path: self.links[path] for path in full if os.path.islink(full[path])}
        self.links = {**kept, **walk.links}
        seen = frozenset(shown)
        self._times = {p: t for p, t in self._times.items() if not _lies_in(p, seen)} | walk.times

    def changed_paths(self, places: Iterable[bytes]) -> list[bytes]:
        """What to look at again at these places and below, of what was listed with `keeps_times`.

        That are folders changed since they were listed last: something in them came, went or was
        renamed. And files that were read so soon after a change that they may not have been whole.
        """
        at = frozenset(places)
        young = [path for path in self._young if _lies_in(path, at)]
        grown_s = self._unix_s() - YOUNG_S
        self._young = {path: at_s for path, at_s in self._young.items() if at_s > grown_s}
        folders = [
            path
            for path, time_ns in self._times.items()
            if _lies_in(path, at) and _time_ns(os.path.join(self._folder, path)) != time_ns
        ]
        return [*folders, *young]

    def heed_given_families(self) -> None:
        """Count tracks as the families that the person gave last, and say so if that is news."""
        given = self._given_families()
        if given is not None and self._index.give_families(given):
            self._tell(finished=True)

    def tell(self) -> None:
        """Say what the index holds, before it is known whether it is in step."""
        self._tell_moves()
        self._tell(finished=False)

    def _differences(self, walk: FolderWalk, path: bytes) -> Iterator[Difference]:
        """What differs between index and disk at one path and below it."""
        found, is_folder = None, False
        try:
            if path and os.path.isdir(os.path.join(self._folder, path)):
                lies_there = walk.found(path) if walk.may_enter(path) else iter(())
                yield from compare(self._index.signatures(path), lies_there)
                is_folder = True
            else:
                found = look_at(self._folder, path)
        except (FileNotFoundError, NotADirectoryError):
            found = None
        except OSError:  # it may be there, and cannot be looked at now
            return
        if path and not is_folder:  # but it may have been one
            yield from map(GoneFile, self._index.files_below(path))
        known = self._index.signature(path)
        if found is not None and found.signature != known:
            yield ChangedFile(found)
        elif found is None and known is not None:
            yield GoneFile(path)

    def _all_or_error(self, walk: FolderWalk) -> Iterator[FoundFile | UnlistedFolder]:
        """All files of the folder; raises FolderMissingError if it seems to be away.

        An empty folder in the place of one that had tracks is where a disk was mounted.
        """
        identity = self._identity()
        try:
            found = walk.found()
            first = next(found, None)
        except OSError as error:
            raise self._missing(os.strerror(error.errno or 0)) from error
        was = self._index.note("identity")
        if first is None and self._index.file_count() and was not in (None, identity):
            raise self._missing("it is empty, as if its disk were not mounted")
        return found if first is None else chain((first,), found)

    def _identity(self) -> bytes:
        """What tells this folder from another in its place; raises FolderMissingError."""
        try:
            status = os.stat(self._folder)
            with os.scandir(self._folder):
                pass
        except OSError as error:
            raise self._missing(os.strerror(error.errno or 0)) from error
        return f"{status.st_dev}:{status.st_ino}".encode()

    def _missing(self, reason: str) -> FolderMissingError:
        return FolderMissingError(
            f"Cannot read the music folder {os.fsdecode(self._folder)!r}: {reason}."
            " Its tracks are remembered."
        )

    def _work(
        self, differences: Iterable[Difference], total: int | None, *, rereads: bool = False
    ) -> bool:
        """Read what differs and write it in batches; returns whether anything did.

        With `rereads` it is noted how far that is.
        """
        identity = self._identity()
        self._index.moves.begin()
        done, changed, batch = 0, False, _Batch(self._now_s())
        with TagReader(self._folder, tag_encoding=self._index.tag_encoding) as reader:
            if rereads and total:
                reader.expect(total)
            for difference in reader.read(differences):
                done += not isinstance(difference, GoneFile)
                if isinstance(difference, UnchangedFile):
                    if done % UNCHANGED_PER_WORD:
                        continue
                else:
                    batch.changes.append(difference)
                if batch.changes and self._is_due(batch):
                    batch = self._write(batch, identity, rereads=rereads)
                    changed = True
                    if (given := self._given_families()) is not None:
                        self._index.give_families(given)
                    self._tell(finished=False)
                    if total is None and (total := self._count_files()) is not None:
                        reader.expect(total - done)
                self._tell_progress(done, total)
                if self._stopping():
                    break
        changed = changed or bool(batch.changes)
        self._write(batch, identity, rereads=rereads)
        self._tell_moves()
        return changed

    def _is_due(self, batch: _Batch) -> bool:
        first = self._batches_written == 0
        files, age_s = (FIRST_BATCH_FILES, FIRST_BATCH_S) if first else (BATCH_FILES, BATCH_S)
        return len(batch.changes) >= files or self._now_s() - batch.since_s >= age_s

    def _write(self, batch: _Batch, identity: bytes, *, rereads: bool) -> _Batch:
        """Write a batch; returns the next, empty one.

        Raises FolderMissingError if the folder went away meanwhile: then all its files only seem
        to be gone.
        """
        forgets = any(isinstance(change, GoneFile) for change in batch.changes)
        if forgets and self._identity() != identity:
            raise self._missing("another folder has taken its place")
        write_changes(self._index, batch.changes, rereads=rereads)
        self._note_young(batch.changes)
        self._batches_written += 1
        return _Batch(self._now_s())

    def _note_young(self, changes: Iterable[ReadFile | GoneFile]) -> None:
        """Note what was read so soon after a change that it may not have been whole.

        A time to come is that of a wrong clock, and tells nothing.
        """
        if not self.keeps_times:
            return
        now_s = self._unix_s()
        for change in changes:
            if isinstance(change, ReadFile):
                changed_at_s = change.found.signature.mtime_ns / 1e9
                if abs(now_s - changed_at_s) < YOUNG_S:
                    self._young[change.found.path] = changed_at_s

    def _count_files(self) -> int | None:
        """About how many files a first scan will read: a walk is quick beside reading tags."""
        count = 0
        try:
            for files in FolderWalk(self._folder, self._ignored).count():
                count += files
                if self._stopping():
                    return None
        except OSError:
            return None
        return count

    def _tell(self, *, finished: bool) -> None:
        self._emit(
            LibraryChanged(
                tracks=self._index.track_count(),
                genres=self._index.genre_count(),
                families=self._index.family_counts(),
                unreadable=self._index.unreadable(),
                finished=finished,
            )
        )

    def _tell_moves(self) -> None:
        if not self._tells_moves:
            return
        for moves in self._index.moves.untold():
            self._emit(
                TracksMoved(
                    tuple(
                        (TrackId(os.fsdecode(old)), TrackId(os.fsdecode(new))) for old, new in moves
                    )
                )
            )
        self._index.moves.forget_told()

    def _tell_progress(self, done: int, total: int | None) -> None:
        if self._now_s() - self._progress_told_s >= PROGRESS_S:
            self._progress_told_s = self._now_s()
            self._emit(ScanProgressed(done, None if total is None else max(done, total)))


def _outermost(paths: Iterable[bytes]) -> list[bytes]:
    """Of paths in order those that lie below no other, which is looked at with all below it.

    The music folder itself is left out: to look at all of it is a scan's work.
    """
    kept: dict[bytes, None] = {}
    for path in paths:
        if path and not _lies_in(path, kept):
            kept[path] = None
    return list(kept)


def _lies_in(path: bytes, places: Collection[bytes]) -> bool:
    """Whether a path is one of the places or lies below one."""
    while path not in places:
        if not path:
            return False
        path = path.rpartition(b"/")[0]
    return True


def _time_ns(folder: bytes) -> int | None:
    """When a folder was changed; None if it is not there."""
    try:
        return os.stat(folder).st_mtime_ns
    except OSError:
        return None
