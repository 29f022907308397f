"""Writes convolutions as dlib serializes them, for tests of reading them."""

from collections.abc import Sequence

import numpy as np

from tui_player.training.networks.dlib_weights import Layer


def as_dlib_file(layers: Sequence[Layer]) -> bytes:
    """The layers with the names and tensors of dlib's file, other matter between them."""
    parts = [b"\x01\x01head"]
    for layer in layers:
        biases = np.zeros(len(layer.gain), np.float32)
        parts += [b"con_4", _tensor(layer.kernel, biases), b"\x01\x03\x01\x03"]
        parts += [b"affine_", _tensor(layer.gain, layer.offset), b"\x01\x07relu_110"]
    return b"".join(parts)


def _tensor(*values: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> bytes:
    content = np.concatenate([part.ravel() for part in values]).astype("<f4")
    head = [2, len(content), 1, 1, 1]
    return b"".join(_whole_number(number) for number in head) + content.tobytes()


def _whole_number(number: int) -> bytes:
    n_bytes = max(1, (number.bit_length() + 7) // 8)
    return bytes([n_bytes]) + number.to_bytes(n_bytes, "little")
