"""dlib's weight file: layers come out in order and whole, anything else is refused in words."""

from pathlib import Path

import numpy as np
import pytest

from tests.training.dlib_file import as_dlib_file
from tui_player.training.networks.dlib_weights import DlibWeightsError, Layer, read_layers

LAYERS = [
    Layer(
        np.arange(outputs * size, dtype=np.float32).reshape(outputs, size) - 3,
        np.full(outputs, 2.5, np.float32),
        np.linspace(-1, 1, outputs, dtype=np.float32),
    )
    for outputs, size in ((4, 9), (300, 36))
]


def test_every_layer_is_read_from_the_picture_inwards(tmp_path: Path) -> None:
    path = tmp_path / "net.dat"
    path.write_bytes(as_dlib_file(LAYERS))
    read = read_layers(path)
    assert len(read) == len(LAYERS)
    for found, written in zip(read, LAYERS, strict=True):
        np.testing.assert_array_equal(found.kernel, written.kernel)
        np.testing.assert_array_equal(found.gain, written.gain)
        np.testing.assert_array_equal(found.offset, written.offset)


def test_a_file_cut_short_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "net.dat"
    path.write_bytes(as_dlib_file(LAYERS)[:-200])
    with pytest.raises(DlibWeightsError, match="breaks off"):
        read_layers(path)


def test_another_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "net.dat"
    path.write_bytes(b"something else")
    with pytest.raises(DlibWeightsError, match="holds no convolutions"):
        read_layers(path)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(DlibWeightsError, match="cannot be read: No such file"):
        read_layers(tmp_path / "net.dat")
