"""Writes trained networks as one ONNX file with its card, once both runtimes agree."""

import hashlib
import logging
import tempfile
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import asdict, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import tomli_w
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from tui_player.model.errors import TuiPlayerError
from tui_player.training.networks.networks import MultiHead
from tui_player.training.networks.stored_weights import Storage, round_parameters, shorten_weights
from tui_player.util.atomic_files import write_atomically
from tui_player.vision.faces.crop import normalise
from tui_player.vision.network.card import CARD_FORMAT, ModelCard, card_path
from tui_player.vision.network.model import INPUT_NAME, ExpressionModel

# How far PyTorch's and ONNX Runtime's logits may differ.
LARGEST_DIFFERENCE = 1e-4
OPSET = 18


class ExportError(TuiPlayerError):
    """A network that cannot be exported as it should."""


class MeanOfNetworks(nn.Module):
    """The mean logits of several networks, every second one seeing the face mirrored.

    A mirrored face has the same expression, so the members differ more, and their mean is
    better, at no cost. A network alone sees both.
    """

    def __init__(self, members: Sequence[MultiHead], heads: Sequence[str]) -> None:
        super().__init__()
        self.members = nn.ModuleList(members)
        self.head_names = tuple(heads)

    def forward(self, faces: Tensor) -> tuple[Tensor, ...]:
        """Logits (N, classes) of every head, in the order of `head_names`."""
        mirrored = faces.flip(3)
        if len(self.members) == 1:
            both = self.members[0](torch.cat([faces, mirrored]))
            answers = [
                {name: answer.unflatten(0, (2, -1))[side] for name, answer in both.items()}
                for side in range(2)
            ]
        else:
            answers = [
                member(mirrored if number % 2 else faces)
                for number, member in enumerate(self.members)
            ]
        return tuple(
            torch.stack([answer[name] for answer in answers]).mean(0) for name in self.head_names
        )


def to_onnx(network: MeanOfNetworks, size_px: int, storage: Storage) -> bytes:
    """The network as ONNX with a free batch size, batch norm folded into the convolutions."""
    network = network.eval()
    folded = MeanOfNetworks(
        [_without_batch_norm(member) for member in network.members], network.head_names
    ).eval()
    example = torch.zeros(2, 1, size_px, size_px)
    with tempfile.TemporaryDirectory() as folder, _quiet_exporter():
        path = Path(folder) / "network.onnx"
        torch.onnx.export(
            folded,
            (example,),
            path,
            input_names=[INPUT_NAME],
            output_names=list(network.head_names),
            dynamic_shapes=({0: torch.export.Dim("faces_n")},),
            opset_version=OPSET,
            dynamo=True,
            external_data=False,
            verbose=False,
        )
        model = onnx.load(path)
    _strip_notes(model)
    shorten_weights(model, storage)
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString())


@contextmanager
def _quiet_exporter() -> Iterator[None]:
    """Without the exporter's words on its own insides and on libraries it does not need here."""
    logger = logging.getLogger("torch.onnx")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)
            warnings.simplefilter("ignore", DeprecationWarning)
            yield
    finally:
        logger.setLevel(level)


def _strip_notes(model: onnx.ModelProto) -> None:
    """Drop the exporter's notes on source lines: a tenth of the file, and paths of this machine."""
    del model.metadata_props[:]
    del model.graph.value_info[:]
    for node in model.graph.node:
        del node.metadata_props[:]
        node.doc_string = ""


def _without_batch_norm(network: nn.Module) -> Any:
    """A copy whose batch norms are part of the convolutions before them."""
    copy = deepcopy(network).eval()
    for module in list(copy.modules()):
        if not isinstance(module, nn.Sequential):
            continue
        children = list(module.named_children())
        for (first, convolution), (second, norm) in pairwise(children):
            if isinstance(convolution, nn.Conv2d) and isinstance(norm, nn.BatchNorm2d):
                fused = torch.nn.utils.fusion.fuse_conv_bn_eval(convolution, norm)
                setattr(module, first, fused)
                setattr(module, second, nn.Identity())
    return copy


def with_stored_precision(network: MultiHead, storage: Storage) -> MultiHead:
    """A copy whose weights are exactly those the file will hold, batch norm already folded in."""
    copy: MultiHead = _without_batch_norm(network)
    round_parameters(copy, storage)
    return copy


def largest_difference(
    network: MeanOfNetworks, model: ExpressionModel, faces: NDArray[np.uint8]
) -> float:
    """The largest difference of any logit between PyTorch and ONNX Runtime on (N, S, S) faces."""
    with torch.inference_mode():
        ours = network.eval()(torch.from_numpy(normalise(faces, model.crop)))
    theirs = model.logits(faces)
    return max(
        float(np.abs(answer.numpy() - theirs[name]).max())
        for name, answer in zip(network.head_names, ours, strict=True)
    )


def write_model(path: Path, content: bytes, card: ModelCard) -> ModelCard:
    """Write network and card beside each other, each atomically; returns the card with its hash."""
    card = replace(card, sha256=hashlib.sha256(content).hexdigest())
    _write(path, content)
    write_card(card_path(path), card)
    return card


def write_card(path: Path, card: ModelCard) -> None:
    """Write a card that model_card.load_card reads back the same."""
    _write(path, tomli_w.dumps(card_fields(card)).encode())


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, content)


def card_fields(card: ModelCard) -> dict[str, Any]:
    """A card as the tables of its file."""
    readout = asdict(card.readout)
    return {
        "format": CARD_FORMAT,
        "name": card.name,
        "sha256": card.sha256,
        "crop": asdict(card.crop),
        "heads": [_listed(asdict(head)) for head in card.heads],
        "readout": {
            "temperature": readout["temperature"],
            "fold": dict(card.readout.fold),
            "parts": list(readout["parts"]),
        },
        "provenance": _listed(asdict(card.provenance)),
        "figures": [asdict(figure) for figure in card.figures],
    }


def _listed(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {k: list(v) if isinstance(v, tuple) else v for k, v in fields.items()}
