"""How far a crop can be trusted."""

import cv2
import numpy as np

from tests.vision.frames import ASTRONAUT_FACE, astronaut, grey
from tui_player.vision.faces.crop import CropSpec, GreyImage, crop_face
from tui_player.vision.faces.quality import face_quality


def face() -> GreyImage:
    left, top, side = ASTRONAUT_FACE
    return crop_face(grey(astronaut()), left, top, side, side, CropSpec())


def test_a_good_portrait_is_trusted() -> None:
    assert face_quality(face(), 101) > 0.9


def test_small_faces_are_trusted_less() -> None:
    sizes = [face_quality(face(), width_px) for width_px in (12, 20, 28, 101)]
    assert sizes == sorted(sizes)
    assert sizes[0] == 0
    assert sizes[1] < 0.5


def test_dark_bright_and_blurred_faces_are_trusted_less() -> None:
    good = face()
    dark = (good * 0.1).astype(np.uint8)
    bright = np.clip(good.astype(int) + 150, 0, 255).astype(np.uint8)
    blurred = np.asarray(cv2.GaussianBlur(good, (0, 0), 4), dtype=np.uint8)
    for spoiled in (dark, bright, blurred):
        assert face_quality(spoiled, 101) < 0.5


def test_a_flat_crop_is_worth_nothing() -> None:
    assert face_quality(np.full((48, 48), 128, dtype=np.uint8), 101) == 0
