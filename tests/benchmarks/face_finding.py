"""How many frames of a video a face is found in, and what looking costs, against plainer ways.

Run from the checkout: python -m tests.benchmarks.face_finding VIDEO [VIDEO ...]
Set OMP_NUM_THREADS=1 and OPENBLAS_NUM_THREADS=1: the cost is in units of one 256 x 256 float32
matrix product, measured between the frames of the same run. The videos are also looked at turned,
as heads lean.
"""

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from statistics import mean, median

import cv2
import numpy as np

from tui_player.vision.cameras.opencv import quiet_opencv
from tui_player.vision.faces.crop import GreyImage
from tui_player.vision.faces.detector import FaceSearch, turned
from tui_player.vision.faces.tracker import FaceFinder

LOOKS_PER_S = 5.0
LEANS_DEG = (0.0, 15.0, 30.0, -15.0, -30.0)

Finds = Callable[[GreyImage], bool]


def frames_of(path: str) -> Iterator[GreyImage]:
    """The frames of a video that would be looked at, as grey levels."""
    capture = cv2.VideoCapture(path)
    every = max(1, round(capture.get(cv2.CAP_PROP_FPS) / LOOKS_PER_S))
    number = 0
    while capture.grab():
        if number % every == 0:
            _, image = capture.retrieve()
            yield np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), dtype=np.uint8)
        number += 1
    capture.release()


def leaning(frames: Iterable[GreyImage], degrees: float) -> Iterator[GreyImage]:
    """The frames turned about their middle, clockwise."""
    for frame in frames:
        height, width = frame.shape
        yield turned(frame, (width / 2, height / 2), -degrees)


def ways() -> dict[str, Callable[[], Finds]]:
    """Each way of finding by name; a new one for every video."""

    def full_search() -> Finds:
        search = FaceSearch()
        return lambda grey: any(candidate.confirmed for candidate in search.everywhere(grey))

    def player() -> Finds:
        finder = FaceFinder()
        return lambda grey: finder.find(grey) is not None

    return {"full search every frame": full_search, "as the player does": player}


def measure(finds: Finds, frames: Iterable[GreyImage]) -> tuple[float, float, float]:
    """Share of frames found, and the mean and the median cost of a frame in matrix products."""
    matrix = np.random.default_rng(1).random((256, 256), dtype=np.float32)
    found, costs_s, products_s = [], [], []
    for frame in frames:
        start = time.perf_counter()
        found.append(finds(frame))
        middle = time.perf_counter()
        matrix @ matrix
        products_s.append(time.perf_counter() - middle)
        costs_s.append(middle - start)
    product_s = median(products_s)
    return mean(found), mean(costs_s) / product_s, median(costs_s) / product_s


def main(paths: list[str]) -> None:
    """Print one line for each video, lean and way."""
    quiet_opencv()
    for path in paths:
        frames = list(frames_of(path))
        print(f"{path}: {len(frames)} frames, {LOOKS_PER_S:g} a second")
        for degrees in LEANS_DEG:
            turned_frames = list(leaning(frames, degrees)) if degrees else frames
            for name, make in ways().items():
                share, cost, usual = measure(make(), turned_frames)
                print(
                    f"  leaning {degrees:+3.0f}°  {name:24} found {share:6.1%}  "
                    f"cost {cost:5.1f} (median {usual:5.1f}) matrix products"
                )


if __name__ == "__main__":
    main(sys.argv[1:])
