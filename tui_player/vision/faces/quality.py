"""Says how far the crop of a face can be trusted, from its size, light and sharpness."""

import cv2
import numpy as np

from tui_player.vision.faces.crop import GreyImage

# Where each ramp begins and ends, found with the published baseline network on 1,500 validation
# faces of FER+ that were shrunk, dimmed, brightened and blurred: untouched it read 73 % of them
# right, at the good ends 69 to 72 %, at the worthless ends 39 to 52 % or fewer.
WIDTH_PX = (12, 32)
DARKNESS = (10, 40)  # mean grey level
GLARE = (255, 215)  # mean grey level
CONTRAST = (5, 16)  # standard deviation of the grey levels
SHARPNESS = (0.05, 0.28)


def face_quality(face: GreyImage, width_px: float) -> float:
    """Quality, 0 to 1, of an (S, S) face cut from a box `width_px` wide: its weakest side counts.

    Each side is a ramp from worthless to good.
    """
    mean_level = float(face.mean())
    return min(
        _ramp(width_px, WIDTH_PX),
        _ramp(mean_level, DARKNESS),
        _ramp(mean_level, GLARE),
        _ramp(float(face.std()), CONTRAST),
        _ramp(_sharpness(face), SHARPNESS),
    )


def _sharpness(face: GreyImage) -> float:
    """Spread of the second derivative over the spread of the grey levels: blind to the light."""
    spread = float(face.std())
    return float(cv2.Laplacian(face, cv2.CV_32F).std()) / spread if spread > 0 else 0.0


def _ramp(value: float, ends: tuple[float, float]) -> float:
    worthless, good = ends
    return float(np.clip((value - worthless) / (good - worthless), 0, 1))
