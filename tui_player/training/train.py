"""`tui-player train`: trains a recipe on a data set, resumes what stopped, exports the network."""

import argparse
from collections.abc import Callable
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from tui_player.model.errors import TuiPlayerError
from tui_player.training.data.dataset import FaceSet, load_faces
from tui_player.training.progress import progress_bar
from tui_player.training.recipe import RECIPES, Recipe

if TYPE_CHECKING:
    from tui_player.training.loop import TrainingRun

# What of the extra `train` training cannot do without.
NEEDED = ("torch", "onnx", "onnxscript", "tomli_w")

Say = Callable[[str], None]


class MissingExtraError(TuiPlayerError):
    """Training was asked for, but its libraries are not installed."""


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


def _check_extra() -> None:
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise MissingExtraError(
            f"Training needs {', '.join(missing)}: install them with pip install "
            "'tui-player[train]', in a checkout with pip install -e '.[train]'."
        )


def _train_all(options: argparse.Namespace, say: Say) -> None:
    _check_extra()
    import torch

    from tui_player.training.runs import load_beginning, load_member, start_or_resume

    if options.threads:
        torch.set_num_threads(options.threads)
    faces = load_faces(options.data, options.votes)
    teachers = [load_member(folder).network for folder in options.teacher]
    beginning = load_beginning(options.begin_with) if options.begin_with else None
    run_dirs = []
    for seed in options.seeds:
        recipe = _recipe(options, seed)
        run_dir = options.runs / f"{options.recipe}-seed{seed}"
        run_dirs.append(run_dir)
        training = faces.of_split("Training")
        run = start_or_resume(recipe, training, run_dir, teachers, beginning)
        _train_one(run, faces.of_split("PublicTest"), run_dir, say)
    if options.export is not None:
        _export(run_dirs, faces, options, say)


def _recipe(options: argparse.Namespace, seed: int) -> Recipe:
    recipe = replace(RECIPES[options.recipe], seed=seed)
    if options.teacher:
        names = tuple(folder.name for folder in options.teacher)
        recipe = replace(recipe, teachers=names, distillation=options.distillation)
    if options.begin_with:
        recipe = replace(recipe, begins_with=options.begin_with.name)
    return recipe if options.epochs is None else replace(recipe, epochs=options.epochs)


def _train_one(run: "TrainingRun", validation: FaceSet, run_dir: Path, say: Say) -> None:
    from tui_player.training.runs import train

    with progress_bar() as bar:
        task = bar.add_task(f"Training {run_dir.name}", total=run.recipe.epochs)

        def on_step(done: int, total: int) -> None:
            bar.update(task, completed=run.epochs_done + done / total)

        train(run, validation, run_dir, say, on_step)


def _export(run_dirs: list[Path], faces: FaceSet, options: argparse.Namespace, say: Say) -> None:
    from tui_player.training.publish import Publication, publish
    from tui_player.training.runs import load_member

    members = [load_member(run_dir) for run_dir in [*run_dirs, *options.beside]]
    names = " + ".join([options.recipe, *(run_dir.name for run_dir in options.beside)])
    publication = Publication(
        name=names,
        path=options.export,
        data_name=options.data.name,
        recipe_name=names,
    )
    with progress_bar() as bar:
        task = bar.add_task("Refitting the head of the votes", total=None)
        card = publish(
            members,
            faces,
            publication,
            lambda done, total: bar.update(task, completed=done, total=total),
        )
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
    parser.add_argument("--recipe", choices=sorted(RECIPES), default="wide")
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
        "--begin-with",
        type=Path,
        help="a finished run folder, or dlib's face recognition network, whose weights to start "
        "from",
    )
    parser.add_argument(
        "--runs", type=Path, default=Path("runs"), help="folder for checkpoints and curves"
    )
    parser.add_argument("--export", type=Path, help="where to write the network, with its card")
    parser.add_argument(
        "--beside",
        type=Path,
        nargs="*",
        default=[],
        help="finished run folders, of any recipe, to average into the exported network",
    )
    parser.add_argument("--threads", type=int, help="processor threads to use")
    return parser


if __name__ == "__main__":
    import sys

    raise SystemExit(main(sys.argv[1:]))
