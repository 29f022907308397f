"""Says how far the crop of a face can be trusted, from its size, light and sharpness."""

import cv2
import numpy as np

from tui_player.vision.face_crop import GreyImage


def face_quality(face: GreyImage, width_px: float) -> float:
    """Quality, 0 to 1, of an (S, S) face cut from a box `width_px` wide: its weakest side counts.

    Each side is a ramp from worthless to good.
    """
    sides = (
        _ramp(width_px, 20, 64),
        _ramp(float(face.mean()), 15, 60),
        _ramp(float(face.mean()), 250, 215),
        _ramp(float(face.std()), 6, 24),
        _ramp(_sharpness(face), 0.05, 0.25),
    )
    return min(sides)


def _sharpness(face: GreyImage) -> float:
    """Spread of the second derivative over the spread of the grey levels: blind to the light."""
    spread = float(face.std())
    return float(cv2.Laplacian(face, cv2.CV_32F).std()) / spread if spread > 0 else 0.0


def _ramp(value: float, worthless: float, good: float) -> float:
    return float(np.clip((value - worthless) / (good - worthless), 0, 1))
