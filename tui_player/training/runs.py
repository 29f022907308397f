"""Training runs on disk: started, resumed, saved after every epoch, and loaded again."""

import csv
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import torch

from tui_player.model.errors import TuiPlayerError
from tui_player.training.data.dataset import FaceSet
from tui_player.training.loop import EpochRow, TrainingRun, validate
from tui_player.training.networks.dlib_weights import read_layers
from tui_player.training.networks.networks import MultiHead, build_network
from tui_player.training.publish import TrainedMember
from tui_player.training.recipe import Recipe, recipe_from

CHECKPOINT = "checkpoint.pt"
SETTINGS = "settings.json"
CURVES = "curves.csv"

Say = Callable[[str], None]
OnStep = Callable[[int, int], None]
Beginning = Callable[[TrainingRun], None]


class TrainingError(TuiPlayerError):
    """A run that cannot start or go on, and what to do."""


def start_or_resume(
    recipe: Recipe,
    faces: FaceSet,
    run_dir: Path,
    teachers: Sequence[MultiHead] = (),
    beginning: Beginning | None = None,
) -> TrainingRun:
    """A new run in an empty folder, given its first weights by `beginning`, or the one that was
    stopped there.

    A run may go on with fewer or more epochs (its learning rate then follows the new length);
    raises TrainingError when the folder holds a run that differs in anything else, and when
    `beginning` is a network of another form.
    """
    run_dir.mkdir(parents=True, exist_ok=True)
    run = TrainingRun(recipe, faces, teachers)
    if (run_dir / CHECKPOINT).exists():
        state = _load_checkpoint(run_dir)
        if replace(recipe_from(state["recipe"]), epochs=recipe.epochs) != recipe:
            raise TrainingError(
                f"{run_dir} holds a run of other settings; see its {SETTINGS}, give the same "
                "settings to go on with it, or another --runs folder to start afresh."
            )
        run.restore(state)
    elif beginning is not None:
        beginning(run)
    (run_dir / SETTINGS).write_text(json.dumps(recipe.as_dict(), indent=2) + "\n")
    return run


def load_beginning(path: Path) -> Beginning:
    """What a run can begin with: the network of another run's folder, or dlib's weight file."""
    if path.is_dir():
        return partial(_begin_with, member=load_member(path))
    layers = read_layers(path)
    return lambda run: run.begin_with_layers(layers)


def _begin_with(run: TrainingRun, member: TrainedMember) -> None:
    try:
        run.begin_with(member.network.state_dict())
    except RuntimeError as problem:
        raise TrainingError(
            f"A run of these widths and blocks cannot begin with {run.recipe.begins_with}, a "
            "network of another form: give a run of the same recipe's form."
        ) from problem


def _load_checkpoint(run_dir: Path) -> dict[str, Any]:
    try:
        state: dict[str, Any] = torch.load(run_dir / CHECKPOINT, weights_only=True)
    except FileNotFoundError as problem:
        raise TrainingError(f"{run_dir} holds no {CHECKPOINT}: nothing was trained there.") from (
            problem
        )
    return state


def load_member(run_dir: Path) -> TrainedMember:
    """The averaged network of a run, finished or not; raises TrainingError when there is none."""
    state = _load_checkpoint(run_dir)
    recipe = recipe_from(state["recipe"])
    network = build_network(recipe)
    network.load_state_dict(state["mean_network"])
    return TrainedMember(recipe, network.eval())


def train(run: TrainingRun, validation: FaceSet, run_dir: Path, say: Say, on_step: OnStep) -> None:
    """Train to the end of the recipe, saving and validating after every epoch."""
    while not run.finished:
        row = run.epoch(on_step)
        row.update(validate(run.mean_network, validation, run.recipe))
        run.save(run_dir / CHECKPOINT)
        _write_curves(run.rows, run_dir / CURVES)
        say(_epoch_sentence(row, run.recipe.epochs))


def _epoch_sentence(row: EpochRow, epochs: int) -> str:
    figures = "  ".join(
        f"{name} {value:.4f}"
        for name, value in row.items()
        if name.endswith(("loss", "accuracy", "macro_f1"))
    )
    minutes_left = (epochs - row["epoch"]) * row["seconds"] / 60
    return f"epoch {row['epoch']:.0f}/{epochs}  {figures}  about {minutes_left:.0f} min left"


def _write_curves(rows: list[EpochRow], path: Path) -> None:
    unfinished = path.with_suffix(".unfinished")
    with unfinished.open("w", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[-1]), restval="")
        writer.writeheader()
        writer.writerows([{name: f"{value:.6g}" for name, value in row.items()} for row in rows])
    unfinished.replace(path)
