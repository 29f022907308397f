"""A camera mounted turned: its face is read and shown upright, found out or as it is set."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.vision.frames import HandClock, astronaut
from tests.vision.test_camera_loop import Scene
from tui_player.messages.events import FaceRead
from tui_player.model.picture import CameraPicture
from tui_player.vision.cameras.camera import ColourImage
from tui_player.vision.cameras.files import PictureFolder
from tui_player.vision.faces.quarter_turns import turned_by

TURNS = [90, 180, 270]
# Taller than wide, so that a turn is seen in the picture's shape.
PORTRAIT = astronaut()[:, 40:440]
EXIF_ORIENTATION = 0x0112
# How a picture that is noted so must be turned clockwise and mirrored (EXIF 2.32, 4.6.5.1).
UPRIGHT_BY_NOTE = {1: 0, 3: 180, 6: 90, 8: 270}


def mounted(turn_deg: int) -> ColourImage:
    """What a camera sees that must be turned so far clockwise."""
    return turned_by(PORTRAIT, -turn_deg)


def last_picture(scene: Scene) -> CameraPicture:
    picture = scene.pictures[-1]
    assert picture is not None
    return picture


def pixels(picture: CameraPicture) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    return np.frombuffer(picture.rgb, np.uint8).reshape(picture.height, picture.width, 3)


@pytest.fixture(scope="module")
def as_usual() -> CameraPicture:
    """What is shown of a camera that is mounted upright."""
    scene = Scene(PORTRAIT, turn_deg=0)
    scene.picture_size = (80, 80)
    scene.watch.open()
    scene.run(1)
    return last_picture(scene)


@pytest.mark.parametrize("turn_deg", TURNS)
def test_it_is_found_out_and_the_picture_shown_upright(
    turn_deg: int, as_usual: CameraPicture
) -> None:
    scene = Scene(mounted(turn_deg))
    scene.picture_size = (80, 80)
    scene.watch.open()
    scene.run(8)
    scene.events.clear()
    scene.run(2)
    assert scene.count(FaceRead) == 10
    picture = last_picture(scene)
    assert (picture.width, picture.height) == (as_usual.width, as_usual.height)
    assert np.abs(pixels(picture).astype(int) - pixels(as_usual)).mean() < 4
    assert picture.box is not None
    assert as_usual.box is not None
    assert picture.box.left == pytest.approx(as_usual.box.left, abs=0.03)
    assert picture.box.top == pytest.approx(as_usual.box.top, abs=0.03)


@pytest.mark.parametrize("turn_deg", TURNS)
def test_as_it_is_set_it_is_used_at_once(turn_deg: int) -> None:
    scene = Scene(mounted(turn_deg), turn_deg=turn_deg)
    scene.watch.open()
    scene.run(1)
    assert scene.count(FaceRead) == 5


def test_what_is_set_is_never_found_out_otherwise() -> None:
    scene = Scene(mounted(90), turn_deg=0)
    scene.watch.open()
    scene.run(10)
    assert scene.count(FaceRead) == 0


def test_it_is_remembered_when_the_camera_is_closed_and_opened_again() -> None:
    scene = Scene(mounted(90))
    scene.watch.open()
    scene.run(8)
    scene.watch.release()
    scene.watch.open()
    scene.events.clear()
    scene.run(1)
    assert scene.count(FaceRead) == 5


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp"])
@pytest.mark.parametrize("note", UPRIGHT_BY_NOTE)
def test_photographs_are_turned_as_they_are_noted(tmp_path: Path, note: int, suffix: str) -> None:
    exif = Image.Exif()
    exif[EXIF_ORIENTATION] = note
    stored = turned_by(PORTRAIT, -UPRIGHT_BY_NOTE[note])[:, :, ::-1]
    Image.fromarray(stored).save(tmp_path / f"photograph{suffix}", exif=exif, quality=95)
    camera = PictureFolder(tmp_path, HandClock())
    camera.open()
    frame = camera.read(0.0)
    assert frame is not None
    assert frame.image.shape == PORTRAIT.shape
    assert np.abs(frame.image.astype(int) - PORTRAIT).mean() < 6
