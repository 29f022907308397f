"""The published baseline's layers and the residual network's shapes."""

import pytest

torch = pytest.importorskip("torch")

from torch import nn  # noqa: E402 (after the skip, as all that needs PyTorch)

from tui_player.training.networks.networks import build_network, published_baseline  # noqa: E402
from tui_player.training.recipe import RECIPES, Recipe  # noqa: E402

pytestmark = pytest.mark.needs_torch


@pytest.mark.parametrize("n_classes", [3, 7])
def test_the_baseline_is_the_published_layer_list(n_classes: int) -> None:
    network = published_baseline({"classes": n_classes})
    trunk = list(network.trunk.children())
    layers = [type(layer).__name__ for layer in trunk if not isinstance(layer, nn.ReLU)]
    assert layers == [
        *("Conv2d", "Conv2d", "MaxPool2d", "Dropout", "Conv2d", "MaxPool2d"),
        *("Conv2d", "MaxPool2d", "Dropout", "Flatten", "Linear", "Dropout"),
    ]
    convolutions = [layer for layer in trunk if isinstance(layer, nn.Conv2d)]
    assert [layer.out_channels for layer in convolutions] == [32, 64, 128, 128]
    assert {layer.padding for layer in convolutions} == {(0, 0)}
    assert network(torch.zeros(2, 1, 48, 48))["classes"].shape == (2, n_classes)
    # Keras' own count of this list with seven outputs.
    if n_classes == 7:
        assert sum(parameter.numel() for parameter in network.parameters()) == 2_345_607


def test_the_residual_network_answers_every_head() -> None:
    recipe = Recipe(widths=(8, 16), blocks=(0, 1), heads=("ferplus8", "fer2013"))
    answers = build_network(recipe)(torch.zeros(3, 1, 48, 48))
    assert {name: tuple(answer.shape) for name, answer in answers.items()} == {
        "ferplus8": (3, 8),
        "fer2013": (3, 7),
    }


def test_blocks_start_as_the_identity() -> None:
    recipe = Recipe(widths=(8,), blocks=(1,), heads=("fer2013",), head_weights=(1.0,))
    block = list(build_network(recipe).eval().trunk.children())[2]
    features = torch.rand(1, 8, 6, 6)
    assert torch.allclose(block(features), features)


@pytest.mark.parametrize("name", sorted(RECIPES))
def test_every_recipe_builds(name: str) -> None:
    answers = build_network(RECIPES[name]).eval()(torch.zeros(1, 1, 48, 48))
    assert set(answers) == set(RECIPES[name].heads)
