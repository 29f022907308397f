"""A network that begins with dlib's answers as dlib's layers do, and other forms are refused."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from torch import Tensor  # noqa: E402 (after the skip, as all that needs PyTorch)
from torch.nn import functional  # noqa: E402

from tui_player.model.errors import TuiPlayerError  # noqa: E402
from tui_player.training.networks.dlib_backbone import (  # noqa: E402
    RecognitionBlock,
    begin_with_layers,
    recognition_trunk,
)
from tui_player.training.networks.dlib_weights import Layer  # noqa: E402

pytestmark = pytest.mark.needs_torch

WIDTHS, BLOCKS = (4, 8), (1, 1)
# Outputs and inputs times pixels: the opening, a block of four, a block that halves to eight.
SHAPES = [(4, 3 * 49), (4, 4 * 9), (4, 4 * 9), (8, 4 * 9), (8, 8 * 9)]


@pytest.fixture
def layers() -> list[Layer]:
    random = np.random.default_rng(3)

    def some(*shape: int) -> "np.ndarray[tuple[int, ...], np.dtype[np.float32]]":
        return random.normal(0.5, 0.4, shape).astype(np.float32)

    return [Layer(some(*shape), some(shape[0]), some(shape[0])) for shape in SHAPES]


def _scaled(features: Tensor, layer: Layer) -> Tensor:
    gain, offset = torch.from_numpy(layer.gain), torch.from_numpy(layer.offset)
    scaled: Tensor = features * gain[:, None, None] + offset[:, None, None]
    return scaled


def _convolved(features: Tensor, layer: Layer, stride: int = 1, padding: int = 1) -> Tensor:
    kernel = torch.from_numpy(layer.kernel).view(len(layer.gain), features.shape[1], 3, 3)
    return _scaled(functional.conv2d(features, kernel, stride=stride, padding=padding), layer)


def test_a_block_that_halves_does_what_dlibs_does(layers: list[Layer]) -> None:
    features = torch.rand(2, 4, 9, 9)
    block = RecognitionBlock(4, 8).eval()
    begin_with_layers(block, layers[3:], features)
    # Of an odd side dlib's convolution and its mean over 2 x 2 give pictures of one size.
    change = torch.relu(_convolved(features, layers[3], stride=2, padding=0))
    change = _convolved(change, layers[4])
    kept = functional.pad(functional.avg_pool2d(features, 2), (0, 0, 0, 0, 0, 4))
    assert torch.allclose(block(features), torch.relu(change + kept), atol=1e-4)


def test_a_trunk_takes_all_its_layers(layers: list[Layer]) -> None:
    trunk = recognition_trunk(32, WIDTHS, BLOCKS, dropout=0.0)
    faces = torch.randn(6, 1, 16, 16)
    begin_with_layers(trunk, layers, faces)
    kernel = torch.from_numpy(layers[0].kernel).view(4, 3, 7, 7).sum(1, keepdim=True) * 55 / 256
    opening = list(trunk.eval().children())[1]
    enlarged = functional.interpolate(faces, (32, 32), mode="bilinear")
    seen = _scaled(functional.conv2d(enlarged, kernel, stride=2, padding=3), layers[0])
    assert torch.allclose(opening(enlarged), seen, atol=1e-4)
    assert trunk(faces).shape == (6, 8)


def test_the_form_of_another_network_is_refused(layers: list[Layer]) -> None:
    trunk = recognition_trunk(32, (4, 12), BLOCKS, dropout=0.0)
    with pytest.raises(TuiPlayerError, match="not of the form of dlib's"):
        begin_with_layers(trunk, layers, torch.randn(6, 1, 16, 16))
