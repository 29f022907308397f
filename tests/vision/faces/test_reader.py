"""From a frame to a reading."""

from pathlib import Path

import numpy as np
import pytest

from tests.vision.fake_parts import PROBABILITIES, FakeModel
from tests.vision.frames import ASTRONAUT_FACE, astronaut, grey, wall
from tui_player.model.mood.emotion import Emotion
from tui_player.vision.faces.detector import turned
from tui_player.vision.faces.reader import FaceReader
from tui_player.vision.faces.tracker import FaceFinder
from tui_player.vision.network.model import ExpressionModel

SHIPPED_MODEL = Path(__file__).resolve().parents[3] / "models" / "expression.onnx"


def test_a_reading_tells_what_where_and_how_good() -> None:
    model = FakeModel()
    reading = FaceReader(model, FaceFinder()).read(grey(astronaut()))
    assert reading is not None
    assert reading.probabilities == PROBABILITIES
    assert reading.faces_seen == 1
    assert reading.quality > 0.9
    left, top, side = (number / 512 for number in ASTRONAUT_FACE)
    assert reading.box.left == pytest.approx(left, abs=0.03)
    assert reading.box.top == pytest.approx(top, abs=0.03)
    assert reading.box.width == pytest.approx(side, abs=0.03)
    assert reading.box.height == pytest.approx(side, abs=0.03)
    assert [face.shape for face in model.faces] == [(48, 48)]


def test_a_leaning_head_is_levelled_before_it_is_read() -> None:
    upright, leaning = FakeModel(), FakeModel()
    portrait = grey(astronaut())
    FaceReader(upright, FaceFinder()).read(portrait)
    FaceReader(leaning, FaceFinder()).read_photograph(turned(portrait, (224, 113), -25))
    likeness = np.corrcoef(upright.faces[0].ravel(), leaning.faces[0].ravel())[0, 1]
    assert likeness > 0.85


def test_without_a_face_there_is_no_reading() -> None:
    model = FakeModel()
    assert FaceReader(model, FaceFinder()).read(grey(wall())) is None
    assert model.faces == []


@pytest.mark.skipif(not SHIPPED_MODEL.exists(), reason="no network has been trained here yet")
def test_the_shipped_network_sees_a_smile() -> None:
    reader = FaceReader(ExpressionModel.load(SHIPPED_MODEL), FaceFinder())
    reading = reader.read(grey(astronaut()))
    assert reading is not None
    assert sum(reading.probabilities) == pytest.approx(1)
    assert reading.strongest == Emotion.HAPPY
