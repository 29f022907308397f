"""What reading one face costs, in units of one 256 x 256 float32 matrix product of the same run.

Run from the checkout: python -m tests.benchmarks.latency MODEL [MODEL ...]
Set OMP_NUM_THREADS=1 and OPENBLAS_NUM_THREADS=1, so that the product runs on one thread as well.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import numpy as np

from tui_player.vision.network.model import ExpressionModel

ROUNDS = 15
REPEATS = 20


def fastest_s(action: Callable[[], object]) -> float:
    """Seconds of the fastest of some repeats: what the machine needs when nothing disturbs it."""
    best = float("inf")
    for _ in range(REPEATS):
        start = time.perf_counter()
        action()
        best = min(best, time.perf_counter() - start)
    return best


def cost_of(model: ExpressionModel) -> tuple[float, float]:
    """Median over the rounds of reading / product, and of the reading's seconds."""
    rng = np.random.default_rng(1)
    face = rng.integers(0, 256, (48, 48), dtype=np.uint8)
    matrix = rng.random((256, 256), dtype=np.float32)
    ratios, seconds = [], []
    for _ in range(ROUNDS):
        reading = fastest_s(lambda: model.read(face))
        ratios.append(reading / fastest_s(lambda: matrix @ matrix))
        seconds.append(reading)
    return median(ratios), median(seconds)


def main(paths: list[str]) -> None:
    """Print the cost of each network."""
    for path in paths:
        units, seconds = cost_of(ExpressionModel.load(Path(path)))
        print(f"{path}: {units:.1f} matrix products, {1000 * seconds:.2f} ms here")


if __name__ == "__main__":
    main(sys.argv[1:])
