"""Makes the small mirrored picture of the camera that the screen may show."""

import cv2
import numpy as np

from tui_player.model.mood.face_reading import FaceBox
from tui_player.model.picture import CameraPicture
from tui_player.vision.cameras.camera import ColourImage


def mirrored_picture(
    image: ColourImage, box: FaceBox | None, largest: tuple[int, int]
) -> CameraPicture:
    """A frame (blue green red) made to fit into `largest` (width, height), keeping its shape."""
    height, width = image.shape[:2]
    scale = min(largest[0] / width, largest[1] / height)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    rgb = np.ascontiguousarray(small[:, ::-1, ::-1])  # columns mirrored, colours turned round
    return CameraPicture(*size, rgb.tobytes(), None if box is None else _mirrored(box))


def _mirrored(box: FaceBox) -> FaceBox:
    return FaceBox(1 - box.left - box.width, box.top, box.width, box.height)
