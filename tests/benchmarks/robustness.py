"""How much accuracy a network loses when faces are lit, blurred, rolled, hidden or moved.

Run from the checkout: python -m tests.benchmarks.robustness MODEL --data DATA [--json]
"""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from tui_player.training.data.dataset import SPLITS, FaceSet, load_faces
from tui_player.training.evaluation.heads import judge, run_logits
from tui_player.vision.network.model import ExpressionModel

Face = NDArray[np.uint8]
Change = Callable[[Face], Face]


def lit(gain: float) -> Change:
    """Every grey level times a gain, cut off at white."""
    return lambda face: np.clip(face * gain, 0, 255).astype(np.uint8)


def moved(roll_degrees: float = 0, scale: float = 1, shift: tuple[float, float] = (0, 0)) -> Change:
    """Rolled about the middle, scaled, shifted by shares of the side; edges are drawn out."""

    def change(face: Face) -> Face:
        side = face.shape[0]
        middle = (side - 1) / 2
        matrix = cv2.getRotationMatrix2D((middle, middle), roll_degrees, scale)
        matrix[:, 2] += np.array(shift) * side
        size = (side, side)
        bent = cv2.warpAffine(face, matrix, size, borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(bent, dtype=np.uint8)

    return change


def blurred(sigma_share: float) -> Change:
    """A Gaussian blur, sigma as a share of the side."""

    def change(face: Face) -> Face:
        soft = cv2.GaussianBlur(face, (0, 0), sigma_share * face.shape[0])
        return np.asarray(soft, dtype=np.uint8)

    return change


def with_glasses(lens_light: float) -> Change:
    """Two framed lenses over the eyes, each passing a share of the light (0: opaque)."""

    def change(face: Face) -> Face:
        worn = face.copy()
        unit = face.shape[0] / 48
        for middle in (15, 33):
            left, right = (round((middle + reach) * unit) for reach in (-7, 7))
            top, bottom = round(11 * unit), round(22 * unit)
            thick = max(1, round(1.5 * unit))
            lens = worn[top:bottom, left:right]
            worn[top:bottom, left:right] = (lens * lens_light).astype(np.uint8)
            cv2.rectangle(worn, (left, top), (right, bottom), 20, thick)
        row = round(15 * unit)
        cv2.line(worn, (round(22 * unit), row), (round(26 * unit), row), 20, thick)
        return worn

    return change


CHANGES: dict[str, Change] = {
    "as it is": lambda face: face,
    "light -40 %": lit(0.6),
    "light +40 %": lit(1.4),
    "blur, sigma 2.5 % of the side": blurred(0.025),
    "roll -20 degrees": moved(roll_degrees=-20),
    "roll +20 degrees": moved(roll_degrees=20),
    "clear glasses": with_glasses(0.8),
    "dark glasses": with_glasses(0.0),
    "shift 15 % left": moved(shift=(-0.15, 0)),
    "shift 15 % right": moved(shift=(0.15, 0)),
    "shift 15 % up": moved(shift=(0, -0.15)),
    "shift 15 % down": moved(shift=(0, 0.15)),
    "crop 15 % too wide": moved(scale=1 / 1.15),
    "crop 15 % too tight": moved(scale=1.15),
}


def measure(model: ExpressionModel, faces: FaceSet) -> dict[str, dict[str, float]]:
    """Accuracy of each head and the player's reading, by change."""
    answers = {}
    for name, change in CHANGES.items():
        changed = FaceSet(
            np.stack([change(face) for face in faces.images]),
            faces.votes,
            faces.labels,
            faces.split,
        )
        judgements = judge(model, run_logits(model, changed), changed)
        answers[name] = {head: j.metrics.accuracy for head, j in judgements.items()}
    return answers


def main() -> None:
    """Print accuracy and loss in points for every change."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--split", choices=SPLITS, default="PublicTest")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    model = ExpressionModel.load(options.model)
    answers = measure(model, load_faces(options.data).of_split(options.split))
    if options.json:
        json.dump(answers, sys.stdout, indent=2)
        return
    plain = answers["as it is"]
    for name, accuracies in answers.items():
        figures = "  ".join(
            f"{head} {accuracy:.2%} ({100 * (accuracy - plain[head]):+.1f})"
            for head, accuracy in accuracies.items()
        )
        print(f"{name:32}{figures}")


if __name__ == "__main__":
    main()
