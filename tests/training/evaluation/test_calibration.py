"""Fitting temperature and prior power on scores whose right answer is known."""

import numpy as np
import pytest

from tui_player.training.evaluation.calibration import (
    fit_prior_power,
    fit_temperature,
    halves,
)
from tui_player.training.evaluation.metrics import expected_calibration_error
from tui_player.vision.network.model import Scores, softmax

CLASSES = ("common", "rare")


def test_the_halves_are_a_repeatable_partition() -> None:
    first, second = halves(11)
    assert sorted([*first, *second]) == list(range(11))
    assert abs(len(first) - len(second)) == 1
    assert np.array_equal(first, halves(11)[0])


def test_the_temperature_of_overconfident_scores_is_found() -> None:
    rng = np.random.default_rng(3)
    honest = rng.normal(0, 2, (6000, 4))
    truth = np.array([rng.choice(4, p=row) for row in softmax(honest)])
    temperature = fit_temperature(honest * 2, truth)
    assert temperature == pytest.approx(2, rel=0.1)
    calibrated = softmax(honest * 2 / temperature)
    assert expected_calibration_error(calibrated, truth) < 0.02


def test_a_prior_power_that_finds_the_rare_class_wins() -> None:
    truth = np.array([0] * 90 + [1] * 10)
    log_prior = np.log([0.9, 0.1])
    # Every face says its own class by a margin of one, buried under the prior.
    scores = np.where(truth[:, None] == np.arange(2), 1.0, 0.0) + log_prior

    def scores_at(power: float) -> Scores:
        corrected: Scores = scores - power * log_prior
        return corrected

    power = fit_prior_power(scores_at, truth, CLASSES)
    assert (softmax(scores_at(0.0)).argmax(axis=1) == 0).all()
    assert (softmax(scores_at(power)).argmax(axis=1) == truth).all()


def test_no_gain_means_no_correction() -> None:
    truth = np.array([0, 1])
    scores = np.array([[9.0, 0.0], [0.0, 9.0]])
    assert fit_prior_power(lambda power: scores, truth, CLASSES) == 0
