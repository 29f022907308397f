"""How a network's weights lie in its file: whole, in half precision, or as scaled bytes.

However they are stored, ONNX Runtime computes with float32: it widens them once, when it opens
the file. So no processor needs eight-bit products, and none can overflow in them.
"""

from typing import Literal

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import helper, numpy_helper
from torch import nn

Storage = Literal["float32", "float16", "int8"]
# Smaller tensors (biases, the heads) stay in float32: they weigh little and hold the most.
SMALLEST_SHORTENED = 4096
# Kernels of convolutions are (outputs, inputs, height, width); only they are stored as bytes.
KERNEL_DIMENSIONS = 4
LARGEST_BYTE = 127

Weights = NDArray[np.float32]


def as_bytes(kernel: Weights) -> tuple[NDArray[np.int8], Weights]:
    """A kernel (O, I, H, W) as whole numbers from -127 to 127 and a scale (O, 1, 1, 1) for each
    output channel, so that their product is the kernel but for rounding."""
    largest = np.abs(kernel).max(axis=(1, 2, 3), keepdims=True)
    scale = np.maximum(largest / LARGEST_BYTE, np.finfo(np.float32).tiny).astype(np.float32)
    return np.rint(kernel / scale).astype(np.int8), scale


def rounded(values: Weights, storage: Storage) -> Weights:
    """The values as they will come back out of the file."""
    if storage == "float32" or values.size < SMALLEST_SHORTENED:
        return values
    if storage == "int8" and values.ndim == KERNEL_DIMENSIONS:
        numbers, scale = as_bytes(values)
        return (numbers * scale).astype(np.float32)
    return values.astype(np.float16).astype(np.float32)


@torch.no_grad()
def round_parameters(network: nn.Module, storage: Storage) -> None:
    """Give a network in place the very weights that its file will hold."""
    for parameter in network.parameters():
        parameter.copy_(torch.from_numpy(rounded(parameter.numpy(), storage)))


def shorten_weights(model: onnx.ModelProto, storage: Storage) -> None:
    """Store the large weights of an ONNX model in place, with the steps that widen them again."""
    widened: list[onnx.NodeProto] = []
    for tensor in list(model.graph.initializer):
        values = numpy_helper.to_array(tensor)
        if storage == "float32" or values.dtype != np.float32 or values.size < SMALLEST_SHORTENED:
            continue
        if storage == "int8" and values.ndim == KERNEL_DIMENSIONS:
            widened += _store_bytes(model, tensor, values)
        else:
            widened += _store_half(tensor, values)
    nodes = [*widened, *model.graph.node]
    del model.graph.node[:]
    model.graph.node.extend(nodes)


def _store_half(tensor: onnx.TensorProto, values: Weights) -> list[onnx.NodeProto]:
    name = tensor.name
    tensor.CopyFrom(numpy_helper.from_array(values.astype(np.float16), f"{name}_half"))
    return [helper.make_node("Cast", [f"{name}_half"], [name], to=onnx.TensorProto.FLOAT)]


def _store_bytes(
    model: onnx.ModelProto, tensor: onnx.TensorProto, values: Weights
) -> list[onnx.NodeProto]:
    name = tensor.name
    numbers, scale = as_bytes(values)
    tensor.CopyFrom(numpy_helper.from_array(numbers, f"{name}_bytes"))
    model.graph.initializer.append(numpy_helper.from_array(scale, f"{name}_scale"))
    return [
        helper.make_node("Cast", [f"{name}_bytes"], [f"{name}_wide"], to=onnx.TensorProto.FLOAT),
        helper.make_node("Mul", [f"{name}_wide", f"{name}_scale"], [name]),
    ]
