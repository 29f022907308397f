"""Reads dlib's face recognition network, whose features an expression network can begin with.

The file is Davis King's `dlib_face_recognition_resnet_model_v1.dat` (public domain, CC0), a
residual network trained to tell three million faces apart; the Python package
`face_recognition_models` carries it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tui_player.model.errors import TuiPlayerError

# A layer's name in dlib's serialization, just before its parameters.
_CONVOLUTION, _AFFINE = b"con_4", b"affine_"
# Head of a stored tensor: its version, then four sizes (dlib/cuda/gpu_data.h).
_TENSOR_VERSION = 2
_FLOAT = np.dtype("<f4")


class DlibWeightsError(TuiPlayerError):
    """A file that is not dlib's face recognition network."""


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """A convolution (its biases are all but zero) and the scaling of each channel that follows.

    Attributes:
        kernel: (outputs, inputs * height * width), as dlib lays it out.
        gain: (outputs,) factors of the channels.
        offset: (outputs,) added after them.
    """

    kernel: NDArray[np.float32]
    gain: NDArray[np.float32]
    offset: NDArray[np.float32]


def read_layers(path: Path) -> list[Layer]:
    """The network's convolutions from the picture inwards; raises DlibWeightsError."""
    try:
        content = path.read_bytes()
    except OSError as problem:
        raise DlibWeightsError(f"{path} cannot be read: {problem.strerror}.") from problem
    try:
        layers = list(_layers(content))
    except (ValueError, IndexError) as problem:
        raise DlibWeightsError(
            f"{path} breaks off in the middle of a layer: fetch the file again."
        ) from problem
    if not layers:
        raise DlibWeightsError(
            f"{path} holds no convolutions: give dlib_face_recognition_resnet_model_v1.dat, "
            "which the package face_recognition_models carries."
        )
    return layers


def _layers(content: bytes) -> Iterator[Layer]:
    kernel: NDArray[np.float32] | None = None
    place = 0
    while found := re.compile(_CONVOLUTION + b"|" + _AFFINE).search(content, place):
        values, place = _tensor(content, found.end())
        if found.group() == _CONVOLUTION:
            kernel = values
        elif kernel is not None:
            gain, offset = np.split(values, 2)
            outputs = len(gain)
            yield Layer(kernel[:-outputs].reshape(outputs, -1), gain, offset)


def _tensor(content: bytes, place: int) -> tuple[NDArray[np.float32], int]:
    version, place = _whole_number(content, place)
    if version != _TENSOR_VERSION:
        raise ValueError(f"tensor of version {version}")
    size = 1
    for _ in range(4):
        length, place = _whole_number(content, place)
        size *= length
    values = np.frombuffer(content, _FLOAT, size, place).astype(np.float32)
    return values, place + size * _FLOAT.itemsize


def _whole_number(content: bytes, place: int) -> tuple[int, int]:
    """A number and the place after it: a byte that counts its bytes, then those, lowest first."""
    n_bytes = content[place] & 0x0F
    after = place + 1 + n_bytes
    return int.from_bytes(content[place + 1 : after], "little"), after
