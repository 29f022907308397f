"""The small mirrored picture for the screen."""

import numpy as np
import pytest

from tui_player.model.mood.face_reading import FaceBox
from tui_player.vision.preview import mirrored_picture


def test_left_and_right_are_swapped_and_colours_are_red_green_blue() -> None:
    image = np.zeros((60, 80, 3), dtype=np.uint8)
    image[:, :40] = (255, 0, 0)  # blue on the camera's left
    image[:, 40:] = (0, 0, 255)  # red on its right
    picture = mirrored_picture(image, None, (8, 6))
    assert (picture.width, picture.height, picture.box) == (8, 6, None)
    rows = np.frombuffer(picture.rgb, dtype=np.uint8).reshape(6, 8, 3)
    assert tuple(rows[0, 0]) == (255, 0, 0)
    assert tuple(rows[5, 7]) == (0, 0, 255)


@pytest.mark.parametrize(
    ("height", "width", "size"), [(360, 640, (80, 45)), (640, 360, (34, 60)), (480, 640, (80, 60))]
)
def test_the_shape_of_the_frame_is_kept(height: int, width: int, size: tuple[int, int]) -> None:
    picture = mirrored_picture(np.zeros((height, width, 3), dtype=np.uint8), None, (80, 60))
    assert (picture.width, picture.height) == size
    assert len(picture.rgb) == 3 * size[0] * size[1]


def test_the_box_is_mirrored_with_the_picture() -> None:
    picture = mirrored_picture(
        np.zeros((60, 80, 3), dtype=np.uint8), FaceBox(0.1, 0.2, 0.3, 0.4), (80, 60)
    )
    assert picture.box is not None
    assert picture.box.left == pytest.approx(0.6)
    assert (picture.box.top, picture.box.width, picture.box.height) == (0.2, 0.3, 0.4)
