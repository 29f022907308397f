"""Reading a network's card, and refusing one that does not fit."""

import hashlib
import os
from pathlib import Path

import pytest

from tui_player.model.mood.emotion import EMOTIONS
from tui_player.vision.faces.crop import CropSpec
from tui_player.vision.network.card import (
    Figure,
    ModelCardError,
    ReadoutPart,
    card_path,
    load_card,
    read_checked_model,
)

CLASSES = [*(emotion.value for emotion in EMOTIONS), "contempt"]
CARD = f"""
format = 1
name = "test network"
sha256 = "{hashlib.sha256(b"weights").hexdigest()}"

[crop]
size_px = 48
margin = 0.1
mean = 0.5
std = 0.25
contrast = "per_face"

[[heads]]
name = "ferplus8"
classes = {CLASSES}
prior = {[0.125] * 8}
prior_power = 0.5
temperature = 1.5

[readout]
temperature = 1.25

[readout.fold]
contempt = "disgusted"

[[readout.parts]]
head = "ferplus8"
weight = 1
prior_power = 0.25

[provenance]
data = "faces"
licence = "free"
recipe = "strong"
seeds = [1, 2]
training_commit = "abc"

[[figures]]
name = "accuracy"
value = 0.5
command = "tui-player evaluate"
"""


def _write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "network.toml"
    path.write_text(text)
    return path


def test_every_field_is_read(tmp_path: Path) -> None:
    card = load_card(_write(tmp_path, CARD))
    assert card.name == "test network"
    assert card.crop == CropSpec(48, 0.1, 0.5, 0.25, "per_face")
    head = card.head("ferplus8")
    assert head.classes == tuple(CLASSES)
    assert (head.prior_power, head.temperature) == (0.5, 1.5)
    assert card.readout.parts == (ReadoutPart("ferplus8", 1.0, 0.25),)
    assert card.readout.emotion_of("contempt") == "disgusted"
    assert card.readout.emotion_of("sad") == "sad"
    assert card.provenance.seeds == (1, 2)
    assert card.figures == (Figure("accuracy", 0.5, "tui-player evaluate"),)


def test_the_card_lies_beside_the_network() -> None:
    assert card_path(Path("models/a.onnx")) == Path("models/a.toml")


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "network.toml")
    with pytest.raises(ModelCardError, match="it is a named pipe"):
        load_card(tmp_path / "network.toml")


def test_a_missing_card_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelCardError, match=r"none\.toml is missing"):
        load_card(tmp_path / "none.toml")


@pytest.mark.parametrize(
    "text",
    ["format =", f"format = {'9' * 5000}", "format = " + "[" * 99_999, "a." * 99_999 + "a = 1"],
    ids=["none", "digits", "lists", "names"],
)
def test_text_that_is_not_toml_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(ModelCardError, match="cannot be read"):
        load_card(_write(tmp_path, text))


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("format = 1", "format = 2", "format"),
        ("size_px = 48", 'size_px = "48"', "size_px"),
        ("size_px = 48", "size_px = true", "size_px"),
        ("std = 0.25", "std = 0.0", "std above 0"),
        ("std = 0.25", "std = nan", "std"),
        ("margin = 0.1", "margin = inf", "margin"),
        ("weight = 1", "weight = nan", "weight"),
        ("[0.125,", "[nan,", "prior"),
        ("temperature = 1.5", "", "temperature"),
        ("temperature = 1.5", "temperature = 0.0", "temperature above 0"),
        ("temperature = 1.25", "temperature = -1.0", r"readout\.temperature"),
        ('contrast = "per_face"', 'contrast = "much"', "contrast"),
        ('head = "ferplus8"', 'head = "other"', "other"),
        ("weight = 1", "weight = 0", "weight"),
        ('contempt = "disgusted"', "", "contempt"),
        ('contempt = "disgusted"', 'contempt = "bored"', "contempt"),
        ("0.125, 0.125, ", "0.125, ", "one prior"),
        ("[[heads]]", "[[tails]]", "heads"),
        ("seeds = [1, 2]", 'seeds = ["one"]', "seeds"),
        ("value = 0.5", 'value = "half"', "value"),
    ],
)
def test_a_wrong_field_is_named(tmp_path: Path, right: str, wrong: str, told: str) -> None:
    assert right in CARD
    with pytest.raises(ModelCardError, match=told):
        load_card(_write(tmp_path, CARD.replace(right, wrong, 1)))


def test_an_unknown_head_is_refused(tmp_path: Path) -> None:
    card = load_card(_write(tmp_path, CARD))
    with pytest.raises(ModelCardError, match="no head called affect"):
        card.head("affect")


def test_the_network_is_read_when_its_hash_is_the_cards(tmp_path: Path) -> None:
    card = load_card(_write(tmp_path, CARD))
    network = tmp_path / "network.onnx"
    network.write_bytes(b"weights")
    assert read_checked_model(network, card) == b"weights"


def test_a_changed_network_is_refused(tmp_path: Path) -> None:
    card = load_card(_write(tmp_path, CARD))
    network = tmp_path / "network.onnx"
    network.write_bytes(b"other weights")
    with pytest.raises(ModelCardError, match="not the one its card describes"):
        read_checked_model(network, card)


def test_a_missing_network_is_named(tmp_path: Path) -> None:
    card = load_card(_write(tmp_path, CARD))
    with pytest.raises(ModelCardError, match=r"gone\.onnx cannot be read"):
        read_checked_model(tmp_path / "gone.onnx", card)
