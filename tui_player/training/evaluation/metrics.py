"""How good a classifier is: counts, rates, calibration and risk, in plain numpy."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Probabilities = NDArray[np.float64]
ClassIndexes = NDArray[np.intp]

CALIBRATION_BINS = 15


@dataclass(frozen=True, slots=True, eq=False)
class Metrics:
    """The figures of one classifier on one labelled set.

    `confusion[i, j]` counts faces of class i taken for class j; a last column more counts faces
    that got no answer, which are wrong. Rates of a class that never occurs (or is never answered)
    are 0 and count as such in the macro mean.
    """

    classes: tuple[str, ...]
    confusion: NDArray[np.int64]
    ece: float
    accuracy_at_80: float

    @property
    def n(self) -> int:
        """How many faces were judged."""
        return int(self.confusion.sum())

    @property
    def accuracy(self) -> float:
        """Share of right answers."""
        return float(np.trace(self.confusion) / max(1, self.n))

    @property
    def precision(self) -> dict[str, float]:
        """Of the answers of a class, the share that is right."""
        return self._by_class(self._answers())

    @property
    def recall(self) -> dict[str, float]:
        """Of the faces of a class, the share that is found."""
        return self._by_class(self.confusion.sum(axis=1))

    @property
    def f1(self) -> dict[str, float]:
        """Harmonic mean of precision and recall: 2 TP / (answers + faces)."""
        both = self._answers() + self.confusion.sum(axis=1)
        return self._by_class(both / 2)

    @property
    def macro_f1(self) -> float:
        """Plain mean of F1 over the classes, rare ones counting as much as common ones."""
        return float(np.mean(list(self.f1.values())))

    def _answers(self) -> NDArray[np.int64]:
        answers: NDArray[np.int64] = self.confusion.sum(axis=0)[: len(self.classes)]
        return answers

    def _by_class(self, total: NDArray[np.float64] | NDArray[np.int64]) -> dict[str, float]:
        hits = np.diag(self.confusion)
        rates = np.divide(hits, total, out=np.zeros(len(hits)), where=total > 0)
        return {name: float(rate) for name, rate in zip(self.classes, rates, strict=True)}


def measure(probabilities: Probabilities, truth: ClassIndexes, classes: tuple[str, ...]) -> Metrics:
    """Judge (N, classes) probabilities against (N,) true class indexes."""
    answers = probabilities.argmax(axis=1)
    return Metrics(
        classes=classes,
        confusion=confusion_matrix(truth, answers, len(classes)),
        ece=expected_calibration_error(probabilities, truth),
        accuracy_at_80=accuracy_at_coverage(probabilities, truth, 0.8),
    )


def confusion_matrix(
    truth: ClassIndexes, answers: ClassIndexes, n_classes: int
) -> NDArray[np.int64]:
    """(classes, classes) counts, rows the truth, columns the answers."""
    counts = np.zeros((n_classes, n_classes), dtype=np.int64)
    np.add.at(counts, (truth, answers), 1)
    return counts


def reliability(
    probabilities: Probabilities, truth: ClassIndexes, bins: int = CALIBRATION_BINS
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
    """Per equal-width bin of certainty: how many faces, their mean certainty, their accuracy."""
    certainty = probabilities.max(axis=1)
    right = probabilities.argmax(axis=1) == truth
    # Bins are open on the left: a certainty of exactly 1/15 belongs to the first.
    place = np.clip(np.ceil(certainty * bins).astype(int) - 1, 0, bins - 1)
    count = np.bincount(place, minlength=bins)
    filled = np.maximum(count, 1)
    mean_certainty = np.bincount(place, certainty, minlength=bins) / filled
    accuracy = np.bincount(place, right, minlength=bins) / filled
    return count, mean_certainty, accuracy


def expected_calibration_error(
    probabilities: Probabilities, truth: ClassIndexes, bins: int = CALIBRATION_BINS
) -> float:
    """Mean distance of certainty and accuracy over the bins, weighted by their faces.

    Naeini et al. 2015; Guo et al. 2017 (arXiv:1706.04599).
    """
    count, certainty, accuracy = reliability(probabilities, truth, bins)
    return float((count * np.abs(certainty - accuracy)).sum() / max(1, len(truth)))


def risk_coverage(probabilities: Probabilities, truth: ClassIndexes) -> NDArray[np.float64]:
    """Accuracy over the k most certain faces, for k = 1 to N."""
    order = np.argsort(-probabilities.max(axis=1), kind="stable")
    right = (probabilities.argmax(axis=1) == truth)[order]
    curve: NDArray[np.float64] = np.cumsum(right) / np.arange(1, len(right) + 1)
    return curve


def accuracy_at_coverage(
    probabilities: Probabilities, truth: ClassIndexes, coverage: float
) -> float:
    """Accuracy on the most certain share of the faces."""
    kept = max(1, round(coverage * len(truth)))
    return float(risk_coverage(probabilities, truth)[kept - 1]) if len(truth) else 0.0
