"""Figures against cases worked out by hand."""

import numpy as np
import pytest

from tui_player.training.evaluation.metrics import (
    accuracy_at_coverage,
    confusion_matrix,
    expected_calibration_error,
    measure,
    reliability,
    risk_coverage,
)

CLASSES = ("a", "b", "c")
PROBABILITIES = np.array([[0.9, 0.1, 0.0], [0.6, 0.4, 0.0], [0.3, 0.7, 0.0], [0.2, 0.8, 0.0]])
TRUTH = np.array([0, 1, 1, 1])


def test_confusion_counts_truth_by_row() -> None:
    counts = confusion_matrix(TRUTH, PROBABILITIES.argmax(axis=1), 3)
    assert counts.tolist() == [[1, 0, 0], [1, 2, 0], [0, 0, 0]]


def test_rates_by_class() -> None:
    metrics = measure(PROBABILITIES, TRUTH, CLASSES)
    assert metrics.n == 4
    assert metrics.accuracy == pytest.approx(0.75)
    assert metrics.precision == pytest.approx({"a": 0.5, "b": 1.0, "c": 0.0})
    assert metrics.recall == pytest.approx({"a": 1.0, "b": 2 / 3, "c": 0.0})
    assert metrics.f1 == pytest.approx({"a": 2 / 3, "b": 0.8, "c": 0.0})
    assert metrics.macro_f1 == pytest.approx((2 / 3 + 0.8) / 3)


def test_calibration_error_is_the_mean_distance_of_certainty_and_accuracy() -> None:
    # Each certainty lies in a bin of its own: 0.9 right, 0.6 wrong, 0.7 right, 0.8 right.
    error = expected_calibration_error(PROBABILITIES, TRUTH)
    assert error == pytest.approx((0.1 + 0.6 + 0.3 + 0.2) / 4)


def test_a_classifier_as_right_as_it_is_certain_has_no_calibration_error() -> None:
    probabilities = np.tile([0.75, 0.25], (4, 1))
    assert expected_calibration_error(probabilities, np.array([0, 0, 0, 1])) == pytest.approx(0)


def test_full_certainty_falls_into_the_last_bin() -> None:
    count, certainty, accuracy = reliability(np.array([[1.0, 0.0]]), np.array([0]), bins=15)
    assert count.tolist() == [0] * 14 + [1]
    assert (certainty[-1], accuracy[-1]) == (1, 1)


def test_the_most_certain_faces_come_first() -> None:
    assert risk_coverage(PROBABILITIES, TRUTH).tolist() == pytest.approx([1, 1, 1, 0.75])
    assert accuracy_at_coverage(PROBABILITIES, TRUTH, 0.5) == 1
    assert accuracy_at_coverage(PROBABILITIES, TRUTH, 1.0) == 0.75
