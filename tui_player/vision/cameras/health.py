"""Tells a good camera picture from a dark, covered or frozen one."""

import zlib

import cv2
import numpy as np

from tui_player.messages.events import CameraState
from tui_player.vision.faces.crop import GreyImage

LOOKED_AT_PX = (32, 24)  # averaged down to this, a sensor's noise is gone
DARK_BELOW = 30  # mean grey level
FLAT_BELOW = 10  # grey levels between the darkest and the brightest twentieth
TROUBLE_AFTER_S = 2.0  # a blink of the light is no news
FROZEN_AFTER_S = 3.0


class CameraHealth:
    """Judges frame after frame; trouble counts once it has lasted, its end counts at once."""

    def __init__(self, *, live: bool) -> None:
        self._live = live
        self._fingerprint: int | None = None
        self._same_since_s = 0.0
        self._bad_since_s: float | None = None

    def is_frozen(self, grey: GreyImage, time_s: float) -> bool:
        """Whether every pixel has been the same for long: a working sensor is never that still.

        A recording may well stand still, and is never called frozen. Nor is a flat picture: some
        covers are electronic, and have the camera send one colour without any noise.
        """
        if not self._live:
            return False
        fingerprint = zlib.crc32(grey.tobytes())
        if fingerprint != self._fingerprint:
            self._fingerprint = fingerprint
            self._same_since_s = time_s
        is_still = time_s - self._same_since_s >= FROZEN_AFTER_S
        return is_still and _light(grey) is not CameraState.COVERED

    def light(self, grey: GreyImage, time_s: float, *, face_found: bool) -> CameraState:
        """OK, DARK or COVERED; a face that is found speaks against both."""
        seen = CameraState.OK if face_found else _light(grey)
        if seen is CameraState.OK:
            self._bad_since_s = None
            return seen
        if self._bad_since_s is None:
            self._bad_since_s = time_s
        return seen if time_s - self._bad_since_s >= TROUBLE_AFTER_S else CameraState.OK


def _light(grey: GreyImage) -> CameraState:
    small = cv2.resize(grey, LOOKED_AT_PX, interpolation=cv2.INTER_AREA)
    darkest, brightest = np.percentile(small, (5, 95))
    if brightest - darkest < FLAT_BELOW:
        return CameraState.COVERED
    return CameraState.DARK if small.mean() < DARK_BELOW else CameraState.OK
