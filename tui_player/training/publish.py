"""Turns finished training runs into the network file and card that the player loads."""

import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from tui_player.training.data.dataset import FaceSet
from tui_player.training.data.label_sets import (
    FER2013,
    FERPLUS7,
    FOLD,
    LABEL_SETS,
    soft_targets,
    true_classes,
)
from tui_player.training.evaluation.calibration import fit_prior_power, fit_temperature, halves
from tui_player.training.evaluation.heads import PLAYER, judge, run_logits
from tui_player.training.export import (
    LARGEST_DIFFERENCE,
    ExportError,
    MeanOfNetworks,
    largest_difference,
    to_onnx,
    with_stored_precision,
    write_card,
    write_model,
)
from tui_player.training.networks.networks import MultiHead
from tui_player.training.networks.stored_weights import Storage
from tui_player.training.recipe import Recipe
from tui_player.training.refit import OnBatch, refit_votes_head
from tui_player.vision.network.card import (
    Figure,
    Head,
    ModelCard,
    Provenance,
    Readout,
    ReadoutPart,
)
from tui_player.vision.network.model import (
    ExpressionModel,
    Scores,
    emotion_probabilities,
)

# How much the first labels of FER2013 say in the player's reading beside the crowd's votes: they
# are noisier, but know more of posed anger, sadness and fear. More than a tenth lost on PublicTest
# (tried: 0, 1/10, 1/4, 1/2); nothing at all was a little better there still.
READOUT_WEIGHTS = {FER2013.name: 0.1}
# The player's reading is divided by the class prior to this power in all, the lean that the logits
# were trained with included. On PublicTest 0.7 costs 0.8 points of accuracy against 0.3, and adds
# 2.9 points of mean recall, the accuracy if all moods were equally common (tried: 0.1, 0.3, ...
# 0.9). The training faces are mostly neutral and happy; people at their players need not be.
READOUT_LEAN = 0.7
# A network is stored in half precision, or, where that would be larger than this, in bytes.
LARGEST_FILE_BYTES = 4_900_000
LICENCE = (
    "Weights: MIT, as the program. Training faces: FER2013 (Kaggle challenge 2013, research use) "
    "with FER+ votes (Microsoft, MIT); none of their pictures are shipped."
)
BEGINNING_LICENCE = " Begun with the weights of dlib's face recognition network (Davis King, CC0)."


@dataclass(frozen=True, slots=True, eq=False)
class TrainedMember:
    """One finished run: its recipe and its averaged network."""

    recipe: Recipe
    network: MultiHead


@dataclass(frozen=True, slots=True)
class Publication:
    """What is written where, and what the card says of it."""

    name: str
    path: Path
    data_name: str
    recipe_name: str


def publish(
    members: Sequence[TrainedMember],
    faces: FaceSet,
    publication: Publication,
    on_batch: OnBatch = lambda done, total: None,
) -> ModelCard:
    """Refit, export, check, calibrate on half of PublicTest, measure, write network and card.

    `on_batch(done, total)` hears of the training faces that the refitting has looked at. Raises
    ExportError when ONNX Runtime does not answer as PyTorch does, and when the members cannot be
    averaged.
    """
    recipe = members[0].recipe
    _check_likeness(members)
    validation = faces.of_split("PublicTest")
    storage = storage_for(members)
    network = MeanOfNetworks(
        [with_stored_precision(member.network, storage) for member in members], recipe.heads
    )
    training = faces.of_split("Training")
    refit_votes_head(network, [member.recipe for member in members], training, on_batch)
    content = to_onnx(network, recipe.crop.size_px, storage)
    card = _uncalibrated_card(members, training, publication)
    card = write_model(publication.path, content, card)
    model = ExpressionModel.load(publication.path)
    _check_parity(network, model, validation)
    logits = run_logits(model, validation)
    card = calibrated(card, logits, validation)
    card = replace(card, figures=_figures(card, model, logits, validation, publication))
    write_card(publication.path.with_suffix(".toml"), card)
    return card


def _check_likeness(members: Sequence[TrainedMember]) -> None:
    forms = {(member.recipe.heads, member.recipe.crop) for member in members}
    if len(forms) > 1:
        raise ExportError(
            "These runs cannot be averaged: they differ in their heads or in how they see a face."
        )


def storage_for(members: Sequence[TrainedMember]) -> Storage:
    """How the weights are stored: as exactly as the file's size allows."""
    n_weights = sum(p.numel() for member in members for p in member.network.parameters())
    return "float16" if 2 * n_weights < LARGEST_FILE_BYTES else "int8"


def _check_parity(network: MeanOfNetworks, model: ExpressionModel, faces: FaceSet) -> None:
    difference = largest_difference(network, model, faces.images[:64])
    if difference > LARGEST_DIFFERENCE:
        raise ExportError(
            f"The exported network differs from the trained one by {difference:.1e} in a logit; "
            f"{LARGEST_DIFFERENCE:.0e} is allowed. Do not use the file."
        )


