"""`tui-player train`: trains a recipe on a data set, resumes what was stopped, keeps its curves."""

import argparse
import csv
import json
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch

from tui_player.domain.errors import TuiPlayerError
from tui_player.training.dataset import FaceSet, load_npz
from tui_player.training.loop import EpochRow, TrainingRun, validate
from tui_player.training.recipe import RECIPES, Recipe

CHECKPOINT = "checkpoint.pt"
SETTINGS = "settings.json"
CURVES = "curves.csv"

Say = Callable[[str], None]


class TrainingError(TuiPlayerError):
    """A run that cannot start or go on, and what to do."""


def start_or_resume(recipe: Recipe, faces: FaceSet, run_dir: Path) -> TrainingRun:
    """A new run in an empty folder, or the one that was stopped there.

    A run may go on with fewer or more epochs (its learning rate then follows the new length);
    raises TrainingError when the folder holds a run that differs in anything else.
    """
    run_dir.mkdir(parents=True, exist_ok=True)
    run = TrainingRun(recipe, faces)
    checkpoint = run_dir / CHECKPOINT
    if checkpoint.exists():
        state: dict[str, Any] = torch.load(checkpoint, weights_only=True)
        if not _same_but_for_epochs(state["recipe"], recipe.as_dict()):
            raise TrainingError(
                f"{run_dir} holds a run of other settings; see its {SETTINGS}, give the same "
                "settings to go on with it, or another --run folder to start afresh."
            )
        run.restore(state)
    (run_dir / SETTINGS).write_text(json.dumps(recipe.as_dict(), indent=2) + "\n")
    return run


def _same_but_for_epochs(one: dict[str, Any], other: dict[str, Any]) -> bool:
    # Through JSON, because a tuple comes back from a file as a list.
    return json.dumps({**one, "epochs": 0}) == json.dumps({**other, "epochs": 0})


def train(run: TrainingRun, validation: FaceSet, run_dir: Path, say: Say) -> None:
    """Train to the end of the recipe, saving and validating after every epoch."""
    while not run.finished:
        started = time.monotonic()
        row = run.epoch()
        row.update(validate(run.mean_network, validation, run.recipe))
        run.save(run_dir / CHECKPOINT)
        _write_curves(run.rows, run_dir / CURVES)
        left = (run.recipe.epochs - run.epochs_done) * (time.monotonic() - started)
        say(_epoch_sentence(row, run.recipe.epochs, left))


def _epoch_sentence(row: EpochRow, epochs: int, left_s: float) -> str:
    figures = "  ".join(
        f"{name} {value:.4f}"
        for name, value in row.items()
        if name.endswith(("loss", "accuracy", "macro_f1"))
    )
    return f"epoch {row['epoch']:.0f}/{epochs}  {figures}  about {left_s / 60:.0f} min left"


def _write_curves(rows: list[EpochRow], path: Path) -> None:
    unfinished = path.with_suffix(".unfinished")
    with unfinished.open("w", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows([{name: f"{value:.6g}" for name, value in row.items()} for row in rows])
    unfinished.replace(path)


def main(args: list[str]) -> int:
    """Run the command with its words; returns the exit status."""
    options = _parser().parse_args(args)
    if options.threads:
        torch.set_num_threads(options.threads)
    recipe = RECIPES[options.recipe]
    changed = {"epochs": options.epochs, "seed": options.seed}
    recipe = replace(recipe, **{k: v for k, v in changed.items() if v is not None})
    faces = load_npz(options.data)
    run_dir = options.run or Path("runs") / f"{options.recipe}-seed{recipe.seed}"
    run = start_or_resume(recipe, faces.of_split("Training"), run_dir)
    train(run, faces.of_split("PublicTest"), run_dir, lambda text: print(text, flush=True))  # noqa: T201
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tui-player train", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--recipe", choices=sorted(RECIPES), default="baseline")
    parser.add_argument("--run", type=Path, help="folder for checkpoint, settings and curves")
    parser.add_argument("--epochs", type=int)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--threads", type=int, help="processor threads to use")
    return parser


if __name__ == "__main__":
    raise SystemExit(main(__import__("sys").argv[1:]))
