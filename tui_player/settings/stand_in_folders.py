"""Gives a run private temporary folders in place of those of the user's that cannot be written."""

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tui_player.model.text import listed
from tui_player.settings.paths import APP_NAME, PathError, UserPaths, make_own_folder
from tui_player.util.private_files import make_private

# What two new databases take, with what SQLite keeps beside them, is less.
ROOM_BYTES = 128 * 1024
# How much of the room for temporary files, which may be memory, a copy may take.
_MOST_OF_THE_ROOM = 0.5
_TEMPORARY = (Path("/tmp"), Path("/var/tmp"), Path("/dev/shm"))
_BESIDE_DATABASE = "-wal"  # committed, and not yet in the database itself


class WritablePaths(NamedTuple):
    """Folders that can be written, and what the person needs to know of them."""

    paths: UserPaths
    notices: tuple[str, ...] = ()


class _Folder(NamedTuple):
    """One of the user's folders: its field of UserPaths, the files of a run in it, and what is
    lost with it, in words."""

    field: str
    place: Path
    databases: tuple[Path, ...]
    notes: tuple[Path, ...]
    logs: tuple[Path, ...]
    loss: str

    @property
    def copied(self) -> tuple[tuple[Path, ...], ...]:
        """Which files are of use to a run, and of no use without each other."""
        parts = ((file, Path(f"{file}{_BESIDE_DATABASE}")) for file in self.databases)
        return (*parts, *((note,) for note in self.notes))


@contextmanager
def writable_paths(
    paths: UserPaths,
    music: Path,
    environ: Mapping[str, str],
    temporary: Sequence[Path] = _TEMPORARY,
) -> Iterator[WritablePaths]:
    """The user's own folders, made and shut to others, as far as this run can write to them.

    In place of each other one there is a private folder, with a copy of what could be read of
    history, notes and the index of `music`, until the context is left; where an exception leaves
    it, its log stays. Raises PathError where there is no room for temporary files either.
    """
    refused = {each: reason for each in _folders(paths, music) if (reason := _refusal(each))}
    if not refused:
        yield WritablePaths(paths)
        return
    where = _describe(refused)
    base = _temporary_folder(paths, environ, temporary, where)
    is_log_wanted = False
    stand_ins = {each.field: _stand_in(each, base) for each in refused}
    try:
        losses = listed([each.loss for each in refused])
        sentence = f"Nothing can be saved ({where}). Kept for this run only: {losses}. {_REMEDY}."
        yield WritablePaths(paths._replace(**stand_ins), (sentence,))
    except BaseException:
        is_log_wanted = "state_dir" in stand_ins
        raise
    finally:
        for place in (each for each in base.iterdir() if each.name != "state_dir"):
            shutil.rmtree(place, ignore_errors=True)
        if not is_log_wanted:
            shutil.rmtree(base, ignore_errors=True)


_REMEDY = (
    "Allow writing there, make room, or name other folders with XDG_DATA_HOME, XDG_CACHE_HOME"
    " and XDG_STATE_HOME"
)


def _folders(paths: UserPaths, music: Path) -> tuple[_Folder, ...]:
    history, index = paths.history_file, paths.index_file(music)
    notes = (paths.last_folder_file, paths.last_theme_file)
    logs = (paths.log_file, paths.sound_log_file)
    return (
        _Folder("data_dir", paths.data_dir, (history,), (), (), "likes and plays"),
        _Folder("cache_dir", paths.cache_dir, (index,), (), (), "the library index"),
        _Folder("state_dir", paths.state_dir, (), notes, logs, "the log"),
    )


def _refusal(folder: _Folder) -> str:
    """Why a run cannot write what it writes in a folder; empty if it can."""
    try:
        make_own_folder(folder.place)
        _write_a_little(folder.place)
        for database in folder.databases:
            for ending in ("", "-wal", "-shm"):
                _check_file(Path(f"{database}{ending}"))
        for file in (*folder.notes, *folder.logs):
            _check_file(file)
    except OSError as error:
        return error.strerror or str(error)
    return ""


def _write_a_little(folder: Path) -> None:
    """Raises OSError where nothing can be written, or hardly anything."""
    probe = folder / f".room-{os.getpid()}"
    try:
        probe.write_bytes(bytes(ROOM_BYTES))
    finally:
        probe.unlink(missing_ok=True)


def _check_file(file: Path) -> None:
    """Raises OSError for a file of a run that is there and cannot be written, as after `sudo`."""
    if file.is_dir():
        raise IsADirectoryError(0, f"{file.name} is a folder")
    if file.exists() and not os.access(file, os.W_OK):
        raise PermissionError(0, f"{file.name} cannot be written")


def _describe(refused: Mapping[_Folder, str]) -> str:
    """Each folder and why it cannot be written; a reason that several share once."""
    by_reason: dict[str, list[str]] = {}
    for folder, reason in refused.items():
        by_reason.setdefault(reason, []).append(str(folder.place))
    return "; ".join(f"{why}: {listed(places)}" for why, places in by_reason.items())


def _temporary_folder(
    paths: UserPaths, environ: Mapping[str, str], temporary: Sequence[Path], refused: str
) -> Path:
    """A new folder of this run's own; never in the working directory, which may hold music."""
    named = Path(environ.get("TMPDIR", ""))
    given = () if paths.runtime_dir is None else (paths.runtime_dir,)
    for place in (named, *temporary, *given):
        if not place.is_absolute():
            continue
        try:
            base = Path(tempfile.mkdtemp(prefix=f"{APP_NAME}-", dir=place))
        except OSError:
            continue
        try:
            _write_a_little(base)
        except OSError:
            base.rmdir()
            continue
        return base
    raise PathError(
        f"nothing can be saved ({refused}), nor is there room in a temporary folder;"
        f" {_REMEDY[0].lower()}{_REMEDY[1:]}, or a temporary one with TMPDIR"
    )


def _stand_in(folder: _Folder, base: Path) -> Path:
    """The folder in place of one that cannot be written, with what of it is of use."""
    place = base / folder.field
    make_private(place)
    for files in folder.copied:
        copies = [place / file.name for file in files]
        try:
            for file, copy in zip(files, copies, strict=True):
                _copy(file, copy)
        except OSError:  # unreadable as well, or too large: the run does without
            for copy in copies:
                copy.unlink(missing_ok=True)
    return place


def _copy(file: Path, copy: Path) -> None:
    """Copy a file that is there; raises OSError where that fails or takes too much room."""
    if not file.exists():
        return
    room_bytes = shutil.disk_usage(copy.parent).free
    if file.stat().st_size > _MOST_OF_THE_ROOM * room_bytes:
        raise OSError(f"there is no room for {copy}")
    shutil.copyfile(file, copy)
