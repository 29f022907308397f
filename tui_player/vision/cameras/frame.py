"""Brings whatever pictures a camera sends to the one kind that the rest of vision reads."""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from tui_player.messages.events import CameraState
from tui_player.vision.cameras.camera import CameraError, ColourImage

_TO_COLOURS = {1: cv2.COLOR_GRAY2BGR, 4: cv2.COLOR_BGRA2BGR}


def colour_frame(image: NDArray[Any]) -> ColourImage:
    """A picture as H x W x 3 of uint8, blue green red.

    Grey pictures (infrared cameras send them), those with an alpha channel and those of 16 bits
    are converted. Raises CameraError for any other kind, and for one without pixels.
    """
    if image.dtype == np.uint16:
        image = (image >> 8).astype(np.uint8)
    channels = image.shape[2] if image.ndim == 3 else 1
    is_known = image.dtype == np.uint8 and image.ndim in (2, 3) and channels in (1, 3, 4)
    if not is_known or image.size == 0:
        raise CameraError(
            CameraState.FAILED,
            f"The camera sends pictures of an unknown kind ({image.dtype}, "
            f"{' × '.join(map(str, image.shape))}): choose another with --camera.",
        )
    if channels == 3:
        return np.asarray(image, dtype=np.uint8)
    return np.asarray(cv2.cvtColor(image, _TO_COLOURS[channels]), dtype=np.uint8)
