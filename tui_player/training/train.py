"""`tui-player train`: trains a recipe on a data set, resumes what stopped, exports the network."""

import argparse
import csv
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
from rich.console import Console

from tui_player.domain.errors import TuiPlayerError
from tui_player.training.dataset import FaceSet, load_faces
from tui_player.training.evaluate import progress_bar
from tui_player.training.loop import EpochRow, TrainingRun, validate
from tui_player.training.networks import MultiHead, build_network
from tui_player.training.publish import Publication, TrainedMember, publish
from tui_player.training.recipe import RECIPES, Recipe, recipe_from

CHECKPOINT = "checkpoint.pt"
SETTINGS = "settings.json"
CURVES = "curves.csv"

Say = Callable[[str], None]
OnStep = Callable[[int, int], None]


class TrainingError(TuiPlayerError):
    """A run that cannot start or go on, and what to do."""


def start_or_resume(
    recipe: Recipe, faces: FaceSet, run_dir: Path, teachers: Sequence[MultiHead] = ()
) -> TrainingRun:
    """A new run in an empty folder, or the one that was stopped there.

    A run may go on with fewer or more epochs (its learning rate then follows the new length);
    raises TrainingError when the folder holds a run that differs in anything else.
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
    (run_dir / SETTINGS).write_text(json.dumps(recipe.as_dict(), indent=2) + "\n")
    return run


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


def main(args: list[str]) -> int:
    """Run the command with its words; returns the exit status, 2 for what the user must mend."""
    options = _parser().parse_args(args)
    console = Console(stderr=True)

    def say(text: str) -> None:
        console.print(text, markup=False, highlight=False, soft_wrap=True)

    try:
        _train_all(options, say)
    except TuiPlayerError as problem:
        say(str(problem))
        return 2
    return 0


def _train_all(options: argparse.Namespace, say: Say) -> None:
    if options.threads:
        torch.set_num_threads(options.threads)
    faces = load_faces(options.data, options.votes)
    teachers = [load_member(folder).network for folder in options.teacher]
    run_dirs = []
    for seed in options.seeds:
        recipe = _recipe(options, seed)
        run_dir = options.runs / f"{options.recipe}-seed{seed}"
        run_dirs.append(run_dir)
        run = start_or_resume(recipe, faces.of_split("Training"), run_dir, teachers)
        _train_one(run, faces.of_split("PublicTest"), run_dir, say)
    if options.export is not None:
        _export(run_dirs, faces, options, say)


def _recipe(options: argparse.Namespace, seed: int) -> Recipe:
    recipe = replace(RECIPES[options.recipe], seed=seed)
    if options.teacher:
        names = tuple(folder.name for folder in options.teacher)
        recipe = replace(recipe, teachers=names, distillation=options.distillation)
    return recipe if options.epochs is None else replace(recipe, epochs=options.epochs)


def _train_one(run: TrainingRun, validation: FaceSet, run_dir: Path, say: Say) -> None:
    with progress_bar() as bar:
        task = bar.add_task(f"Training {run_dir.name}", total=run.recipe.epochs)

        def on_step(done: int, total: int) -> None:
            bar.update(task, completed=run.epochs_done + done / total)

        train(run, validation, run_dir, say, on_step)


def _export(run_dirs: list[Path], faces: FaceSet, options: argparse.Namespace, say: Say) -> None:
    members = [load_member(run_dir) for run_dir in run_dirs]
    publication = Publication(
        name=f"{options.recipe} network",
        path=options.export,
        data_name=options.data.name,
        recipe_name=options.recipe,
    )
    card = publish(members, faces, publication)
    say(f"Wrote {options.export} ({options.export.stat().st_size / 1e6:.2f} MB) and its card.")
    for figure in card.figures:
        say(f"  {figure.name} {figure.value}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tui-player train", description=__doc__)
    parser.add_argument(
        "--data",
        type=Path,
        required=True,
        help="an .npz, Kaggle's fer2013.csv, or a folder of class folders",
    )
    parser.add_argument("--votes", type=Path, help="Microsoft's fer2013new.csv, for fer2013.csv")
    parser.add_argument("--recipe", choices=sorted(RECIPES), default="strong")
    parser.add_argument(
        "--seeds", type=int, nargs="+", default=[1], help="one network each; several are averaged"
    )
    parser.add_argument("--epochs", type=int, help="instead of the recipe's own number")
    parser.add_argument(
        "--teacher", type=Path, nargs="*", default=[], help="run folders to distil from"
    )
    parser.add_argument(
        "--distillation", type=float, default=0.5, help="the teachers' weight against the labels"
    )
    parser.add_argument(
        "--runs", type=Path, default=Path("runs"), help="folder for checkpoints and curves"
    )
    parser.add_argument("--export", type=Path, help="where to write the network, with its card")
    parser.add_argument("--threads", type=int, help="processor threads to use")
    return parser


if __name__ == "__main__":
    import sys

    raise SystemExit(main(sys.argv[1:]))
