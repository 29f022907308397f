"""Frames, pictures and videos with and without a face, made for the vision tests.

`python -m tests.vision.frames FILE` writes the one with a face as a picture file.
"""

import sys
from collections.abc import Iterable
from pathlib import Path

import cv2
import numpy as np
import skimage.data

from tui_player.vision.cameras.camera import ColourImage
from tui_player.vision.faces.crop import GreyImage

# Where the face of the astronaut is, in pixels of its 512 x 512 (seen by eye: left, top, side).
ASTRONAUT_FACE = (173, 63, 101)


def astronaut() -> ColourImage:
    """NASA's public-domain portrait of Eileen Collins, 512 x 512, blue green red."""
    portrait = skimage.data.astronaut()
    return np.ascontiguousarray(portrait[:, :, ::-1])


def grey(image: ColourImage) -> GreyImage:
    """The grey levels of a colour frame."""
    return np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), dtype=np.uint8)


def wall(height: int = 240, width: int = 320) -> ColourImage:
    """A scene without a face: soft stripes of light."""
    stripes = 128 + 60 * np.sin(np.arange(width) / 20)
    return np.broadcast_to(stripes[None, :, None], (height, width, 3)).astype(np.uint8)


def plain(level: int, height: int = 240, width: int = 320) -> ColourImage:
    """One grey level all over."""
    return np.full((height, width, 3), level, dtype=np.uint8)


def noisy(image: ColourImage, seed: int) -> ColourImage:
    """The frame as a sensor sees it: no two are the same."""
    noise = np.random.default_rng(seed).integers(-3, 4, image.shape)
    return np.clip(image.astype(int) + noise, 0, 255).astype(np.uint8)


def write_picture(path: Path, image: ColourImage) -> None:
    """Write a picture file; the name may hold any bytes."""
    ok, content = cv2.imencode(path.suffix, image)
    assert ok
    path.write_bytes(content.tobytes())


def write_video(path: Path, frames: Iterable[ColourImage], frames_per_s: float) -> None:
    """Write frames of one size as an MPEG-4 (.mp4) or a Motion JPEG (.avi) video."""
    code = {".mp4": "mp4v", ".avi": "MJPG"}[path.suffix]
    writer: cv2.VideoWriter | None = None
    for frame in frames:
        if writer is None:
            size = (frame.shape[1], frame.shape[0])
            fourcc = cv2.VideoWriter.fourcc(*code)
            writer = cv2.VideoWriter(str(path), fourcc, frames_per_s, size)
            assert writer.isOpened()
        writer.write(frame)
    assert writer is not None
    writer.release()


class HandClock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


if __name__ == "__main__":
    write_picture(Path(sys.argv[1]), astronaut())
