"""Networks become files that answer as they did in PyTorch."""

from dataclasses import replace
from pathlib import Path
from typing import get_args

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")

from tui_player.training.export import (  # noqa: E402 (after the skips)
    LARGEST_DIFFERENCE,
    MeanOfNetworks,
    largest_difference,
    to_onnx,
    with_stored_precision,
    write_model,
)
from tui_player.training.networks.networks import MultiHead, build_network  # noqa: E402
from tui_player.training.networks.stored_weights import Storage  # noqa: E402
from tui_player.training.recipe import RECIPES, Recipe  # noqa: E402
from tui_player.vision.faces.crop import CropSpec  # noqa: E402
from tui_player.vision.network.card import (  # noqa: E402
    Figure,
    Head,
    ModelCard,
    Provenance,
    Readout,
    ReadoutPart,
    card_path,
    load_card,
)
from tui_player.vision.network.model import ExpressionModel  # noqa: E402

pytestmark = pytest.mark.needs_torch

CLASSES = ("happy", "sad", "angry", "neutral", "surprised", "fearful", "disgusted")
SMALL = Recipe(widths=(8, 16, 48), blocks=(1, 0, 1), heads=("ferplus7",), head_weights=(1.0,))
CARD = ModelCard(
    name="exported",
    sha256="",
    crop=CropSpec(contrast="per_face"),
    heads=(Head("ferplus7", CLASSES, (0.4, *(0.1,) * 6), 0.25, 1.5),),
    readout=Readout((ReadoutPart("ferplus7", 0.5, 0.75),), 0.8, (("contempt", "disgusted"),)),
    provenance=Provenance("faces", "free", "small", (3, 4), "abc"),
    figures=(Figure("accuracy", 0.5, "evaluate"),),
)


def _trained_looking(recipe: Recipe, seed: int) -> MultiHead:
    """An untrained network whose batch norms hold statistics as after training."""
    torch.manual_seed(seed)
    network = build_network(recipe)
    network.train()
    for _ in range(3):
        network(torch.rand(8, 1, 48, 48))
    return network.eval()


def _faces(count: int) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    return np.random.default_rng(1).integers(0, 256, (count, 48, 48), dtype=np.uint8)


@pytest.mark.parametrize("storage", ["float32", "float16", "int8"])
@pytest.mark.parametrize("seeds", [(1,), (1, 2)])
def test_both_runtimes_agree(tmp_path: Path, seeds: tuple[int, ...], storage: Storage) -> None:
    members = [with_stored_precision(_trained_looking(SMALL, seed), storage) for seed in seeds]
    network = MeanOfNetworks(members, SMALL.heads)
    path = tmp_path / "network.onnx"
    write_model(path, to_onnx(network, 48, storage), CARD)
    difference = largest_difference(network, ExpressionModel.load(path), _faces(5))
    assert difference < LARGEST_DIFFERENCE


def test_the_baseline_exports(tmp_path: Path) -> None:
    network = MeanOfNetworks([build_network(RECIPES["baseline"])], ("ferplus7",))
    path = tmp_path / "baseline.onnx"
    card = replace(CARD, crop=CropSpec())
    write_model(path, to_onnx(network, 48, "float32"), card)
    assert path.stat().st_size < 10_000_000
    difference = largest_difference(network, ExpressionModel.load(path), _faces(3))
    assert difference < LARGEST_DIFFERENCE


def test_a_network_that_knows_faces_exports(tmp_path: Path) -> None:
    recipe = replace(SMALL, network="recognition", widths=(8, 16), blocks=(1, 1), enlarged_px=64)
    member = with_stored_precision(_trained_looking(recipe, 1), "int8")
    network = MeanOfNetworks([member], recipe.heads)
    path = tmp_path / "network.onnx"
    write_model(path, to_onnx(network, 48, "int8"), CARD)
    difference = largest_difference(network, ExpressionModel.load(path), _faces(5))
    assert difference < LARGEST_DIFFERENCE


def test_shorter_weights_take_less_room() -> None:
    network = MeanOfNetworks([_trained_looking(SMALL, 1)], SMALL.heads)
    whole, half, bytes_each = (len(to_onnx(network, 48, storage)) for storage in get_args(Storage))
    assert half < 0.7 * whole
    assert bytes_each < 0.5 * whole


def test_a_difference_is_seen(tmp_path: Path) -> None:
    network = MeanOfNetworks([_trained_looking(SMALL, 1)], SMALL.heads)
    path = tmp_path / "network.onnx"
    write_model(path, to_onnx(network, 48, "float32"), CARD)
    other = MeanOfNetworks([_trained_looking(SMALL, 2)], SMALL.heads)
    assert largest_difference(other, ExpressionModel.load(path), _faces(5)) > LARGEST_DIFFERENCE


def test_every_second_member_sees_a_mirrored_face() -> None:
    member = _trained_looking(SMALL, 1)
    pair = MeanOfNetworks([member, member], SMALL.heads).eval()
    faces = torch.rand(2, 1, 48, 48)
    with torch.inference_mode():
        assert torch.allclose(pair(faces)[0], pair(faces.flip(3))[0], atol=1e-5)


def test_a_written_card_reads_back_the_same(tmp_path: Path) -> None:
    path = tmp_path / "network.onnx"
    written = write_model(path, b"weights", CARD)
    assert load_card(card_path(path)) == written
    assert len(written.sha256) == 64
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["network.onnx", "network.toml"]
