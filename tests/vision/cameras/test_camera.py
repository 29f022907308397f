"""What a `--camera` text means."""

from pathlib import Path

import pytest

from tests.vision.frames import HandClock
from tui_player.vision.cameras.camera import shown_address
from tui_player.vision.cameras.files import PictureFolder, VideoFile
from tui_player.vision.cameras.live import LiveCamera
from tui_player.vision.cameras.opening import camera_from_text


@pytest.mark.parametrize(
    "text",
    ["0", " 2 ", "/dev/video0", "/dev/v4l/by-id/cam", "rtsp://cam/live", "HTTP://cam:80/x.mjpg"],
)
def test_devices_and_streams_are_live(text: str) -> None:
    camera = camera_from_text(text, HandClock())
    assert isinstance(camera, LiveCamera)
    assert camera.live


@pytest.mark.parametrize("text", ["me.jpg", "photos/me.PNG"])
def test_a_picture_is_shown_like_a_folder_of_one(text: str) -> None:
    assert isinstance(camera_from_text(text, HandClock()), PictureFolder)


@pytest.mark.parametrize("text", ["party.mp4", "videos/party.mkv", "0.mp4", "missing"])
def test_other_names_are_videos(text: str) -> None:
    camera = camera_from_text(text, HandClock())
    assert isinstance(camera, VideoFile)
    assert not camera.live


def test_a_folder_is_known_by_being_one(tmp_path: Path) -> None:
    assert isinstance(camera_from_text(str(tmp_path), HandClock()), PictureFolder)


def test_a_tilde_means_home(own_home: Path) -> None:
    (own_home / "faces").mkdir()
    assert isinstance(camera_from_text("~/faces", HandClock()), PictureFolder)


def test_the_home_of_nobody_is_a_name_like_others() -> None:
    assert isinstance(camera_from_text("~nobody-of-that-name/me.mp4", HandClock()), VideoFile)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("rtsp://me:secret@cam:554/live?token=1", "rtsp://cam:554/live"),
        ("rtsp://me:secret@[cam/live", "rtsp://…"),
    ],
)
def test_no_secret_of_an_address_is_shown(url: str, shown: str) -> None:
    assert shown_address(url) == shown
    assert isinstance(camera_from_text(url, HandClock()), LiveCamera)
