"""What the measured face at rest does for faces that read as angry or sad at rest.

Run from the checkout: python -m tests.benchmarks.neutral_face MODEL --data DATA

A person's features are played by raising one emotion's log-odds in every reading of labelled
faces. The face at rest is the average over half of the neutral ones, the shares are counted on
the other half and on all other faces.
"""

import argparse
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from tui_player.model.mood.emotion import EMOTIONS, Emotion
from tui_player.model.mood.face_reading import FaceBox, FaceReading
from tui_player.model.mood.neutral_face import NeutralFace
from tui_player.training.data.dataset import load_faces
from tui_player.training.data.label_sets import FERPLUS7, true_classes
from tui_player.training.evaluation.heads import run_logits
from tui_player.vision.network.model import ExpressionModel, Scores, emotion_probabilities

RAISED_BY = (0.0, 1.5, 2.5, 3.5)  # natural logarithm of odds
RAISED = (Emotion.ANGRY, Emotion.SAD)
BOX = FaceBox(0.3, 0.2, 0.4, 0.5)
NEUTRAL = EMOTIONS.index(Emotion.NEUTRAL)


def raised(readings: Scores, emotion: int, by: float) -> Scores:
    """The (N, 7) readings of a person who always shows a little of an emotion."""
    odds = readings.copy()
    odds[:, emotion] *= np.exp(by)
    shares: Scores = odds / odds.sum(axis=1, keepdims=True)
    return shares


def corrected(readings: Scores, face: NeutralFace) -> Scores:
    """The readings as the player takes them once it knows the face at rest."""
    rows = (FaceReading(tuple(map(float, row)), BOX) for row in readings)
    return np.array([face.corrected(row).probabilities for row in rows])


def seen(readings: Scores, truth: NDArray[np.intp], rows: NDArray[np.bool_]) -> float:
    """The share of the rows whose strongest emotion is the true one."""
    return float((readings[rows].argmax(axis=1) == truth[rows]).mean())


def main() -> None:
    """Print how often neutral, the raised emotion and the others are seen, without and with."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("--data", type=Path, required=True)
    options = parser.parse_args()
    cv2.setNumThreads(1)
    model = ExpressionModel.load(options.model)
    faces = load_faces(options.data).of_split("PublicTest")
    readings = emotion_probabilities(run_logits(model, faces), model.card)
    truth, counted = true_classes(FERPLUS7, faces.votes, faces.labels)
    at_rest = counted & (truth == NEUTRAL) & (np.arange(len(truth)) % 2 == 0)
    print(f"{'':24}{'neutral':>16}{'that emotion':>16}{'the others':>16}")
    for emotion in RAISED:
        index = EMOTIONS.index(emotion)
        groups = (
            counted & (truth == NEUTRAL) & ~at_rest,
            counted & (truth == index),
            counted & (truth != index) & (truth != NEUTRAL),
        )
        for by in RAISED_BY:
            plain = raised(readings, index, by)
            face = NeutralFace(tuple(map(float, plain[at_rest].mean(axis=0))), 0.0)
            better = corrected(plain, face)
            figures = "".join(
                f"{seen(plain, truth, rows):>8.0%} ->{seen(better, truth, rows):>5.0%}"
                for rows in groups
            )
            print(f"{emotion.value:8} raised by {by:<4}{figures}")


if __name__ == "__main__":
    main()
