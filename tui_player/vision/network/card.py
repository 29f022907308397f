"""The card beside a network: what it reads, what it answers, and how its answers become moods."""

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeGuard, TypeVar

from tui_player.model.errors import TuiPlayerError
from tui_player.model.mood.emotion import EMOTIONS
from tui_player.util.small_files import MB, MissingFileError, SmallFileError, read_bytes, read_toml
from tui_player.vision.faces.crop import CropSpec

CARD_FORMAT = 1
_MOST_NETWORK_BYTES = 1_000 * MB  # three hundred times what ships
EMOTION_NAMES = tuple(emotion.value for emotion in EMOTIONS)

Value = TypeVar("Value")


class ModelCardError(TuiPlayerError):
    """A network that cannot be trusted: which file, what does not fit, what to do."""


@dataclass(frozen=True, slots=True)
class Head:
    """One output of the network, of logits (N, classes).

    `prior` is each class's share of the training set. The head's probabilities are
    softmax((logits - prior_power * log prior) / temperature).
    """

    name: str
    classes: tuple[str, ...]
    prior: tuple[float, ...]
    prior_power: float = 0.0
    temperature: float = 1.0


@dataclass(frozen=True, slots=True)
class ReadoutPart:
    """How much one head says in the player's reading, and its own prior correction there."""

    head: str
    weight: float = 1.0
    prior_power: float = 0.0


@dataclass(frozen=True, slots=True)
class Readout:
    """How heads become the seven emotions.

    Each part's softmax is folded (`fold` names the emotion that takes a class the player does
    not have), divided by the folded prior to the part's power; the parts are multiplied, each to
    its weight, and the product to 1 / temperature, scaled to sum 1, is the reading.
    """

    parts: tuple[ReadoutPart, ...]
    temperature: float = 1.0
    fold: tuple[tuple[str, str], ...] = ()

    def emotion_of(self, class_name: str) -> str:
        """The emotion's name that takes a class of a head."""
        return dict(self.fold).get(class_name, class_name)


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where the network comes from."""

    data: str
    licence: str
    recipe: str
    seeds: tuple[int, ...]
    training_commit: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number, and the command that measured it."""

    name: str
    value: float
    command: str


@dataclass(frozen=True, slots=True)
class ModelCard:
    """All that must be known to use a network file."""

    name: str
    sha256: str
    crop: CropSpec
    heads: tuple[Head, ...]
    readout: Readout
    provenance: Provenance
    figures: tuple[Figure, ...] = ()

    def head(self, name: str) -> Head:
        """The head of that name; raises ModelCardError when there is none."""
        for head in self.heads:
            if head.name == name:
                return head
        raise ModelCardError(f"The model {self.name} has no head called {name}.")


def card_path(model_path: Path) -> Path:
    """Where the card of a network lies: beside it, with the ending .toml."""
    return model_path.with_suffix(".toml")


def load_card(path: Path) -> ModelCard:
    """Read a card; raises ModelCardError when it is missing, broken or contradicts itself."""
    try:
        fields, _ = read_toml(path)
    except MissingFileError as problem:
        raise ModelCardError(
            f"The model card {path} is missing: every network needs its card beside it, with the "
            "same name and the ending .toml."
        ) from problem
    except SmallFileError as problem:
        raise ModelCardError(f"The model card {problem}.") from problem
    try:
        card = _card_from(fields)
        _check(card)
    except ModelCardError as problem:
        raise ModelCardError(f"The model card {path} does not fit: {problem}") from problem
    return card


def read_checked_model(model_path: Path, card: ModelCard) -> bytes:
    """The network file's bytes, once their SHA-256 is the card's; else raises ModelCardError."""
    try:
        content = read_bytes(model_path, _MOST_NETWORK_BYTES)
    except SmallFileError as problem:
        raise ModelCardError(f"The network {problem}.") from problem
    found = hashlib.sha256(content).hexdigest()
    if found != card.sha256:
        raise ModelCardError(
            f"The network {model_path} is not the one its card describes (SHA-256 is "
            f"{found[:12]}…, the card says {card.sha256[:12]}…): fetch both files again, or export "
            "the network anew."
        )
    return content


def _card_from(fields: dict[str, Any]) -> ModelCard:
    if _field(fields, "format", int) != CARD_FORMAT:
        raise ModelCardError(f"its format is not {CARD_FORMAT}, the one this program reads.")
    return ModelCard(
        name=_field(fields, "name", str),
        sha256=_field(fields, "sha256", str),
        crop=_crop_from(_field(fields, "crop", dict)),
        heads=tuple(_head_from(part) for part in _tables(fields, "heads")),
        readout=_readout_from(_field(fields, "readout", dict)),
        provenance=_provenance_from(_field(fields, "provenance", dict)),
        figures=tuple(
            Figure(_field(part, "name", str), _number(part, "value"), _field(part, "command", str))
            for part in _tables(fields, "figures", needed=False)
        ),
    )


