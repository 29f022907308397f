"""Words for devices that are missing, forbidden or in use."""

import os
from pathlib import Path

import pytest

from tui_player.messages.events import CameraState
from tui_player.vision.cameras.camera import CameraError
from tui_player.vision.cameras.v4l_devices import check_device, not_opening, users_of


def test_without_any_camera_it_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(CameraError, match="plug one in, or start with --no-camera") as caught:
        check_device(tmp_path / "video0", tmp_path)
    assert caught.value.state is CameraState.ABSENT


def test_another_camera_is_named(tmp_path: Path) -> None:
    (tmp_path / "video2").touch()
    with pytest.raises(CameraError, match="video2: choose with --camera"):
        check_device(tmp_path / "video0", tmp_path)


def test_a_device_that_may_be_used_passes(tmp_path: Path) -> None:
    (tmp_path / "video0").touch()
    check_device(tmp_path / "video0", tmp_path)


def test_a_forbidden_device_tells_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "video0").touch()
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(CameraError, match=r"sudo usermod -aG video \$USER") as caught:
        check_device(tmp_path / "video0", tmp_path)
    assert caught.value.state is CameraState.NO_PERMISSION


def fake_process(processes: Path, number: int, name: str, opened: Path) -> None:
    files = processes / str(number) / "fd"
    files.mkdir(parents=True)
    (files.parent / "comm").write_text(f"{name}\n")
    (files / "7").symlink_to(opened)


def test_the_program_that_has_the_camera_is_named(tmp_path: Path) -> None:
    device = tmp_path / "video0"
    device.touch()
    fake_process(tmp_path / "proc", 4_000_001, "cat", tmp_path / "other")
    fake_process(tmp_path / "proc", 4_000_002, "cheese", device)
    trouble = not_opening(device, tmp_path / "proc")
    assert trouble.state is CameraState.BUSY
    assert str(trouble).startswith(f"cheese is using {device}: close it")


def test_a_file_closed_while_we_look_hides_nothing(tmp_path: Path) -> None:
    device = tmp_path / "video0"
    device.touch()
    fake_process(tmp_path / "proc", 4_000_001, "cheese", device)
    for number in range(8, 40):  # no links: they cannot be read, like those just closed
        (tmp_path / "proc" / "4000001" / "fd" / str(number)).touch()
    assert list(users_of(device, tmp_path / "proc")) == ["cheese"]


def test_this_program_itself_is_not_named(tmp_path: Path) -> None:
    device = tmp_path / "video0"
    device.touch()
    fake_process(tmp_path / "proc", os.getpid(), "python", device)
    assert list(users_of(device, tmp_path / "proc")) == []


def test_an_unknown_user_of_the_camera_gives_general_words(tmp_path: Path) -> None:
    (tmp_path / "proc").mkdir()
    assert "close other programs" in str(not_opening(tmp_path / "video0", tmp_path / "proc"))


def test_real_processes_are_looked_through(tmp_path: Path) -> None:
    device = tmp_path / "video0"
    device.touch()
    with device.open("rb"):
        assert list(users_of(device)) == []
