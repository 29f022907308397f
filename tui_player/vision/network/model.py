"""Reads the expression of one cut face with ONNX Runtime, as the network's card says."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from tui_player.inference.onnx_runtime import import_onnxruntime
from tui_player.model.text import is_out_of_memory
from tui_player.vision.faces.crop import CropSpec, GreyImage, normalise
from tui_player.vision.network.card import (
    EMOTION_NAMES,
    Head,
    ModelCard,
    ModelCardError,
    Readout,
    ReadoutPart,
    card_path,
    load_card,
    read_checked_model,
)

if TYPE_CHECKING:
    import onnxruntime

Scores = NDArray[np.float64]

INPUT_NAME = "faces"
# ONNX Runtime's name for "errors only": it writes to descriptor 2, where the screen is drawn.
ERRORS_ONLY = 3


class ExpressionModel:
    """A network and its card; it belongs to the one thread that reads faces with it."""

    def __init__(self, session: "onnxruntime.InferenceSession", card: ModelCard) -> None:
        self._session = session
        self._outputs = [head.name for head in card.heads]
        self.card = card

    @classmethod
    def load(cls, model_path: Path) -> "ExpressionModel":
        """Open a network whose card lies beside it; raises ModelCardError in clear words."""
        card = load_card(card_path(model_path))
        content = read_checked_model(model_path, card)
        session = _open_session(content, model_path)
        _check_outputs(session, card, model_path)
        return cls(session, card)

    def with_card(self, card: ModelCard) -> "ExpressionModel":
        """The same opened network read by another card of the same outputs."""
        return ExpressionModel(self._session, card)

    @property
    def crop(self) -> CropSpec:
        """How faces must be cut for this network."""
        return self.card.crop

    def logits(self, faces: GreyImage) -> dict[str, Scores]:
        """Every head's logits (N, classes) for faces of (N, S, S) or (S, S) uint8."""
        inputs = normalise(faces, self.card.crop)
        answers = self._session.run(self._outputs, {INPUT_NAME: inputs})
        return {
            name: np.asarray(answer, dtype=np.float64)
            for name, answer in zip(self._outputs, answers, strict=True)
        }

    def read(self, face: GreyImage) -> tuple[float, ...]:
        """The seven probabilities of one (S, S) face, in the order of EMOTIONS, summing to 1."""
        return tuple(float(p) for p in emotion_probabilities(self.logits(face), self.card)[0])


def _open_session(content: bytes, model_path: Path) -> "onnxruntime.InferenceSession":
    onnxruntime = import_onnxruntime()  # only the thread that reads faces pays for it

    onnxruntime.set_default_logger_severity(ERRORS_ONLY)
    options = onnxruntime.SessionOptions()
    options.log_severity_level = ERRORS_ONLY
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
    # ONNX Runtime raises plain RuntimeError subclasses of its own for a file it cannot read.
    except Exception as problem:
        if is_out_of_memory(problem):
            raise MemoryError from problem
        raise ModelCardError(
            f"{model_path} is not a network that can be run: {problem}"
        ) from problem


def _check_outputs(
    session: "onnxruntime.InferenceSession", card: ModelCard, model_path: Path
) -> None:
    """The file's input and outputs must be the card's; raises ModelCardError."""
    shapes: dict[str, list[Any]] = {node.name: node.shape for node in session.get_inputs()}
    if INPUT_NAME not in shapes:
        raise ModelCardError(f'The network {model_path} has no input called "{INPUT_NAME}".')
    side_px = card.crop.size_px
    # A side that is left open is no number there.
    if any(isinstance(side, int) and side != side_px for side in shapes[INPUT_NAME][-2:]):
        raise ModelCardError(
            f"The network {model_path} and its card differ: the card's faces have {side_px} x "
            f"{side_px} pixels, the network reads {' x '.join(map(str, shapes[INPUT_NAME][-2:]))}."
        )
    widths: dict[str, Any] = {node.name: node.shape[-1] for node in session.get_outputs()}
    for head in card.heads:
        if widths.get(head.name) != len(head.classes):
            raise ModelCardError(
                f"The network {model_path} and its card differ: the card names {len(head.classes)} "
                f'classes of "{head.name}", the network answers {widths.get(head.name, "none")}.'
            )


def softmax(scores: Scores) -> Scores:
    """Softmax over the last axis; a score of minus infinity becomes 0."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    shares: Scores = powers / powers.sum(axis=-1, keepdims=True)
    return shares


def head_probabilities(logits: Scores, head: Head) -> Scores:
    """One head's own corrected and calibrated probabilities, (N, classes)."""
    corrected = logits - head.prior_power * np.log(np.array(head.prior))
    return softmax(corrected / head.temperature)


def emotion_probabilities(logits: Mapping[str, Scores], card: ModelCard) -> Scores:
    """The player's reading: (N, 7) in the order of EMOTIONS (see model_card.Readout)."""
    scores = sum(
        part.weight * _part_scores(logits[part.head], part, card) for part in card.readout.parts
    )
    return softmax(np.asarray(scores) / card.readout.temperature)


def _part_scores(logits: Scores, part: ReadoutPart, card: ModelCard) -> Scores:
    head = card.head(part.head)
    shares = _folded(softmax(logits), head, card.readout)
    prior = _folded(np.array([head.prior]), head, card.readout)
    known = prior[0] > 0
    # An emotion the head has no class for stays at minus infinity: it is never read.
    scores = np.full_like(shares, -np.inf)
    scores[:, known] = np.log(np.maximum(shares[:, known], 1e-12))
    scores[:, known] -= part.prior_power * np.log(prior[:, known])
    return scores


def _folded(values: Scores, head: Head, readout: Readout) -> Scores:
    """Columns of (N, classes) added up into the seven emotions."""
    emotions = np.zeros((len(values), len(EMOTION_NAMES)))
    for column, class_name in enumerate(head.classes):
        emotions[:, EMOTION_NAMES.index(readout.emotion_of(class_name))] += values[:, column]
    return emotions
