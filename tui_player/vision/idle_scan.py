"""Spares the search of a scene in which nobody has been for a while and nothing moves."""

import cv2
import numpy as np
from numpy.typing import NDArray

from tui_player.vision.faces.crop import GreyImage

# Nobody seen for so long, the scene counts as empty.
EMPTY_AFTER_S = 10.0
# An empty scene is searched this often though nothing moves: somebody may sit there unseen.
STILL_EVERY_S = 1.0
# After something moved it is searched in every frame for so long: a face may turn up only later.
ALERT_S = 5.0
# What moves is seen in a picture of this size, in which a sensor's noise is averaged out, ...
LOOKED_AT_PX = (32, 24)
# ... by so many grey levels in one of its pixels: more than a lamp's flicker or slow daylight.
MOVED_LEVELS = 12


class Vigilance:
    """Says frame by frame whether to search for a face; used by one thread.

    A full search that finds nothing costs most of all that is done with a frame.
    """

    def __init__(self) -> None:
        self._peopled_s: float | None = None  # when a face was seen, or the first frame
        self._searched_s = 0.0
        self._moved_s = float("-inf")
        self._scene: NDArray[np.uint8] | None = None  # as it was when searched last

    def is_search_due(self, grey: GreyImage, now_s: float) -> bool:
        """Whether this frame of H x W grey levels, of this moment, is to be searched."""
        if self._peopled_s is None:
            self._peopled_s = now_s
        if now_s - self._peopled_s < EMPTY_AFTER_S:
            return True
        scene = np.asarray(cv2.resize(grey, LOOKED_AT_PX, interpolation=cv2.INTER_AREA), np.uint8)
        if self._scene is not None and _differ(scene, self._scene):
            self._moved_s = now_s
        is_alert = now_s - self._moved_s < ALERT_S
        if not is_alert and now_s - self._searched_s < STILL_EVERY_S:
            return False
        self._searched_s, self._scene = now_s, scene
        return True

    def face_seen(self, now_s: float) -> None:
        """Somebody is there."""
        self._peopled_s, self._scene = now_s, None


def _differ(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> bool:
    return int(cv2.absdiff(one, other).max()) >= MOVED_LEVELS
