"""The shipped network reads a real face, and anything that does not fit its card is refused."""

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tui_player.model.mood.emotion import EMOTIONS, Emotion
from tui_player.vision.faces.crop import CropSpec, GreyImage, crop_face
from tui_player.vision.network.card import (
    Head,
    ModelCard,
    ModelCardError,
    Provenance,
    Readout,
    ReadoutPart,
)
from tui_player.vision.network.model import (
    ExpressionModel,
    emotion_probabilities,
    head_probabilities,
    softmax,
)

SHIPPED = Path(__file__).parents[3] / "models" / "expression.onnx"
# Where OpenCV's alt2 cascade finds the face of scikit-image's astronaut.
ASTRONAUT_FACE = (177, 66, 97, 97)

PAIR = Head("pair", ("happy", "contempt"), (0.8, 0.2))
SEVEN = Head("seven", tuple(emotion.value for emotion in EMOTIONS), (0.4, *(0.1,) * 6))


def _card(*parts: ReadoutPart, temperature: float = 1.0) -> ModelCard:
    return ModelCard(
        name="test",
        sha256="",
        crop=CropSpec(),
        heads=(PAIR, SEVEN),
        readout=Readout(parts, temperature, fold=(("contempt", "disgusted"),)),
        provenance=Provenance("", "", "", (), ""),
    )


def _smiling_face(spec: CropSpec) -> GreyImage:
    import cv2
    from skimage import data

    colour = data.astronaut()
    grey = np.asarray(cv2.cvtColor(colour, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    return crop_face(grey, *ASTRONAUT_FACE, spec)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the shipped network and card that a test may spoil."""
    for ending in (".onnx", ".toml"):
        shutil.copy(SHIPPED.with_suffix(ending), tmp_path)
    return tmp_path / SHIPPED.name


def test_the_shipped_network_sees_a_smile() -> None:
    model = ExpressionModel.load(SHIPPED)
    reading = model.read(_smiling_face(model.crop))
    assert len(reading) == len(EMOTIONS)
    assert sum(reading) == pytest.approx(1)
    assert EMOTIONS[int(np.argmax(reading))] == Emotion.HAPPY


def test_one_face_reads_the_same_alone_and_in_company() -> None:
    model = ExpressionModel.load(SHIPPED)
    noise = np.random.default_rng(2).integers(0, 256, (3, 48, 48), dtype=np.uint8)
    together = model.logits(noise)
    for number, face in enumerate(noise):
        for name, answer in model.logits(face).items():
            assert np.allclose(answer[0], together[name][number], atol=1e-4)


def test_a_changed_file_is_refused(copied: Path) -> None:
    copied.write_bytes(copied.read_bytes()[:-1] + b"!")
    with pytest.raises(ModelCardError, match="not the one its card describes"):
        ExpressionModel.load(copied)


def test_a_file_without_card_is_refused(copied: Path) -> None:
    copied.with_suffix(".toml").unlink()
    with pytest.raises(ModelCardError, match=r"expression\.toml is missing"):
        ExpressionModel.load(copied)


def test_a_card_of_another_network_is_refused(copied: Path) -> None:
    card = copied.with_suffix(".toml")
    top, heads = card.read_text().split("[[heads]]", 1)
    card.write_text(f"{top}[[heads]]{heads.replace('ferplus8', 'other')}")
    with pytest.raises(ModelCardError, match='classes of "other", the network answers none'):
        ExpressionModel.load(copied)


def test_a_card_of_other_faces_is_refused(copied: Path) -> None:
    card = copied.with_suffix(".toml")
    assert "size_px = 48" in card.read_text()
    card.write_text(card.read_text().replace("size_px = 48", "size_px = 64"))
    with pytest.raises(ModelCardError, match="faces have 64 x 64 pixels, the network reads 48 x"):
        ExpressionModel.load(copied)


def test_a_file_that_is_no_network_is_refused(copied: Path) -> None:
    import hashlib

    content = b"no network at all"
    copied.write_bytes(content)
    card = copied.with_suffix(".toml")
    old = next(line for line in card.read_text().splitlines() if line.startswith("sha256"))
    new = f'sha256 = "{hashlib.sha256(content).hexdigest()}"'
    card.write_text(card.read_text().replace(old, new))
    with pytest.raises(ModelCardError, match="not a network that can be run"):
        ExpressionModel.load(copied)


def test_softmax_bears_large_scores_and_minus_infinity() -> None:
    assert softmax(np.array([[1000.0, 1000.0, -np.inf]])).tolist() == [[0.5, 0.5, 0.0]]


def test_a_head_is_divided_by_its_prior() -> None:
    head = replace(PAIR, prior_power=1.0)
    level = np.log(np.array([PAIR.prior]))
    assert np.allclose(head_probabilities(level, head), 0.5)


def test_a_high_temperature_makes_a_head_less_sure() -> None:
    scores = np.array([[2.0, 0.0]])
    hot = head_probabilities(scores, replace(PAIR, temperature=4.0))
    assert hot[0, 0] == pytest.approx(1 / (1 + np.exp(-0.5)))


def test_contempt_folds_into_disgusted_and_missing_classes_stay_at_zero() -> None:
    scores = {"pair": np.log(np.array([[0.25, 0.75]])), "seven": np.zeros((1, 7))}
    reading = emotion_probabilities(scores, _card(ReadoutPart("pair")))[0]
    assert reading[EMOTIONS.index(Emotion.HAPPY)] == pytest.approx(0.25)
    assert reading[EMOTIONS.index(Emotion.DISGUSTED)] == pytest.approx(0.75)
    assert reading.sum() == pytest.approx(1)


def test_parts_are_multiplied_to_their_weight() -> None:
    shares = np.array([[0.4, 0.2, 0.1, 0.1, 0.1, 0.05, 0.05]])
    scores = {"pair": np.zeros((1, 2)), "seven": np.log(shares)}
    single = emotion_probabilities(scores, _card(ReadoutPart("seven", weight=2.0)))
    assert np.allclose(single, shares**2 / (shares**2).sum())
    cooled = emotion_probabilities(scores, _card(ReadoutPart("seven", weight=2.0), temperature=2.0))
    assert np.allclose(cooled, shares)


def test_the_readout_divides_by_the_prior_of_the_part() -> None:
    scores = {"pair": np.zeros((1, 2)), "seven": np.log(np.array([SEVEN.prior]))}
    reading = emotion_probabilities(scores, _card(ReadoutPart("seven", prior_power=1.0)))
    assert np.allclose(reading, 1 / 7)
