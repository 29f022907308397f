"""`tui-player evaluate`: measures a network on labelled faces or on whole photographs."""

import argparse
import json
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Column, Table

from tui_player.model.errors import TuiPlayerError
from tui_player.training.data.dataset import SPLITS, DatasetError, load_faces
from tui_player.training.data.label_sets import votes_are_clear
from tui_player.training.evaluation.calibration import halves
from tui_player.training.evaluation.heads import Judgement, judge, run_logits
from tui_player.training.evaluation.metrics import Metrics
from tui_player.training.evaluation.photographs import judge_photographs
from tui_player.training.progress import progress_bar
from tui_player.vision.network.model import ExpressionModel


class MissingPlotsError(TuiPlayerError):
    """Plots were asked for, but the library that draws them is not installed."""


def main(args: list[str]) -> int:
    """Run the command with its words; returns the exit status, 2 for what the user must mend."""
    parser = _parser()
    options = parser.parse_args(args)
    if options.data is None and options.photos is None:
        parser.error("give --data, --photos or both")
    try:
        answer = _evaluate(options)
    except TuiPlayerError as problem:
        Console(stderr=True).print(str(problem), markup=False, highlight=False, soft_wrap=True)
        return 2
    if options.json:
        sys.stdout.write(json.dumps(answer, indent=2) + "\n")
    return 0


def _evaluate(options: argparse.Namespace) -> dict[str, Any]:
    model = ExpressionModel.load(options.model)
    answer: dict[str, Any] = {}
    if options.data is not None:
        judgements = _judge_faces(model, options)
        answer |= {name: figures(judgement.metrics) for name, judgement in judgements.items()}
        if not options.json:
            _print_judgements(judgements)
        if options.plots is not None:
            _write_plots(judgements, options)
    if options.photos is not None:
        answer["photos"] = _judge_photographs(model, options)
    return answer


def _judge_faces(model: ExpressionModel, options: argparse.Namespace) -> dict[str, Judgement]:
    faces = load_faces(options.data, options.votes).of_split(options.split)
    if options.unfitted_half:
        faces = faces.rows(halves(len(faces))[1])
    if options.clear_votes:
        faces = faces.rows(votes_are_clear(faces.votes))
        if not len(faces):
            raise DatasetError("--clear-votes leaves no face: the data set has no votes of FER+.")
    with progress_bar() as bar:
        task = bar.add_task("Reading faces", total=len(faces))
        logits = run_logits(model, faces, lambda done, _: bar.update(task, completed=done))
    return judge(model, logits, faces)


def _write_plots(judgements: Mapping[str, Judgement], options: argparse.Namespace) -> None:
    if find_spec("matplotlib") is None:
        raise MissingPlotsError(
            "--plots needs matplotlib: install it with pip install 'tui-player[train]'."
        )
    from tui_player.training.evaluation.plots import write_plots

    write_plots(judgements, options.plots, options.curves)


def _judge_photographs(model: ExpressionModel, options: argparse.Namespace) -> dict[str, Any]:
    with progress_bar() as bar:
        task = bar.add_task("Reading photographs", total=None)
        judged = judge_photographs(
            model, options.photos, lambda done, n: bar.update(task, completed=done, total=n)
        )
    metrics = judged.metrics
    if not options.json:
        console = Console()
        summary = (
            f"\n[bold]photos[/bold]  {judged.n} photographs  a face found in {judged.found}  "
            f"accuracy {metrics.accuracy:.2%}  macro-F1 {metrics.macro_f1:.3f}"
        )
        console.print(summary, highlight=False, soft_wrap=True)
        console.print(_class_table(metrics))
        console.print(_confusion_table(metrics))
    return {
        "n": judged.n,
        "found": judged.found,
        "accuracy": metrics.accuracy,
        "macro_f1": metrics.macro_f1,
        "recall": metrics.recall,
    }


def figures(metrics: Metrics) -> dict[str, Any]:
    """The figures of `--json` for one head."""
    return {
        "n": metrics.n,
        "accuracy": metrics.accuracy,
        "macro_f1": metrics.macro_f1,
        "recall": metrics.recall,
        "ece": metrics.ece,
        "accuracy_at_80": metrics.accuracy_at_80,
    }


def _print_judgements(judgements: Mapping[str, Judgement]) -> None:
    console = Console()
    for name, judgement in judgements.items():
        metrics = judgement.metrics
        console.print(_summary(name, metrics), highlight=False, soft_wrap=True)
        console.print(_class_table(metrics))
        console.print(_confusion_table(metrics))


def _summary(name: str, metrics: Metrics) -> str:
    return (
        f"\n[bold]{name}[/bold]  {metrics.n} faces  accuracy {metrics.accuracy:.2%}  "
        f"macro-F1 {metrics.macro_f1:.3f}  ECE {metrics.ece:.2%}  "
        f"accuracy on the most certain 80 % {metrics.accuracy_at_80:.2%}"
    )


def _class_table(metrics: Metrics) -> Table:
    table = Table(
        "class",
        *(Column(title, justify="right") for title in ("faces", "precision", "recall", "F1")),
    )
    faces = metrics.confusion.sum(axis=1)
    for row, name in enumerate(metrics.classes):
        rates = (metrics.precision[name], metrics.recall[name], metrics.f1[name])
        table.add_row(name, str(faces[row]), *(f"{rate:.3f}" for rate in rates))
    return table


def _confusion_table(metrics: Metrics) -> Table:
    unanswered = metrics.confusion.shape[1] - len(metrics.classes)
    titles = [name[:8] for name in metrics.classes] + ["no face"] * unanswered
    table = Table("truth ↓ answer →", *(Column(title, justify="right") for title in titles))
    for name, counts in zip(metrics.classes, metrics.confusion, strict=True):
        table.add_row(name, *(str(count) for count in counts))
    return table


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tui-player evaluate", description=__doc__)
    parser.add_argument("model", type=Path, help="an .onnx file with its card beside it")
    parser.add_argument(
        "--data", type=Path, help="an .npz, Kaggle's fer2013.csv, or a folder of class folders"
    )
    parser.add_argument("--votes", type=Path, help="Microsoft's fer2013new.csv, for fer2013.csv")
    parser.add_argument("--photos", type=Path, help="class folders of whole photographs")
    parser.add_argument("--split", choices=SPLITS, default="PublicTest")
    parser.add_argument(
        "--unfitted-half",
        action="store_true",
        help="only the half of the split that the shipped card's temperature was not fitted on",
    )
    parser.add_argument(
        "--clear-votes",
        action="store_true",
        help="only faces of which one expression has more than half of the votes",
    )
    parser.add_argument("--json", action="store_true", help="figures as JSON on standard output")
    parser.add_argument("--plots", type=Path, help="folder for PNG plots (extra `train`)")
    parser.add_argument("--curves", type=Path, help="a run's curves.csv to plot as well")
    return parser
