"""Searches one frame for faces with OpenCV's Haar cascades: everywhere, or near a known place."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from tui_player.model.errors import TuiPlayerError
from tui_player.vision.faces.crop import GreyImage

# Everywhere: the default cascade misses least; the smallest size is what costs most.
SEARCH_SIDE_PX = 320  # the frame's longer side is made this long
SMALLEST_FACE = 0.12  # of the shorter side: a face some two metres from a usual webcam
SEARCH_STEP = 1.1
SEARCH_NEIGHBOURS = 5

# Near a known place: what was found a moment ago has not gone far.
WIDENED = 0.4  # of the box's side, on each side
SMALLEST, LARGEST = 0.7, 1.4  # of the box's side
NEAR_FACE_PX = 56  # the face is scaled to about this, so the cost does not hang on its size
NEAR_STEP = 1.1
NEAR_NEIGHBOURS = 3

SMALLEST_WINDOW_PX = 24  # the cascades' own window is 20

LARGEST_SIZE_RATIO = 1.6


@dataclass(frozen=True, slots=True)
class PixelBox:
    """A face's upright square in a frame, in the frame's own pixels.

    `roll_deg` is how far the head in it leans, clockwise as the frame shows it.
    """

    left: float
    top: float
    width: float
    height: float
    roll_deg: float = 0.0

    @property
    def centre(self) -> tuple[float, float]:
        """The middle (x, y)."""
        return self.left + self.width / 2, self.top + self.height / 2

    def distance_to(self, other: "PixelBox") -> float:
        """From middle to middle, in pixels."""
        (x, y), (other_x, other_y) = self.centre, other.centre
        return math.hypot(x - other_x, y - other_y)

    def is_same_place(self, other: "PixelBox") -> bool:
        """Whether both may show one face: middles within half a width, sizes alike."""
        sizes = sorted((self.width, other.width))
        alike = sizes[1] < sizes[0] * LARGEST_SIZE_RATIO
        return alike and self.distance_to(other) < sizes[1] / 2


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may be a face; `confirmed` when both cascades say so."""

    box: PixelBox
    confirmed: bool


class FaceSearch:
    """The two cascades. Not to be shared between threads."""

    def __init__(self) -> None:
        self._wide = _cascade("default")
        self._near = _cascade("alt2")

    def everywhere(self, grey: GreyImage, roll_deg: float = 0.0) -> list[Candidate]:
        """All heads in a frame of H x W grey levels that lean by about `roll_deg`."""
        scale = min(1.0, SEARCH_SIDE_PX / max(grey.shape))
        smallest = max(20, round(SMALLEST_FACE * min(grey.shape) * scale))
        view = _View(grey, scale, roll_deg=roll_deg)
        found = self._wide.detectMultiScale(
            view.picture, SEARCH_STEP, SEARCH_NEIGHBOURS, minSize=(smallest, smallest)
        )
        return [self._confirmed(grey, view.box(rect)) for rect in found]

    def near(self, grey: GreyImage, place: PixelBox) -> PixelBox | None:
        """The face closest to where one was a moment ago, leaning as it did, or None."""
        scale = min(1.0, NEAR_FACE_PX / place.width)
        left = max(0, round(place.left - WIDENED * place.width))
        top = max(0, round(place.top - WIDENED * place.height))
        right = round(place.left + (1 + WIDENED) * place.width)
        bottom = round(place.top + (1 + WIDENED) * place.height)
        window = grey[top:bottom, left:right]
        if min(window.shape) < SMALLEST_WINDOW_PX:
            return None
        view = _View(window, scale, left, top, place.roll_deg)
        side = place.width * scale
        found = self._near.detectMultiScale(
            view.picture,
            NEAR_STEP,
            NEAR_NEIGHBOURS,
            minSize=(round(SMALLEST * side),) * 2,
            maxSize=(round(LARGEST * side),) * 2,
        )
        return min((view.box(rect) for rect in found), key=place.distance_to, default=None)

    def _confirmed(self, grey: GreyImage, box: PixelBox) -> Candidate:
        """A candidate; one that both cascades see gets the box of the near search."""
        again = self.near(grey, box)
        if again is None or not again.is_same_place(box):
            return Candidate(box, confirmed=False)
        return Candidate(again, confirmed=True)


class MissingCascadeError(TuiPlayerError):
    """OpenCV came without the files that find faces."""


def _cascade(name: str) -> cv2.CascadeClassifier:
    """One of the cascades that OpenCV ships; raises MissingCascadeError if it does not."""
    path = Path(cv2.__file__).parent / "data" / f"haarcascade_frontalface_{name}.xml"
    cascade = cv2.CascadeClassifier(str(path))
    if cascade.empty():
        raise MissingCascadeError(
            f"OpenCV's face finder {path} is missing; "
            "install opencv-python-headless, version 4, anew"
        )
    return cascade


class _View:
    """A part of a frame made smaller and turned upright, and the way back from it."""

    def __init__(
        self, part: GreyImage, scale: float, left: int = 0, top: int = 0, roll_deg: float = 0.0
    ) -> None:
        self._left = left
        self._top = top
        self._roll_deg = roll_deg
        self._scale = scale
        height, width = (max(1, round(side * scale)) for side in part.shape)
        self._middle = (width / 2, height / 2)
        small = part
        if scale != 1:
            small = np.asarray(cv2.resize(part, (width, height), interpolation=cv2.INTER_AREA))
        self.picture = small if roll_deg == 0 else turned(small, self._middle, roll_deg)

    def box(self, rect: Sequence[int]) -> PixelBox:
        """A rectangle found in the view (left, top, width, height) as a box in the frame."""
        side = rect[2] / self._scale
        x, y = rect[0] + rect[2] / 2 - self._middle[0], rect[1] + rect[3] / 2 - self._middle[1]
        cos, sin = math.cos(math.radians(self._roll_deg)), math.sin(math.radians(self._roll_deg))
        frame_x = self._left + (self._middle[0] + x * cos - y * sin) / self._scale
        frame_y = self._top + (self._middle[1] + x * sin + y * cos) / self._scale
        return PixelBox(frame_x - side / 2, frame_y - side / 2, side, side, self._roll_deg)


def turned(grey: GreyImage, centre: tuple[float, float], roll_deg: float) -> GreyImage:
    """The frame turned about a point so that a head leaning by `roll_deg` stands upright."""
    height, width = grey.shape
    # OpenCV turns anticlockwise for positive angles, which is what undoes a clockwise lean.
    matrix = cv2.getRotationMatrix2D(centre, roll_deg, 1.0)
    upright = cv2.warpAffine(grey, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(upright, dtype=np.uint8)