def _crop_from(fields: Mapping[str, Any]) -> CropSpec:
    contrast = _field(fields, "contrast", str)
    if contrast not in ("fixed", "per_face"):
        raise ModelCardError(f'crop.contrast is "fixed" or "per_face", not "{contrast}".')
    return CropSpec(
        size_px=_field(fields, "size_px", int),
        margin=_number(fields, "margin"),
        mean=_number(fields, "mean"),
        std=_number(fields, "std"),
        contrast="fixed" if contrast == "fixed" else "per_face",
    )


def _head_from(fields: Mapping[str, Any]) -> Head:
    return Head(
        name=_field(fields, "name", str),
        classes=tuple(str(name) for name in _field(fields, "classes", list)),
        prior=_numbers(fields, "prior"),
        prior_power=_number(fields, "prior_power"),
        temperature=_number(fields, "temperature"),
    )


def _readout_from(fields: Mapping[str, Any]) -> Readout:
    fold = _field(fields, "fold", dict)
    return Readout(
        parts=tuple(
            ReadoutPart(
                _field(part, "head", str), _number(part, "weight"), _number(part, "prior_power")
            )
            for part in _tables(fields, "parts")
        ),
        temperature=_number(fields, "temperature"),
        fold=tuple((str(source), str(target)) for source, target in fold.items()),
    )


def _provenance_from(fields: Mapping[str, Any]) -> Provenance:
    seeds = _field(fields, "seeds", list)
    if not all(isinstance(seed, int) for seed in seeds):
        raise ModelCardError("provenance.seeds must be whole numbers.")
    return Provenance(
        data=_field(fields, "data", str),
        licence=_field(fields, "licence", str),
        recipe=_field(fields, "recipe", str),
        seeds=tuple(seeds),
        training_commit=_field(fields, "training_commit", str),
    )


def _field(fields: Mapping[str, Any], name: str, kind: type[Value]) -> Value:
    value = fields.get(name)
    # True is an int to Python, and never what a card means by a number.
    if not isinstance(value, kind) or isinstance(value, bool):
        raise ModelCardError(f'"{name}" is missing or not a {kind.__name__}.')
    return value


def _number(fields: Mapping[str, Any], name: str) -> float:
    value = fields.get(name)
    if not _is_number(value):
        raise ModelCardError(f'"{name}" is missing or not a number.')
    return float(value)


def _numbers(fields: Mapping[str, Any], name: str) -> tuple[float, ...]:
    values = _field(fields, name, list)
    if not all(map(_is_number, values)):
        raise ModelCardError(f'"{name}" must be a list of numbers.')
    return tuple(float(value) for value in values)


def _is_number(value: object) -> TypeGuard[float]:
    """Whether a value can be reckoned with: TOML also has words for "no number" and infinity."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _tables(fields: Mapping[str, Any], name: str, *, needed: bool = True) -> list[dict[str, Any]]:
    tables = fields.get(name, [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise ModelCardError(f'"{name}" must be a list of tables.')
    if needed and not tables:
        raise ModelCardError(f'"{name}" is missing.')
    return tables


def _check(card: ModelCard) -> None:
    """What must hold between the fields; raises ModelCardError."""
    if card.crop.size_px < 8 or card.crop.std <= 0 or card.crop.margin < 0:
        raise ModelCardError("crop needs size_px of at least 8, std above 0, margin of at least 0.")
    for head in card.heads:
        _check_head(head)
    names = {head.name for head in card.heads}
    for part in card.readout.parts:
        if part.head not in names:
            raise ModelCardError(f'readout reads the head "{part.head}", which the card lacks.')
        if part.weight <= 0:
            raise ModelCardError(f'readout weight of "{part.head}" must be above 0.')
        for class_name in card.head(part.head).classes:
            if card.readout.emotion_of(class_name) not in EMOTION_NAMES:
                raise ModelCardError(
                    f'the class "{class_name}" is none of the seven emotions and folds into none.'
                )
    if card.readout.temperature <= 0:
        raise ModelCardError("readout.temperature must be above 0.")


def _check_head(head: Head) -> None:
    if len(set(head.classes)) != len(head.classes) or len(head.classes) < 2:
        raise ModelCardError(f'the head "{head.name}" needs two or more different classes.')
    if len(head.prior) != len(head.classes) or min(head.prior) <= 0:
        raise ModelCardError(f'the head "{head.name}" needs one prior above 0 for each class.')
    if head.temperature <= 0:
        raise ModelCardError(f'the head "{head.name}" needs a temperature above 0.')