def _uncalibrated_card(
    members: Sequence[TrainedMember], training: FaceSet, publication: Publication
) -> ModelCard:
    recipe = members[0].recipe
    heads = []
    for name in recipe.heads:
        shares, weights = soft_targets(
            LABEL_SETS[name], training.votes, training.labels, recipe.fewest_votes
        )
        prior = np.average(shares, axis=0, weights=weights).astype(float)
        prior = np.maximum(prior, 1e-4)
        heads.append(Head(name, LABEL_SETS[name].classes, _rounded(prior / prior.sum())))
    trained_lean = float(np.mean([m.recipe.prior_power + m.recipe.balance for m in members]))
    power = round(READOUT_LEAN - trained_lean, 4)
    parts = tuple(ReadoutPart(name, READOUT_WEIGHTS.get(name, 1.0), power) for name in recipe.heads)
    return ModelCard(
        name=publication.name,
        sha256="",
        crop=recipe.crop,
        heads=tuple(heads),
        readout=Readout(parts, fold=tuple(FOLD.items())),
        provenance=Provenance(
            data=publication.data_name,
            licence=_licence(members),
            recipe=publication.recipe_name,
            seeds=tuple(member.recipe.seed for member in members),
            training_commit=_commit(),
        ),
    )


def _licence(members: Sequence[TrainedMember]) -> str:
    knows_faces = any(member.recipe.network == "recognition" for member in members)
    return LICENCE + BEGINNING_LICENCE if knows_faces else LICENCE


def _rounded(values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> tuple[float, ...]:
    return tuple(round(float(value), 6) for value in values)


def _commit() -> str:
    """The version of the training code, or "unknown" outside a git checkout."""
    folder = Path(__file__).parent
    found = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=folder, capture_output=True, text=True, check=False
    )
    return found.stdout.strip() if found.returncode == 0 else "unknown"


def calibrated(card: ModelCard, logits: Mapping[str, Scores], faces: FaceSet) -> ModelCard:
    """The card with the heads' prior powers and all temperatures fitted on the first half."""
    fitted, _ = halves(len(faces))
    half = faces.rows(fitted)
    half_logits = {name: scores[fitted] for name, scores in logits.items()}
    card = replace(
        card,
        heads=tuple(_calibrated_head(head, half_logits[head.name], half) for head in card.heads),
    )
    return replace(card, readout=_calibrated_readout(card, half_logits, half))


def _calibrated_head(head: Head, logits: Scores, faces: FaceSet) -> Head:
    truth, counted = true_classes(LABEL_SETS[head.name], faces.votes, faces.labels)
    log_prior = np.log(np.array(head.prior))

    def scores_at(power: float) -> Scores:
        scores: Scores = logits[counted] - power * log_prior
        return scores

    power = fit_prior_power(scores_at, truth[counted], head.classes)
    temperature = fit_temperature(scores_at(power), truth[counted])
    return replace(head, prior_power=power, temperature=round(temperature, 4))


def _calibrated_readout(card: ModelCard, logits: Mapping[str, Scores], faces: FaceSet) -> Readout:
    """The temperature, on the votes folded to seven."""
    truth, counted = true_classes(FERPLUS7, faces.votes, faces.labels)
    uncooled = replace(card, readout=replace(card.readout, temperature=1.0))
    shares = emotion_probabilities(logits, uncooled)[counted]
    temperature = fit_temperature(np.log(np.maximum(shares, 1e-12)), truth[counted])
    return replace(card.readout, temperature=round(temperature, 4))


def _figures(
    card: ModelCard,
    model: ExpressionModel,
    logits: Mapping[str, Scores],
    faces: FaceSet,
    publication: Publication,
) -> tuple[Figure, ...]:
    """What `tui-player evaluate` says of the finished card, on all of the split and on the half
    that nothing was fitted on."""
    finished = model.with_card(card)
    command = (
        f"tui-player evaluate {publication.path.parent.name}/{publication.path.name} "
        f"--data {publication.data_name} --split PublicTest --json"
    )
    _, unfitted = halves(len(faces))
    figures = []
    for name, judgement in judge(finished, logits, faces).items():
        metrics = judgement.metrics
        figures += [
            Figure(f"{name}.accuracy", round(metrics.accuracy, 4), command),
            Figure(f"{name}.macro_f1", round(metrics.macro_f1, 4), command),
            Figure(f"{name}.accuracy_at_80", round(metrics.accuracy_at_80, 4), command),
        ]
    half_logits = {name: scores[unfitted] for name, scores in logits.items()}
    for name, judgement in judge(finished, half_logits, faces.rows(unfitted)).items():
        half_command = f"{command} --unfitted-half"
        figures.append(Figure(f"{name}.ece", round(judgement.metrics.ece, 4), half_command))
        if name == PLAYER:
            accuracy = round(judgement.metrics.accuracy, 4)
            figures.append(Figure(f"{name}.accuracy_on_unfitted_half", accuracy, half_command))
    return tuple(figures)
