"""Videos at their own speed, and folders of pictures."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.pictures_in_memory import png_of_nothing
from tests.vision.frames import HandClock, plain, write_picture, write_video
from tui_player.messages.events import CameraState
from tui_player.vision.cameras.camera import Camera, CameraError
from tui_player.vision.cameras.files import PictureFolder, VideoFile

LEVELS = [0, 60, 120, 180, 240]  # one a frame, far enough apart to survive a lossy codec
FRAMES_PER_S = 10.0


@pytest.fixture(params=[".mp4", ".avi"])
def video(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / f"levels{request.param}"
    write_video(path, [plain(level) for level in LEVELS], FRAMES_PER_S)
    return path


def level_of(camera: Camera) -> int:
    frame = camera.read(1)
    assert frame is not None
    return min(LEVELS, key=lambda level: abs(level - float(frame.image.mean())))


def test_a_video_runs_at_its_own_time_stamps(video: Path) -> None:
    clock = HandClock()
    camera = VideoFile(video, clock)
    camera.open()
    seen = []
    for moment_s in (0.0, 0.05, 0.15, 0.25, 0.45):
        clock.now_s = 100 + moment_s
        seen.append(level_of(camera))
    camera.close()
    assert seen == [0, 0, 60, 120, 240]


def test_a_video_begins_again_at_its_end(video: Path) -> None:
    clock = HandClock()
    camera = VideoFile(video, clock)
    camera.open()
    seen = []
    for moment_s in (0.45, 0.55, 0.75, 0.95, 1.05):
        clock.now_s = 100 + moment_s
        seen.append(level_of(camera))
    camera.close()
    assert seen == [240, 0, 120, 240, 0]


def test_a_video_that_was_held_up_goes_on_where_it_was(video: Path) -> None:
    clock = HandClock()
    camera = VideoFile(video, clock)
    camera.open()
    clock.now_s += 0.15
    assert level_of(camera) == 60
    clock.now_s += 3600  # the lid was shut
    assert level_of(camera) == 60
    clock.now_s += 0.1
    assert level_of(camera) == 120
    camera.close()


class SlowMachine(HandClock):
    """A clock on which whatever is done takes a tenth of a second."""

    def __call__(self) -> float:
        self.now_s += 0.1
        return self.now_s


def test_a_machine_too_slow_for_a_video_sees_it_more_slowly(tmp_path: Path) -> None:
    path = tmp_path / "long.avi"
    write_video(path, [plain(level) for level in range(100, 200)], 30.0)
    clock = SlowMachine()
    camera = VideoFile(path, clock)
    camera.open()
    clock.now_s += 3.0
    frame = camera.read(0.2)
    camera.close()
    assert frame is not None
    assert frame.image.mean() < 110  # a few frames on, not ninety
    assert clock.now_s < 100 + 3.0 + 1.0


def test_frames_carry_the_time_they_were_due(video: Path) -> None:
    clock = HandClock()
    camera = VideoFile(video, clock)
    camera.open()
    clock.now_s += 0.25
    frame = camera.read(1)
    camera.close()
    assert frame is not None
    assert frame.time_s == pytest.approx(100.2)


def test_a_closed_video_can_be_opened_anew(video: Path) -> None:
    clock = HandClock()
    camera = VideoFile(video, clock)
    camera.open()
    clock.now_s += 0.25
    assert level_of(camera) == 120
    assert camera.close()
    camera.open()
    assert level_of(camera) == 0
    camera.close()


def test_a_missing_video_is_absent(tmp_path: Path) -> None:
    with pytest.raises(CameraError, match="There is no video") as caught:
        VideoFile(tmp_path / "gone.mp4", HandClock()).open()
    assert caught.value.state is CameraState.ABSENT


@pytest.mark.parametrize("content", [b"", b"these are words, not frames" * 100])
def test_what_is_no_video_says_so(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "notes.mp4"
    path.write_bytes(content)
    with pytest.raises(CameraError, match="is not a video") as caught:
        VideoFile(path, HandClock()).open()
    assert caught.value.state is CameraState.FAILED


def test_a_video_deleted_while_it_runs_says_so(video: Path) -> None:
    clock = HandClock()
    camera = VideoFile(video, clock)
    camera.open()
    video.unlink()
    clock.now_s += 0.55
    with pytest.raises(CameraError, match="is it gone") as caught:
        camera.read(1)
    camera.close()
    assert caught.value.state is CameraState.ABSENT


@pytest.mark.parametrize("kind", [VideoFile, PictureFolder])
def test_what_is_no_file_is_named_and_not_waited_for(
    tmp_path: Path, kind: type[VideoFile] | type[PictureFolder]
) -> None:
    os.mkfifo(tmp_path / "pipe.png")
    with pytest.raises(CameraError, match=r"pipe\.png cannot be read: it is a named pipe"):
        kind(tmp_path / "pipe.png", HandClock()).open()


def test_a_pipe_among_pictures_is_passed_over(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.png")
    (tmp_path / "b.png").symlink_to("/dev/zero")
    write_picture(tmp_path / "c.png", plain(120))
    camera = PictureFolder(tmp_path, HandClock())
    camera.open()
    assert level_of(camera) == 120


def test_a_picture_that_would_fill_the_memory_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(png_of_nothing(20_000, 20_000))
    write_picture(tmp_path / "b.png", plain(120))
    code = (
        "import sys, pathlib\n"
        "from tui_player.vision.cameras.opencv import quiet_opencv\n"
        "quiet_opencv()\n"  # its limit counts from when OpenCV is loaded
        "from tui_player.vision.cameras.files import PictureFolder\n"
        "camera = PictureFolder(pathlib.Path(sys.argv[1]), lambda: 0.0)\n"
        "camera.open()\n"
        "print(camera.read(1).image.mean())\n"
    )
    line = [sys.executable, "-c", code, str(tmp_path)]
    done = subprocess.run(line, capture_output=True, timeout=100, check=True)
    assert done.stdout.split() == [b"120.0"]


def test_a_video_without_permission_says_so(video: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr("os.open", refuse)  # root, who runs many a test, may read everything
    with pytest.raises(CameraError, match="You may not read") as caught:
        VideoFile(video, HandClock()).open()
    assert caught.value.state is CameraState.NO_PERMISSION


def test_pictures_show_two_seconds_each_in_name_order_and_loop(tmp_path: Path) -> None:
    for name, level in (("b.png", 120), ("a.jpg", 0), ("c.BMP", 240)):
        write_picture(tmp_path / name, plain(level))
    (tmp_path / "notes.txt").write_text("no picture")
    clock = HandClock()
    camera = PictureFolder(tmp_path, clock)
    camera.open()
    seen = []
    for moment_s in (0, 1.9, 2, 3.9, 4, 6, 8):
        clock.now_s = 100 + moment_s
        seen.append(level_of(camera))
    assert seen == [0, 0, 120, 120, 240, 0, 120]


def test_one_picture_is_a_camera_too(tmp_path: Path) -> None:
    write_picture(tmp_path / "me.png", plain(180))
    camera = PictureFolder(tmp_path / "me.png", HandClock())
    camera.open()
    assert level_of(camera) == 180


def test_a_picture_name_that_is_not_utf8_is_read(tmp_path: Path) -> None:
    write_picture(tmp_path / os.fsdecode(b"caf\xe9.png"), plain(60))
    camera = PictureFolder(tmp_path, HandClock())
    camera.open()
    assert level_of(camera) == 60


def test_a_broken_picture_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"no picture at all")
    (tmp_path / "b.png").write_bytes(b"")
    write_picture(tmp_path / "c.png", plain(240))
    camera = PictureFolder(tmp_path, HandClock())
    camera.open()
    assert level_of(camera) == 240


def test_only_broken_pictures_is_a_failure(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"no picture at all")
    camera = PictureFolder(tmp_path, HandClock())
    camera.open()
    with pytest.raises(CameraError, match="No picture of") as caught:
        camera.read(1)
    assert caught.value.state is CameraState.FAILED


def test_an_empty_folder_says_which_pictures_it_wants(tmp_path: Path) -> None:
    with pytest.raises(CameraError, match=r"has no pictures \(.*\.jpg") as caught:
        PictureFolder(tmp_path, HandClock()).open()
    assert caught.value.state is CameraState.ABSENT


def test_a_grey_picture_comes_as_colours(tmp_path: Path) -> None:
    write_picture(tmp_path / "grey.png", np.full((20, 30), 77, dtype=np.uint8))
    camera = PictureFolder(tmp_path, HandClock())
    camera.open()
    frame = camera.read(1)
    assert frame is not None
    assert frame.image.shape == (20, 30, 3)
