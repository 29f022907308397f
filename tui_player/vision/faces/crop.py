"""Turns a face in a frame into the network's input: the one preprocessing of training and use."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

GreyImage = NDArray[np.uint8]
NetworkInput = NDArray[np.float32]

# Below this spread (grey over 255) a crop is flat, and dividing by it would only raise noise.
SMALLEST_SPREAD = 0.02


@dataclass(frozen=True, slots=True)
class CropSpec:
    """How a model wants its faces cut and scaled.

    `margin` widens the detector's box on each side, as a fraction of its width and height.
    `contrast` says what happens to light: "fixed" takes (grey / 255 - mean) / std; "per_face"
    first brings every face to zero mean and unit spread, so a dim and a bright picture of one
    face read alike, and leaves `mean` and `std` (0 and 1) without effect.
    """

    size_px: int = 48
    margin: float = 0.0
    mean: float = 0.5
    std: float = 0.25
    contrast: Literal["fixed", "per_face"] = "fixed"


def crop_face(
    grey_frame: GreyImage, left: float, top: float, width: float, height: float, spec: CropSpec
) -> GreyImage:
    """Cut the box (pixels) out of a grey frame of H x W and resize it to size_px x size_px.

    What of the widened box lies outside the frame is filled with the frame's nearest edge pixels.
    Raises ValueError on an empty frame or box.
    """
    import cv2  # slow to import: only the camera thread and the evaluation pay for it

    if grey_frame.ndim != 2 or grey_frame.size == 0:
        raise ValueError(f"a grey frame has two dimensions, got shape {grey_frame.shape}")
    rows = _span(top, height, spec.margin, grey_frame.shape[0])
    columns = _span(left, width, spec.margin, grey_frame.shape[1])
    patch = grey_frame[np.ix_(rows, columns)]
    shrinking = min(patch.shape) >= spec.size_px
    interpolation = cv2.INTER_AREA if shrinking else cv2.INTER_LINEAR
    resized = cv2.resize(patch, (spec.size_px, spec.size_px), interpolation=interpolation)
    return np.asarray(resized, dtype=np.uint8)


def _span(start: float, length: float, margin: float, limit: int) -> NDArray[np.intp]:
    """Indexes of one widened side of a box, repeated at the frame's edges."""
    if length < 1:
        raise ValueError(f"a face box needs a side of at least one pixel, got {length}")
    first = round(start - margin * length)
    last = max(first + 1, round(start + length + margin * length))
    return np.clip(np.arange(first, last), 0, limit - 1)


def normalise(faces: GreyImage, spec: CropSpec) -> NetworkInput:
    """Faces of (N, S, S) or (S, S) uint8 as the network's float32 input of (N, 1, S, S)."""
    if faces.dtype != np.uint8 or faces.shape[-2:] != (spec.size_px, spec.size_px):
        raise ValueError(
            f"the network reads uint8 faces of {spec.size_px} x {spec.size_px}, "
            f"got {faces.dtype} of {faces.shape}"
        )
    scaled = faces.reshape(-1, 1, spec.size_px, spec.size_px).astype(np.float32) / np.float32(255)
    if spec.contrast == "fixed":
        return (scaled - np.float32(spec.mean)) / np.float32(spec.std)
    centred = scaled - scaled.mean(axis=(2, 3), keepdims=True)
    spread = centred.std(axis=(2, 3), keepdims=True)
    divisor: NetworkInput = np.maximum(spread, np.float32(SMALLEST_SPREAD))
    level: NetworkInput = centred / divisor
    return level
