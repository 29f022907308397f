"""Folders that cannot be written are replaced for a run, with what they hold, and named."""

import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from tests.full_disk import small_disk
from tui_player.settings import stand_in_folders
from tui_player.settings.paths import (
    NO_HOME,
    PathError,
    UserPaths,
    last_folder,
    last_theme,
    remember_folder,
    remember_theme,
)
from tui_player.settings.stand_in_folders import ROOM_BYTES, writable_paths


@pytest.fixture
def user() -> UserPaths:
    return UserPaths.of_this_user()


@pytest.fixture
def temporary(tmp_path: Path) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    return folder


@pytest.fixture
def refusing(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Folders in which nothing can be written, as on a disk that is mounted read-only."""
    folders: list[Path] = []
    write = stand_in_folders._write_a_little

    def write_or_refuse(folder: Path) -> None:
        if folder in folders:
            raise OSError(30, "Read-only file system")
        write(folder)

    monkeypatch.setattr(stand_in_folders, "_write_a_little", write_or_refuse)
    return folders


def test_folders_that_can_be_written_are_used_and_keep_no_trace(
    user: UserPaths, temporary: Path, tmp_path: Path
) -> None:
    with writable_paths(user, tmp_path, {}, [temporary]) as writable:
        assert writable == (user, ())
        for folder in (user.data_dir, user.cache_dir, user.state_dir):
            assert stat.S_IMODE(folder.stat().st_mode) == 0o700
            assert list(folder.iterdir()) == []
    assert list(temporary.iterdir()) == []


def test_a_run_has_a_copy_of_what_it_cannot_write(
    user: UserPaths, temporary: Path, tmp_path: Path, refusing: list[Path]
) -> None:
    user.create()
    refusing += [user.data_dir, user.cache_dir, user.state_dir]
    remember_folder(user, tmp_path)
    remember_theme(user, "night")
    user.index_file(tmp_path).write_bytes(b"index")
    user.index_file(temporary).write_bytes(b"index of another folder")
    with closing(sqlite3.connect(user.history_file, isolation_level=None)) as open_elsewhere:
        open_elsewhere.execute("PRAGMA journal_mode = WAL")
        open_elsewhere.execute("CREATE TABLE kept (what TEXT)")
        open_elsewhere.execute("INSERT INTO kept VALUES ('in the WAL')")
        with writable_paths(user, tmp_path, {}, [temporary]) as writable:
            paths = writable.paths
            assert paths.config_dir == user.config_dir
            for folder in (paths.data_dir, paths.cache_dir, paths.state_dir):
                assert temporary in folder.parents
                assert stat.S_IMODE(folder.stat().st_mode) == 0o700
            assert last_folder(paths) == tmp_path
            assert last_theme(paths) == "night"
            assert [path.read_bytes() for path in paths.cache_dir.iterdir()] == [b"index"]
            with closing(sqlite3.connect(paths.history_file)) as copy:
                assert copy.execute("SELECT what FROM kept").fetchall() == [("in the WAL",)]
                copy.execute("INSERT INTO kept VALUES ('by this run')")
                copy.commit()
            (notice,) = writable.notices
            folders = f"{user.data_dir}, {user.cache_dir} and {user.state_dir}"
            assert notice.startswith(f"Nothing can be saved (Read-only file system: {folders}). ")
            assert "likes and plays, the library index and the log" in notice
        assert open_elsewhere.execute("SELECT count(*) FROM kept").fetchone() == (1,)
    assert list(temporary.iterdir()) == []
    assert {path.name for path in user.state_dir.iterdir()} == {"last-folder", "last-theme"}


def test_only_what_cannot_be_written_is_replaced(
    user: UserPaths, temporary: Path, tmp_path: Path, refusing: list[Path]
) -> None:
    refusing.append(user.cache_dir)
    with writable_paths(user, tmp_path, {}, [temporary]) as writable:
        assert writable.paths == user._replace(cache_dir=writable.paths.cache_dir)
        assert writable.paths.cache_dir != user.cache_dir
        assert "Kept for this run only: the library index." in writable.notices[0]


def test_a_path_below_a_file_and_one_in_proc(
    user: UserPaths, temporary: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    below = user._replace(data_dir=tmp_path / "file" / "x", state_dir=Path("/proc/x/y"))
    with writable_paths(below, tmp_path, {}, [temporary]) as writable:
        assert writable.paths.cache_dir == user.cache_dir
        assert f"(Not a directory: {tmp_path}/file/x; No such file or" in writable.notices[0]


@pytest.mark.parametrize("name", ["history.db", "history.db-wal", "history.db-shm"])
def test_a_file_of_somebody_else_such_as_of_root_after_sudo(
    user: UserPaths, temporary: Path, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    user.create()
    (user.data_dir / name).touch()
    ask = os.access
    monkeypatch.setattr(os, "access", lambda path, how: Path(path).name != name and ask(path, how))
    with writable_paths(user, tmp_path, {}, [temporary]) as writable:
        assert writable.paths.data_dir != user.data_dir
        assert f"({name} cannot be written: " in writable.notices[0]


def test_a_log_that_is_a_folder(user: UserPaths, temporary: Path, tmp_path: Path) -> None:
    user.log_file.mkdir(parents=True)
    with writable_paths(user, tmp_path, {}, [temporary]) as writable:
        assert writable.paths.log_file.parent != user.state_dir
        assert "(tui-player.log is a folder: " in writable.notices[0]


def test_a_user_without_a_home(
    temporary: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(*_: object) -> Path:
        raise RuntimeError("could not determine the home directory")

    for name in ("config", "data", "cache", "state", "music"):
        monkeypatch.setattr(f"platformdirs.user_{name}_path", unknown)
    user = UserPaths.of_this_user()
    assert user.data_dir == NO_HOME / ".local" / "share" / "tui-player"
    with writable_paths(user, tmp_path, {}, [temporary]) as writable:
        assert temporary in writable.paths.data_dir.parents
        assert "(this user has no home folder: " in writable.notices[0]
    with pytest.raises(PathError, match="no home folder"):
        user.create()


def test_what_older_versions_of_platformdirs_return_for_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("platformdirs.user_cache_path", lambda _: Path("~/.cache/tui-player"))
    assert UserPaths.of_this_user().cache_dir == NO_HOME / ".cache" / "tui-player"


def test_what_is_unreadable_as_well_is_done_without(
    user: UserPaths, temporary: Path, tmp_path: Path, refusing: list[Path]
) -> None:
    user.history_file.mkdir(parents=True)
    refusing += [user.data_dir]
    with writable_paths(user, tmp_path, {}, [temporary]) as writable:
        assert list(writable.paths.data_dir.iterdir()) == []


def test_the_log_of_a_run_that_failed_stays_and_nothing_else(
    user: UserPaths, temporary: Path, tmp_path: Path, refusing: list[Path]
) -> None:
    refusing += [user.data_dir, user.state_dir]

    def run_and_fail() -> None:
        with writable_paths(user, tmp_path, {}, [temporary]) as writable:
            writable.paths.log_file.touch()
            writable.paths.history_file.touch()
            raise PathError("the screen met an error")

    with pytest.raises(PathError, match="the screen"):
        run_and_fail()
    left = [path.name for path in temporary.rglob("*") if path.is_file()]
    assert left == [user.log_file.name]


def test_a_temporary_folder_without_room_is_passed_over(
    user: UserPaths, tmp_path: Path, refusing: list[Path]
) -> None:
    refusing.append(user.data_dir)
    with small_disk(tmp_path / "disk", ROOM_BYTES // 2) as full:
        with writable_paths(user, tmp_path, {"TMPDIR": str(full)}, [tmp_path]) as writable:
            assert full not in writable.paths.data_dir.parents
        with (
            pytest.raises(PathError, match="nor is there room in a temporary folder; allow"),
            writable_paths(user._replace(runtime_dir=None), tmp_path, {"TMPDIR": "."}, [full]),
        ):
            pass
        assert list(full.iterdir()) == []


def test_a_full_disk_counts_as_one_that_cannot_be_written(
    user: UserPaths, temporary: Path, tmp_path: Path
) -> None:
    with small_disk(tmp_path / "disk", ROOM_BYTES // 2) as full:
        paths = user._replace(data_dir=full / "data")
        with writable_paths(paths, tmp_path, {}, [temporary]) as writable:
            assert temporary in writable.paths.data_dir.parents
            assert f"(No space left on device: {full / 'data'})" in writable.notices[0]
        assert list((full / "data").iterdir()) == []


def test_an_index_too_large_for_the_temporary_folder_is_done_without(
    user: UserPaths, tmp_path: Path, refusing: list[Path]
) -> None:
    refusing.append(user.cache_dir)
    user.create()
    user.index_file(tmp_path).write_bytes(bytes(6 * ROOM_BYTES))
    with (
        small_disk(tmp_path / "disk", 8 * ROOM_BYTES) as small,
        writable_paths(user, tmp_path, {}, [small]) as writable,
    ):
        assert small in writable.paths.cache_dir.parents
        assert list(writable.paths.cache_dir.iterdir()) == []
