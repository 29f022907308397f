"""The label sets of the face data: their classes, their order, and truth made from votes."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tui_player.model.mood.emotion import EMOTIONS, Emotion

# Vote columns of FER+ (Barsoum et al. 2016, arXiv:1608.01041), in the order of its file.
VOTE_COLUMNS = (
    "neutral",
    "happy",
    "surprised",
    "sad",
    "angry",
    "disgusted",
    "fearful",
    "contempt",
    "unknown",
    "not-a-face",
)
FERPLUS8_CLASSES = VOTE_COLUMNS[:8]
# The order of the first labels in the published fer2013.csv.
FER2013_CLASSES = ("angry", "disgusted", "fearful", "happy", "sad", "surprised", "neutral")
EMOTION_CLASSES = tuple(emotion.value for emotion in EMOTIONS)
# Contempt has no music of its own: its nearest mood takes it.
FOLD = {"contempt": Emotion.DISGUSTED.value}
UNKNOWN_LABEL = 255
# Folder names that mean a class, from the program's own words and from the usual data sets.
CLASS_ALIASES = {
    **{name: name for name in FERPLUS8_CLASSES},
    "happiness": "happy",
    "surprise": "surprised",
    "sadness": "sad",
    "anger": "angry",
    "disgust": "disgusted",
    "fear": "fearful",
}

Votes = NDArray[np.uint8]
Labels = NDArray[np.uint8]
Distribution = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class LabelSet:
    """One way to label a face: a name, its classes in the network's output order."""

    name: str
    classes: tuple[str, ...]


FERPLUS8 = LabelSet("ferplus8", FERPLUS8_CLASSES)
FERPLUS7 = LabelSet("ferplus7", EMOTION_CLASSES)
FER2013 = LabelSet("fer2013", FER2013_CLASSES)
LABEL_SETS = {label_set.name: label_set for label_set in (FERPLUS8, FERPLUS7, FER2013)}


def votes_are_kept(votes: Votes) -> NDArray[np.bool_]:
    """Rows of (N, 10) votes whose majority is one of the eight expressions (ties: the earlier)."""
    kept: NDArray[np.bool_] = (votes.sum(axis=1) > 0) & (votes.argmax(axis=1) < 8)
    return kept


def votes_are_clear(votes: Votes) -> NDArray[np.bool_]:
    """Rows of (N, 10) votes of which one of the eight expressions has more than half.

    Single votes count as slips. By this rule of Microsoft's own evaluation (`majority` in
    src/ferplus.py of github.com/microsoft/FERPlus) the published accuracies on FER+ are measured.
    """
    counted = np.where(votes < 2, 0, votes).astype(np.intp)
    clear: NDArray[np.bool_] = counted[:, :8].max(axis=1) > counted.sum(axis=1) / 2
    return clear


def soft_targets(
    label_set: LabelSet, votes: Votes, labels: Labels, fewest_votes: int = 1
) -> tuple[Distribution, NDArray[np.float32]]:
    """What the network is trained on: (N, classes) distributions and (N,) weights, 0 or 1.

    A class with fewer than `fewest_votes` of the ten votes counts as a slip of one tagger and
    is left out, as in Microsoft's own FER+ training.
    """
    if label_set.name == FER2013.name:
        known = labels != UNKNOWN_LABEL
        one_hot = np.eye(len(FER2013_CLASSES), dtype=np.float32)
        return one_hot[np.where(known, labels, 0)], known.astype(np.float32)
    counted = votes[:, :8].astype(np.float32)
    counted[counted < fewest_votes] = 0
    total = counted.sum(axis=1, keepdims=True)
    weight = (votes_are_kept(votes) & (total[:, 0] > 0)).astype(np.float32)
    divisor: NDArray[np.float32] = np.maximum(total, np.float32(1))
    shares: Distribution = counted / divisor
    if label_set.name == FERPLUS7.name:
        shares = fold_classes(shares, FERPLUS8_CLASSES)
    return shares.astype(np.float32), weight


def true_classes(
    label_set: LabelSet, votes: Votes, labels: Labels
) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """What an evaluation counts as right: (N,) class indexes and (N,) whether the row counts."""
    if label_set.name == FER2013.name:
        known = labels != UNKNOWN_LABEL
        return np.where(known, labels, 0).astype(np.intp), known
    majority = votes[:, :8].argmax(axis=1)
    if label_set.name == FERPLUS7.name:
        majority = np.array([_folded_index(name) for name in FERPLUS8_CLASSES])[majority]
    return majority.astype(np.intp), votes_are_kept(votes)


def fold_classes(values: NDArray[np.float32], classes: tuple[str, ...]) -> NDArray[np.float32]:
    """Columns of (N, len(classes)) added up into the seven emotions, in the order of EMOTIONS."""
    folded = np.zeros((len(values), len(EMOTION_CLASSES)), dtype=np.float32)
    for column, name in enumerate(classes):
        folded[:, EMOTION_CLASSES.index(FOLD.get(name, name))] += values[:, column]
    return folded


def _folded_index(name: str) -> int:
    return EMOTION_CLASSES.index(FOLD.get(name, name))
