"""Weights come back out of their file almost as they went in."""

import numpy as np
import pytest

pytest.importorskip("torch")
pytest.importorskip("onnx")

from tui_player.training.networks.stored_weights import as_bytes, rounded

pytestmark = pytest.mark.needs_torch


def _kernel() -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    kernel = np.random.default_rng(1).normal(0, 0.1, (32, 16, 3, 3)).astype(np.float32)
    kernel[3] *= 100
    return kernel


def test_each_channel_has_its_own_scale() -> None:
    kernel = _kernel()
    numbers, scale = as_bytes(kernel)
    assert scale.shape == (32, 1, 1, 1)
    assert (np.abs(numbers).max(axis=(1, 2, 3)) == 127).all()
    assert (np.abs(numbers * scale - kernel) <= scale * 0.5001).all()


def test_a_channel_of_zeros_stays_zero() -> None:
    kernel = _kernel()
    kernel[0] = 0
    assert (rounded(kernel, "int8")[0] == 0).all()


def test_rounding_twice_changes_nothing_more() -> None:
    once = rounded(_kernel(), "int8")
    assert np.allclose(rounded(once, "int8"), once, rtol=1e-6)


def test_small_tensors_stay_whole() -> None:
    small = np.linspace(0, 1, 100, dtype=np.float32)
    assert rounded(small, "int8") is small
    assert rounded(small, "float16") is small
