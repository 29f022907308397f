"""Files are written whole or not at all, and new ones take no other's place."""

import os
import resource
import stat
from pathlib import Path

import pytest

from tui_player.util.atomic_files import write_atomically, write_new


def test_writing_replaces_whole_files_and_leaves_nothing_beside(tmp_path: Path) -> None:
    target = tmp_path / "file"
    write_atomically(target, b"one")
    write_atomically(target, b"two")
    assert target.read_bytes() == b"two"
    assert list(tmp_path.iterdir()) == [target]


def test_a_file_that_is_replaced_keeps_its_permissions(tmp_path: Path) -> None:
    target = tmp_path / "file"
    write_atomically(target, b"one")
    for mode in (0o644, 0o600):
        target.chmod(mode)
        write_atomically(target, b"two")
        assert stat.S_IMODE(target.stat().st_mode) == mode


def test_what_a_crash_left_beside_is_not_written_into(tmp_path: Path) -> None:
    target, elsewhere = tmp_path / "file", tmp_path / "elsewhere"
    elsewhere.write_bytes(b"mine")
    (tmp_path / f".file.{os.getpid()}.tmp").symlink_to(elsewhere)
    write_atomically(target, b"one")
    assert target.read_bytes() == b"one"
    assert elsewhere.read_bytes() == b"mine"


def test_a_failed_write_keeps_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "file"
    write_atomically(target, b"one")

    def fail(_: int) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(OSError, match="no space"):
        write_atomically(target, b"two")
    assert target.read_bytes() == b"one"
    assert list(tmp_path.iterdir()) == [target]


def test_a_new_file_is_written_whole_and_leaves_nothing_beside(tmp_path: Path) -> None:
    target = tmp_path / "file"
    write_new(target, b"one")
    assert target.read_bytes() == b"one"
    assert list(tmp_path.iterdir()) == [target]


def test_a_new_file_takes_the_place_of_none(tmp_path: Path) -> None:
    there, link = tmp_path / "there", tmp_path / "link"
    there.write_bytes(b"mine")
    link.symlink_to(tmp_path / "nowhere")
    for target in (there, link):
        with pytest.raises(FileExistsError):
            write_new(target, b"other")
    assert there.read_bytes() == b"mine"
    assert sorted(tmp_path.iterdir()) == [link, there]


def test_a_disk_without_links_gets_new_files_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object) -> None:
        raise PermissionError("no links here")

    monkeypatch.setattr("os.link", no_links)
    target = tmp_path / "file"
    write_new(target, b"one")
    with pytest.raises(FileExistsError):
        write_new(target, b"two")
    assert target.read_bytes() == b"one"
    assert list(tmp_path.iterdir()) == [target]


def test_where_there_are_no_links_and_no_room_no_half_file_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)

    def no_links(*_: object) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (10, limits[1]))
        raise PermissionError("no links here")

    monkeypatch.setattr("os.link", no_links)
    try:
        with pytest.raises(OSError, match="File too large"):
            write_new(tmp_path / "file", b"longer than there is room for")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert list(tmp_path.iterdir()) == []
