"""The form of dlib's face recognition network, and how an expression network begins with it."""

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

from tui_player.model.errors import TuiPlayerError
from tui_player.training.networks.dlib_weights import Layer

# dlib's network sees colours from 0 to 255 less their mean, over 256; faces cut and levelled for
# ours have a spread of 1, which in its terms is about that of 55 grey levels.
_SPREAD = 55 / 256


def _convolution(
    inputs: int, outputs: int, side: int = 3, stride: int = 1, padding: int = 1
) -> nn.Sequential:
    """A convolution and batch norm."""
    kernel = nn.Conv2d(inputs, outputs, side, stride, padding, bias=False)
    return nn.Sequential(kernel, nn.BatchNorm2d(outputs))


class RecognitionBlock(nn.Module):
    """A residual block of dlib's face recognition network; `inputs` fewer than `width` halve the
    picture, the short cut then is its mean over 2 x 2, with silent channels put behind."""

    def __init__(self, inputs: int, width: int) -> None:
        super().__init__()
        self.halves = inputs != width
        # dlib's halving convolution begins at the first pixel, not one before it.
        self.first = (
            _convolution(inputs, width, stride=2, padding=0)
            if self.halves
            else _convolution(inputs, width)
        )
        self.second = _convolution(width, width)
        self.new_channels = width - inputs

    def forward(self, features: Tensor) -> Tensor:
        """Features (N, inputs, H, W) as (N, width, H, W), or half as high and wide."""
        seen = functional.pad(features, (0, 1, 0, 1)) if self.halves else features
        change = self.second(torch.relu(self.first(seen)))
        if self.halves:
            features = functional.avg_pool2d(features, 2)
            features = functional.pad(features, (0, 0, 0, 0, 0, self.new_channels))
        return torch.relu(features + change)


class Enlarge(nn.Module):
    """Faces brought to the size that the network's features were learned at."""

    def __init__(self, side_px: int) -> None:
        super().__init__()
        self.side_px = side_px

    def forward(self, faces: Tensor) -> Tensor:
        """Faces (N, 1, S, S) as (N, 1, side_px, side_px)."""
        return functional.interpolate(faces, (self.side_px, self.side_px), mode="bilinear")


def recognition_trunk(
    side_px: int, widths: Sequence[int], blocks: Sequence[int], dropout: float
) -> nn.Sequential:
    """Faces (N, 1, S, S) to features (N, widths[-1]), as deep as `widths` and `blocks` say.

    Whole, dlib's network is (32, 64, 128, 256, 256) with (3, 4, 3, 3, 1) blocks, of which the
    last two hardly change what they are given. Batch norms stand for dlib's gains and offsets.
    """
    opening = _convolution(1, widths[0], side=7, stride=2, padding=3)
    layers: list[nn.Module] = [Enlarge(side_px), opening, nn.ReLU(), nn.MaxPool2d(3, 2, padding=1)]
    inputs = widths[0]
    for width, n_blocks in zip(widths, blocks, strict=True):
        for _ in range(n_blocks):
            layers.append(RecognitionBlock(inputs, width))
            inputs = width
    layers += [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Dropout(dropout)]
    return nn.Sequential(*layers)


class _Measured(nn.Module):
    """Stands for a batch norm once: gives a channel dlib's gain and offset, and sets the norm so
    that it would do the same to such features."""

    def __init__(self, norm: nn.BatchNorm2d, layer: Layer) -> None:
        super().__init__()
        self.norm = norm
        self.gain = torch.from_numpy(layer.gain)
        self.offset = torch.from_numpy(layer.offset)

    def forward(self, features: Tensor) -> Tensor:
        """Features (N, C, H, W), each channel scaled."""
        mean = features.mean(dim=(0, 2, 3))
        variance = features.var(dim=(0, 2, 3))
        norm = self.norm
        assert norm.running_mean is not None
        assert norm.running_var is not None
        norm.running_mean.copy_(mean)
        norm.running_var.copy_(variance)
        norm.weight.copy_(self.gain * (variance + norm.eps).sqrt())
        norm.bias.copy_(self.offset + self.gain * mean)
        return features * self.gain[:, None, None] + self.offset[:, None, None]


@torch.no_grad()
def begin_with_layers(trunk: nn.Module, layers: Sequence[Layer], faces: Tensor) -> None:
    """Give a trunk in place the kernels of dlib's network, and norms that fit these faces.

    `faces` (N, 1, S, S) are some hundred faces as the network is to see them. Raises
    TuiPlayerError when the trunk is of another form.
    """
    pairs = [module for module in trunk.modules() if _is_convolution(module)]
    for pair, layer in zip(pairs, layers, strict=False):
        assert isinstance(pair, nn.Sequential)
        kernel, norm = pair
        assert isinstance(kernel, nn.Conv2d)
        assert isinstance(norm, nn.BatchNorm2d)
        kernel.weight.copy_(_kernel(layer, kernel.weight))
        pair[1] = _Measured(norm, layer)
    trunk.eval()(faces)
    for pair in pairs:
        assert isinstance(pair, nn.Sequential)
        measured = pair[1]
        assert isinstance(measured, _Measured)
        pair[1] = measured.norm


def _is_convolution(module: nn.Module) -> bool:
    return (
        isinstance(module, nn.Sequential)
        and len(module) == 2
        and isinstance(module[0], nn.Conv2d)
        and isinstance(module[1], nn.BatchNorm2d)
    )


def _kernel(layer: Layer, like: Tensor) -> Tensor:
    """A layer's kernel in the shape of `like`; the first one's three colours added to one grey."""
    kernel = torch.from_numpy(layer.kernel)
    outputs, inputs, height, width = like.shape
    if inputs == 1 and kernel.numel() == 3 * like.numel():
        return kernel.view(outputs, 3, height, width).sum(1, keepdim=True) * _SPREAD
    if kernel.numel() != like.numel():
        raise TuiPlayerError(
            "This recipe's network is not of the form of dlib's: use the recipe `recognition`."
        )
    return kernel.view(like.shape)
