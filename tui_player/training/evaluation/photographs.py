"""Judges a network on whole photographs, through the player's own face finding and read-out."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tui_player.model.mood.emotion import EMOTIONS
from tui_player.training.data.dataset import PICTURE_ENDINGS, DatasetError
from tui_player.training.data.label_sets import CLASS_ALIASES, EMOTION_CLASSES
from tui_player.training.evaluation.metrics import Metrics, confusion_matrix
from tui_player.vision.network.model import ExpressionModel

# The answer for a photograph in which no face is found: wrong whatever the truth.
NO_FACE = len(EMOTION_CLASSES)


@dataclass(frozen=True, slots=True, eq=False)
class PhotographFigures:
    """How many photographs were judged and found a face in, and the figures over all of them."""

    found: int
    metrics: Metrics

    @property
    def n(self) -> int:
        """How many photographs were judged."""
        return self.metrics.n


def judge_photographs(
    model: ExpressionModel, folder: Path, on_photograph: Callable[[int, int], None]
) -> PhotographFigures:
    """Read every photograph in a folder of class folders; a face not found counts as wrong.

    `on_photograph(done, total)` hears of every one. Raises DatasetError when there is none or one
    cannot be read.
    """
    photographs = sorted(_photographs(folder))
    if not photographs:
        raise DatasetError(
            f"{folder} holds no photographs in folders called {', '.join(EMOTION_CLASSES)}."
        )
    truth, answers = [], []
    for done, (path, class_index) in enumerate(photographs, start=1):
        truth.append(class_index)
        answers.append(_answer(model, _read_grey(path)))
        on_photograph(done, len(photographs))
    return _figures(np.array(truth, dtype=np.intp), np.array(answers, dtype=np.intp))


def _photographs(folder: Path) -> Iterator[tuple[Path, int]]:
    """Paths of photographs and the index of their emotion."""
    if not folder.is_dir():
        raise DatasetError(f"There is no folder of photographs at {folder}.")
    for entry in folder.iterdir():
        class_name = CLASS_ALIASES.get(entry.name.lower())
        if class_name in EMOTION_CLASSES and entry.is_dir():
            for path in entry.iterdir():
                if path.suffix.lower() in PICTURE_ENDINGS:
                    yield path, EMOTION_CLASSES.index(class_name)


def _read_grey(path: Path) -> NDArray[np.uint8]:
    import cv2  # slow to import, and only needed for pictures

    grey = cv2.imdecode(np.fromfile(path, dtype=np.uint8), cv2.IMREAD_GRAYSCALE)
    if grey is None:
        raise DatasetError(f"{path} is not a picture that can be read.")
    return np.asarray(grey, dtype=np.uint8)


def _answer(model: ExpressionModel, grey: NDArray[np.uint8]) -> int:
    """The index of the emotion the player would read, or NO_FACE."""
    # Both import OpenCV.
    from tui_player.vision.faces.reader import FaceReader
    from tui_player.vision.faces.tracker import FaceFinder

    # A new reader for each: a photograph has nothing to do with the one before.
    reading = FaceReader(model, FaceFinder()).read_photograph(grey)
    return NO_FACE if reading is None else EMOTIONS.index(reading.strongest)


def _figures(truth: NDArray[np.intp], answers: NDArray[np.intp]) -> PhotographFigures:
    """Faces not found are a column of answers of their own: they lower recall, never precision."""
    counts = confusion_matrix(truth, answers, len(EMOTION_CLASSES) + 1)[:NO_FACE]
    return PhotographFigures(
        found=int((answers != NO_FACE).sum()),
        metrics=Metrics(EMOTION_CLASSES, counts, ece=float("nan"), accuracy_at_80=float("nan")),
    )
