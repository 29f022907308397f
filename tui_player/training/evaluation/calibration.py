"""Fits what a card corrects: the power of the class prior, and the temperature."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from tui_player.training.evaluation.metrics import measure
from tui_player.vision.network.model import Scores, softmax

# Temperatures tried, evenly spaced by ratio; 0.5 % steps are finer than the fit's own noise.
TEMPERATURES: tuple[float, ...] = tuple(float(t) for t in np.geomspace(0.3, 3.0, 461))
# 0.0 is added because rounding leaves a negative zero.
PRIOR_POWERS: tuple[float, ...] = tuple(
    float(p) + 0.0 for p in np.round(np.arange(-0.4, 1.05, 0.05), 2)
)


def halves(count: int, seed: int = 0) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Two random halves of `count` rows: one to fit on, one to measure on."""
    order = np.random.default_rng(seed).permutation(count)
    middle = (count + 1) // 2
    return np.sort(order[:middle]), np.sort(order[middle:])


def fit_temperature(scores: Scores, truth: NDArray[np.intp]) -> float:
    """The temperature of least log loss for (N, classes) scores (Guo et al. 2017)."""

    def log_loss(temperature: float) -> float:
        hit = softmax(scores / temperature)[np.arange(len(truth)), truth]
        return float(-np.log(np.maximum(hit, 1e-12)).mean())

    return min(TEMPERATURES, key=log_loss)


def fit_prior_power(
    scores_at: Callable[[float], Scores],
    truth: NDArray[np.intp],
    classes: tuple[str, ...],
) -> float:
    """The power with the best sum of accuracy and macro-F1: rare moods count as much as many faces.

    `scores_at(power)` gives the (N, classes) scores at that power. Ties go to the smallest change.
    """

    def merit(power: float) -> float:
        metrics = measure(softmax(scores_at(power)), truth, classes)
        return round(metrics.accuracy + metrics.macro_f1, 6)

    merits = {power: merit(power) for power in PRIOR_POWERS}
    best = max(merits.values())
    return min((p for p in PRIOR_POWERS if merits[p] == best), key=abs)
