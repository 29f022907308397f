"""The networks: the published baseline, the player's own residual one, and one that knows faces."""

from collections.abc import Mapping

import torch
from torch import Tensor, nn

from tui_player.training.data.label_sets import LABEL_SETS
from tui_player.training.networks.dlib_backbone import recognition_trunk
from tui_player.training.recipe import Recipe

Logits = dict[str, Tensor]


class MultiHead(nn.Module):
    """A trunk that turns faces (N, 1, S, S) into features, and one linear head per label set."""

    def __init__(self, trunk: nn.Module, features: int, heads: Mapping[str, int]) -> None:
        super().__init__()
        self.trunk = trunk
        self.heads = nn.ModuleDict({name: nn.Linear(features, n) for name, n in heads.items()})

    def forward(self, faces: Tensor) -> Logits:
        """Logits of every head by its name."""
        features = self.trunk(faces)
        return {name: head(features) for name, head in self.heads.items()}


def published_baseline(heads: Mapping[str, int]) -> MultiHead:
    """The network of the published system, 'valid' padding, for faces of 48 x 48.

    Conv 32, Conv 64, pool, dropout 0.25, Conv 128, pool, Conv 128, pool, dropout 0.25, Dense 1024,
    dropout 0.5, then one dense layer of as many outputs as the label set has classes. Softmax is
    left to the loss and to the model card's read-out.
    """
    trunk = nn.Sequential(
        nn.Conv2d(1, 32, 3),
        nn.ReLU(inplace=True),
        nn.Conv2d(32, 64, 3),
        nn.ReLU(inplace=True),
        nn.MaxPool2d(2),
        nn.Dropout(0.25),
        nn.Conv2d(64, 128, 3),
        nn.ReLU(inplace=True),
        nn.MaxPool2d(2),
        nn.Conv2d(128, 128, 3),
        nn.ReLU(inplace=True),
        nn.MaxPool2d(2),
        nn.Dropout(0.25),
        nn.Flatten(),
        nn.Linear(128 * 4 * 4, 1024),
        nn.ReLU(inplace=True),
        nn.Dropout(0.5),
    )
    return MultiHead(trunk, 1024, heads)


def _convolution(inputs: int, outputs: int, stride: int = 1) -> nn.Sequential:
    """3 x 3 convolution and batch norm."""
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, 3, stride, padding=1, bias=False), nn.BatchNorm2d(outputs)
    )


class ResidualBlock(nn.Module):
    """Two convolutions beside a short cut, the channels weighed by squeeze-and-excitation.

    He et al. 2016 (arXiv:1512.03385); Hu et al. 2018 (arXiv:1709.01507).
    """

    def __init__(self, width: int) -> None:
        super().__init__()
        self.first = _convolution(width, width)
        self.second = _convolution(width, width)
        # Starts as the identity, which makes early training steadier (Goyal et al. 2017).
        norm = self.second[1]
        assert isinstance(norm, nn.BatchNorm2d)
        nn.init.zeros_(norm.weight)
        squeezed = max(8, width // 8)
        self.squeeze = nn.Sequential(
            nn.Linear(width, squeezed), nn.ReLU(inplace=True), nn.Linear(squeezed, width)
        )

    def forward(self, features: Tensor) -> Tensor:
        """Features (N, width, H, W) in the same shape."""
        change = self.second(torch.relu(self.first(features)))
        weight = torch.sigmoid(self.squeeze(change.mean(dim=(2, 3))))
        return torch.relu(features + change * weight[:, :, None, None])


def residual_network(
    heads: Mapping[str, int],
    widths: tuple[int, ...],
    blocks: tuple[int, ...],
    dropout: float,
) -> MultiHead:
    """The player's network: stages of residual blocks, each at half the resolution of the last.

    A stage opens with a strided convolution to its width; the head sees the mean over the last
    stage's picture, so any face size of a multiple of 2 ** (stages - 1) can be read.
    """
    layers: list[nn.Module] = []
    inputs = 1
    for stage, (width, n_blocks) in enumerate(zip(widths, blocks, strict=True)):
        layers += [_convolution(inputs, width, 1 if stage == 0 else 2), nn.ReLU(inplace=True)]
        layers += [ResidualBlock(width) for _ in range(n_blocks)]
        inputs = width
    layers += [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Dropout(dropout)]
    return MultiHead(nn.Sequential(*layers), inputs, heads)


def build_network(recipe: Recipe) -> MultiHead:
    """The network a recipe names, untrained."""
    heads = {name: len(LABEL_SETS[name].classes) for name in recipe.heads}
    if recipe.network == "published_baseline":
        network = published_baseline(heads)
    elif recipe.network == "recognition":
        trunk = recognition_trunk(recipe.enlarged_px, recipe.widths, recipe.blocks, recipe.dropout)
        network = MultiHead(trunk, recipe.widths[-1], heads)
    else:
        network = residual_network(heads, recipe.widths, recipe.blocks, recipe.dropout)
    # Channels-last kernels are about twice as fast on processors. PyTorch's own types lack it.
    network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    return network
