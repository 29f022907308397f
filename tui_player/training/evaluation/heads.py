"""Runs a network over a labelled set and measures each head, and the player's own reading."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tui_player.training.data.dataset import DatasetError, FaceSet
from tui_player.training.data.label_sets import FERPLUS7, LABEL_SETS, LabelSet, true_classes
from tui_player.training.evaluation.metrics import Metrics, Probabilities, measure
from tui_player.vision.network.model import (
    ExpressionModel,
    Scores,
    emotion_probabilities,
    head_probabilities,
)

BATCH = 256
# The player's reading, judged on the votes folded into its seven emotions.
PLAYER = "player"

OnBatch = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, eq=False)
class Judgement:
    """Probabilities of one head (or the player's) on the rows that count, truth and figures."""

    probabilities: Probabilities
    truth: NDArray[np.intp]
    metrics: Metrics


def run_logits(
    model: ExpressionModel, faces: FaceSet, on_batch: OnBatch = lambda done, total: None
) -> dict[str, Scores]:
    """Every head's logits (N, classes); `on_batch(done, total)` hears of the faces done."""
    parts: dict[str, list[Scores]] = {head.name: [] for head in model.card.heads}
    for start in range(0, len(faces), BATCH):
        chunk = faces.images[start : start + BATCH]
        for name, answer in model.logits(chunk).items():
            parts[name].append(answer)
        on_batch(min(start + BATCH, len(faces)), len(faces))
    return {name: np.concatenate(part) for name, part in parts.items()}


def judge(
    model: ExpressionModel, logits: Mapping[str, Scores], faces: FaceSet
) -> dict[str, Judgement]:
    """A judgement for every head whose labels the set has, and one for the player's reading."""
    judgements: dict[str, Judgement] = {}
    for head in model.card.heads:
        label_set = LABEL_SETS.get(head.name)
        if label_set is None or label_set.classes != head.classes:
            raise DatasetError(
                f'The head "{head.name}" answers classes that no known label set has; '
                f"known are {', '.join(LABEL_SETS)}."
            )
        probabilities = head_probabilities(logits[head.name], head)
        _add(judgements, head.name, label_set, probabilities, faces)
    _add(judgements, PLAYER, FERPLUS7, emotion_probabilities(logits, model.card), faces)
    if not judgements:
        raise DatasetError("The data set has no labels that this network answers.")
    return judgements


def _add(
    judgements: dict[str, Judgement],
    name: str,
    label_set: LabelSet,
    probabilities: Probabilities,
    faces: FaceSet,
) -> None:
    truth, counted = true_classes(label_set, faces.votes, faces.labels)
    if counted.any():
        judgements[name] = Judgement(
            probabilities[counted],
            truth[counted],
            measure(probabilities[counted], truth[counted], label_set.classes),
        )
