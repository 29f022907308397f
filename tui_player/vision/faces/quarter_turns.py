"""Turns pictures by quarters of a circle, for cameras that are not mounted upright."""

import cv2
import numpy as np
from numpy.typing import NDArray

# How far the picture of a camera may have to be turned clockwise, in the order they are tried.
TURNS_DEG = (0, 180, 90, 270)

_HOW = {
    90: cv2.ROTATE_90_CLOCKWISE,
    180: cv2.ROTATE_180,
    270: cv2.ROTATE_90_COUNTERCLOCKWISE,
}


def turned_by(image: NDArray[np.uint8], clockwise_deg: int) -> NDArray[np.uint8]:
    """A grey or colour picture turned by a multiple of 90 degrees; the same one for none."""
    how = _HOW.get(clockwise_deg % 360)
    return image if how is None else np.asarray(cv2.rotate(image, how), dtype=np.uint8)
