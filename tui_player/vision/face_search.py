"""Searches one frame for faces with OpenCV's Haar cascades: everywhere, or near a known place."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot
from pathlib import Path

import cv2

from tui_player.vision.face_crop import GreyImage

# Everywhere: the default cascade misses least; the smallest size is what costs most.
SEARCH_WIDTH_PX = 320
SMALLEST_FACE = 0.12  # of the frame's height: a face some two metres from a usual webcam
SEARCH_STEP = 1.1
SEARCH_NEIGHBOURS = 5

# Near a known place: what was found a moment ago has not gone far.
WIDENED = 0.4  # of the box's side, on each side
SMALLEST, LARGEST = 0.7, 1.4  # of the box's side
NEAR_FACE_PX = 56  # the face is scaled to about this, so the cost does not hang on its size
NEAR_STEP = 1.1
NEAR_NEIGHBOURS = 3

LARGEST_SIZE_RATIO = 1.6


@dataclass(frozen=True, slots=True)
class PixelBox:
    """A face's square in a frame, in the frame's own pixels."""

    left: float
    top: float
    width: float
    height: float

    @property
    def centre(self) -> tuple[float, float]:
        """The middle (x, y)."""
        return self.left + self.width / 2, self.top + self.height / 2

    def distance_to(self, other: "PixelBox") -> float:
        """From middle to middle, in pixels."""
        (x, y), (other_x, other_y) = self.centre, other.centre
        return hypot(x - other_x, y - other_y)

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

    def everywhere(self, grey: GreyImage) -> list[Candidate]:
        """All that looks like a face in a frame of H x W grey levels."""
        height, width = grey.shape
        scale = min(1.0, SEARCH_WIDTH_PX / width)
        smallest = max(20, round(SMALLEST_FACE * height * scale))
        small = _resized(grey, scale)
        found = self._wide.detectMultiScale(
            small, SEARCH_STEP, SEARCH_NEIGHBOURS, minSize=(smallest, smallest)
        )
        return [self._confirmed(grey, _box(rect, scale)) for rect in found]

    def near(self, grey: GreyImage, place: PixelBox) -> PixelBox | None:
        """The face closest to where one was a moment ago, or None."""
        scale = min(1.0, NEAR_FACE_PX / place.width)
        left = max(0, round(place.left - WIDENED * place.width))
        top = max(0, round(place.top - WIDENED * place.height))
        right = round(place.left + (1 + WIDENED) * place.width)
        bottom = round(place.top + (1 + WIDENED) * place.height)
        window = grey[top:bottom, left:right]
        if min(window.shape) < 24:
            return None
        side = place.width * scale
        found = self._near.detectMultiScale(
            _resized(window, scale),
            NEAR_STEP,
            NEAR_NEIGHBOURS,
            minSize=(round(SMALLEST * side),) * 2,
            maxSize=(round(LARGEST * side),) * 2,
        )
        boxes = [_box(rect, scale, left, top) for rect in found]
        return min(boxes, key=place.distance_to, default=None)

    def _confirmed(self, grey: GreyImage, box: PixelBox) -> Candidate:
        """A candidate; one that both cascades see gets the box of the near search."""
        again = self.near(grey, box)
        if again is None or not again.is_same_place(box):
            return Candidate(box, confirmed=False)
        return Candidate(again, confirmed=True)


def _cascade(name: str) -> cv2.CascadeClassifier:
    folder = Path(cv2.__file__).parent / "data"
    return cv2.CascadeClassifier(str(folder / f"haarcascade_frontalface_{name}.xml"))


def _resized(grey: GreyImage, scale: float) -> GreyImage:
    if scale == 1:
        return grey
    size = (max(1, round(grey.shape[1] * scale)), max(1, round(grey.shape[0] * scale)))
    return cv2.resize(grey, size, interpolation=cv2.INTER_AREA).astype("uint8", copy=False)


def _box(rect: Sequence[int], scale: float, left: int = 0, top: int = 0) -> PixelBox:
    x, y, width, height = (float(number) / scale for number in rect)
    return PixelBox(left + x, top + y, width, height)
