"""The card's corrections are fitted on one half of the faces and written with their figures."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch")
pytest.importorskip("onnx")

from tests.training.faces import made_up_faces
from tui_player.training.data.label_sets import FER2013, FERPLUS8
from tui_player.training.export import ExportError
from tui_player.training.networks.networks import build_network
from tui_player.training.publish import (
    Publication,
    TrainedMember,
    calibrated,
    publish,
    storage_for,
)
from tui_player.training.recipe import RECIPES
from tui_player.vision.faces.crop import CropSpec
from tui_player.vision.network.card import (
    Head,
    ModelCard,
    Provenance,
    Readout,
    ReadoutPart,
)
from tui_player.vision.network.model import (
    Scores,
    emotion_probabilities,
    head_probabilities,
    softmax,
)

pytestmark = pytest.mark.needs_torch

CARD = ModelCard(
    name="test",
    sha256="",
    crop=CropSpec(),
    heads=(
        Head("ferplus8", FERPLUS8.classes, (0.125,) * 8),
        Head("fer2013", FER2013.classes, (1 / 7,) * 7),
    ),
    readout=Readout(
        (ReadoutPart("ferplus8"), ReadoutPart("fer2013", 0.5)), fold=(("contempt", "disgusted"),)
    ),
    provenance=Provenance("", "", "", (), ""),
)
HEAT = 3.0


def _sampled(
    classes: int, count: int, seed: int
) -> tuple[Scores, np.ndarray[tuple[int], np.dtype[np.intp]]]:
    """Scores and classes drawn from their own softmax: honest by construction."""
    rng = np.random.default_rng(seed)
    scores = rng.normal(0, 2, (count, classes))
    return scores, np.array([rng.choice(classes, p=row) for row in softmax(scores)])


def test_unlike_runs_are_not_averaged(tmp_path: Path) -> None:
    recipes = RECIPES["wide"], replace(RECIPES["wide"], heads=("ferplus8",), head_weights=(1.0,))
    members = [TrainedMember(recipe, build_network(recipe)) for recipe in recipes]
    with pytest.raises(ExportError, match="cannot be averaged"):
        publish(members, made_up_faces(8), Publication("x", tmp_path / "x.onnx", "faces", "wide"))


def test_a_file_too_large_in_half_precision_is_stored_in_bytes() -> None:
    small = replace(RECIPES["wide"], widths=(8, 8), blocks=(0, 1))
    for recipe, storage in ((small, "float16"), (RECIPES["wide"], "int8")):
        assert storage_for([TrainedMember(recipe, build_network(recipe))]) == storage


def test_the_card_names_what_a_network_began_with(tmp_path: Path) -> None:
    recipe = replace(
        RECIPES["recognition"], widths=(8, 16), blocks=(1, 1), enlarged_px=32, dropout=0.0
    )
    member = TrainedMember(recipe, build_network(recipe).eval())
    faces = made_up_faces(16, ("Training", "PublicTest"))
    card = publish([member], faces, Publication("x", tmp_path / "x.onnx", "faces", "recognition"))
    assert "dlib" in card.provenance.licence


def test_overconfident_heads_are_cooled() -> None:
    faces = made_up_faces(300)
    count = len(faces)
    eight, truth = _sampled(8, count, 1)
    seven, first_labels = _sampled(7, count, 2)
    votes = np.zeros((count, 10), dtype=np.uint8)
    votes[np.arange(count), truth] = 10
    faces = replace(faces, votes=votes, labels=first_labels.astype(np.uint8))
    card = calibrated(CARD, {"ferplus8": eight * HEAT, "fer2013": seven * HEAT}, faces)
    for head in card.heads:
        assert head.temperature == pytest.approx(HEAT, rel=0.15)
    cooled = head_probabilities(eight * HEAT, card.head("ferplus8"))
    assert np.abs(cooled - softmax(eight)).mean() < 0.03


def test_the_readout_is_fitted_to_the_folded_votes() -> None:
    faces = made_up_faces(50)
    answers = np.eye(8)[faces.votes.argmax(axis=1)]
    logits = {"ferplus8": 4 * answers, "fer2013": np.zeros((len(faces), 7))}
    card = calibrated(CARD, logits, faces)
    assert card.readout.temperature < 1, "right answers deserve more certainty"
    assert [part.weight for part in card.readout.parts] == [1.0, 0.5]
    reading = emotion_probabilities(logits, card)
    assert np.allclose(reading.sum(axis=1), 1)
    assert reading.max(axis=1).min() > 0.9
