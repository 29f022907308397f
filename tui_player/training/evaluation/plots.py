"""Draws an evaluation's confusion, reliability and risk-coverage, and a run's curves, as PNG."""

import csv
from collections.abc import Mapping
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from tui_player.training.evaluation.heads import Judgement
from tui_player.training.evaluation.metrics import reliability, risk_coverage


def write_plots(judgements: Mapping[str, Judgement], folder: Path, curves: Path | None) -> None:
    """Write one PNG a head, and one of the training curves when a curves.csv is given."""
    mpl.use("Agg")
    folder.mkdir(parents=True, exist_ok=True)
    for name, judgement in judgements.items():
        figure = Figure(figsize=(15, 4.6), layout="constrained")
        confusion, calibration, risk = figure.subplots(1, 3)
        _draw_confusion(confusion, judgement)
        _draw_reliability(calibration, judgement)
        _draw_risk_coverage(risk, judgement)
        figure.suptitle(f"{name}: {judgement.metrics.n} faces")
        figure.savefig(folder / f"{name}.png", dpi=110)
    if curves is not None:
        _write_curves(curves, folder / "curves.png")


def _draw_confusion(axes: Axes, judgement: Judgement) -> None:
    counts = judgement.metrics.confusion
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    places = range(len(counts))
    axes.set_xticks(places, judgement.metrics.classes, rotation=45, ha="right")
    axes.set_yticks(places, judgement.metrics.classes)
    for row in places:
        for column in places:
            colour = "white" if shares[row, column] > 0.5 else "black"
            text = f"{shares[row, column]:.2f}"
            axes.text(column, row, text, ha="center", va="center", color=colour, fontsize=7)
    axes.set(title="Share of each class", xlabel="answer", ylabel="truth")


def _draw_reliability(axes: Axes, judgement: Judgement) -> None:
    count, certainty, accuracy = reliability(judgement.probabilities, judgement.truth)
    filled = count > 0
    axes.plot([0, 1], [0, 1], linestyle=":", color="grey")
    axes.plot(certainty[filled], accuracy[filled], marker="o")
    axes.set(
        title=f"Reliability, ECE {judgement.metrics.ece:.2%}",
        xlabel="certainty",
        ylabel="accuracy",
        xlim=(0, 1),
        ylim=(0, 1),
    )


def _draw_risk_coverage(axes: Axes, judgement: Judgement) -> None:
    curve = risk_coverage(judgement.probabilities, judgement.truth)
    axes.plot(np.arange(1, len(curve) + 1) / len(curve), curve)
    axes.set(title="Accuracy of the most certain", xlabel="share kept", ylabel="accuracy")


def _write_curves(source: Path, target: Path) -> None:
    with source.open(newline="") as file:
        rows = [{k: float(v) for k, v in row.items()} for row in csv.DictReader(file)]
    epochs = [row["epoch"] for row in rows]
    figure = Figure(figsize=(11, 4.2), layout="constrained")
    losses, scores = figure.subplots(1, 2)
    for name in rows[0] if rows else ():
        if name.endswith("loss"):
            losses.plot(epochs, [row[name] for row in rows], label=name)
        elif name.endswith(("accuracy", "macro_f1")):
            scores.plot(epochs, [row[name] for row in rows], label=name)
    losses.set(title="Loss", xlabel="epoch")
    scores.set(title="On PublicTest", xlabel="epoch")
    for axes in (losses, scores):
        axes.legend(fontsize=7)
    figure.savefig(target, dpi=110)
