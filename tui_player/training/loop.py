"""One training run: batches, loss, schedule, running mean of the weights, and its checkpoint."""

import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from tui_player.training.data.augment import augment
from tui_player.training.data.dataset import FaceSet
from tui_player.training.data.label_sets import LABEL_SETS, soft_targets, true_classes
from tui_player.training.evaluation.metrics import measure
from tui_player.training.networks.dlib_backbone import begin_with_layers
from tui_player.training.networks.dlib_weights import Layer
from tui_player.training.networks.networks import MultiHead, build_network
from tui_player.training.recipe import Recipe
from tui_player.vision.faces.crop import normalise

EpochRow = dict[str, float]
# Enough for the mean and spread of a channel.
_FACES_FOR_NORMS = 512


@dataclass(frozen=True, slots=True, eq=False)
class HeadTruth:
    """One head's targets: (N, classes) distributions, (N,) weights and (classes,) log prior."""

    targets: Tensor
    weights: Tensor
    log_prior: Tensor


def head_truths(faces: FaceSet, recipe: Recipe) -> dict[str, HeadTruth]:
    """The targets of every head of the recipe for a set of faces."""
    truths = {}
    for name in recipe.heads:
        shares, weights = soft_targets(
            LABEL_SETS[name], faces.votes, faces.labels, recipe.fewest_votes
        )
        prior = (shares * weights[:, None]).sum(axis=0) / max(1.0, float(weights.sum()))
        truths[name] = HeadTruth(
            torch.from_numpy(shares),
            torch.from_numpy(weights),
            torch.from_numpy(np.log(np.maximum(prior, 1e-4)).astype(np.float32)),
        )
    return truths


@torch.inference_mode()
def taught_shares(
    teachers: Sequence[nn.Module], faces: FaceSet, recipe: Recipe, batch_size: int = 512
) -> dict[str, Tensor]:
    """The teachers' mean answer for every face, by head, (N, classes), at the distillation
    temperature; empty without teachers.

    Asked once, of the face unchanged and mirrored, rather than of every changed face: the steady
    answer costs a run a third less time.
    """
    if not teachers:
        return {}
    parts: dict[str, list[Tensor]] = {name: [] for name in recipe.heads}
    for start in range(0, len(faces), batch_size):
        grey = torch.from_numpy(faces.images[start : start + batch_size]).float().unsqueeze(1)
        views = [as_input(grey, recipe), as_input(grey.flip(3), recipe)]
        with torch.autocast("cpu", torch.bfloat16, enabled=recipe.bfloat16):
            answers = [teacher.eval()(view) for teacher in teachers for view in views]
        for name, part in parts.items():
            heats = [
                (answer[name].float() / recipe.distillation_temperature).softmax(1)
                for answer in answers
            ]
            part.append(torch.stack(heats).mean(0))
    return {name: torch.cat(part) for name, part in parts.items()}


def rarity(truth: HeadTruth, balance: float) -> Tensor:
    """How often each face is to be drawn beside the others, (N,): the mean over its classes of
    one over their share, to the power `balance`. A face the head knows nothing of counts as 1."""
    by_class = torch.exp(-balance * truth.log_prior)
    known = truth.weights > 0
    return torch.where(known, truth.targets @ by_class, torch.ones(()))


def one_cycle(progress: float, peak: float, warm_up: float) -> float:
    """Learning rate at a share (0 to 1) of the run: up in a line, down to zero in a half cosine."""
    if progress < warm_up:
        return peak * (0.04 + 0.96 * progress / warm_up)
    return peak * 0.5 * (1 + math.cos(math.pi * (progress - warm_up) / (1 - warm_up)))


def as_input(grey: Tensor, recipe: Recipe) -> Tensor:
    """Grey levels (N, 1, S, S) through the very preprocessing that the player uses."""
    levels = grey.round().clamp(0, 255).to(torch.uint8).numpy()
    return torch.from_numpy(normalise(levels, recipe.crop)).contiguous(
        memory_format=torch.channels_last
    )


class TrainingRun:
    """A network, its optimizer and its running mean; one `epoch()` after another.

    Every random choice of an epoch follows from the recipe's seed and the epoch's number, so a
    resumed run goes the same way as one that was never stopped.
    """

    def __init__(self, recipe: Recipe, faces: FaceSet, teachers: Sequence[nn.Module] = ()) -> None:
        torch.manual_seed(recipe.seed)
        self.recipe = recipe
        self.faces = faces
        self.epochs_done = 0
        self.rows: list[EpochRow] = []
        self.network = build_network(recipe)
        self.mean_network = build_network(recipe)
        self.mean_network.load_state_dict(self.network.state_dict())
        self._truths = head_truths(faces, recipe)
        self._teachers = teachers
        self._rarity = rarity(self._truths[recipe.heads[0]], recipe.balance)
        self._usable = torch.stack([truth.weights for truth in self._truths.values()]).amax(0) > 0
        self._optimizer = torch.optim.SGD(
            _parameter_groups(self.network, recipe.weight_decay),
            lr=recipe.peak_rate,
            momentum=recipe.momentum,
            nesterov=True,
        )
        self._steps = 0

    @property
    def finished(self) -> bool:
        """True when every epoch of the recipe is done."""
        return self.epochs_done >= self.recipe.epochs

    def epoch(self, on_step: Callable[[int, int], None] = lambda done, total: None) -> EpochRow:
        """Train one epoch; `on_step(done, total)` hears of every batch. Returns its figures."""
        generator = torch.Generator().manual_seed(self.recipe.seed * 10_007 + self.epochs_done)
        torch.manual_seed(self.recipe.seed * 20_011 + self.epochs_done)
        batches = list(self._batches(generator))
        started, total_loss = time.monotonic(), 0.0
        self.network.train()
        for done, rows in enumerate(batches):
            progress = (self.epochs_done + done / len(batches)) / self.recipe.epochs
            rate = one_cycle(progress, self.recipe.peak_rate, self.recipe.warm_up)
            total_loss += self._step(rows, rate, generator)
            on_step(done + 1, len(batches))
        self.epochs_done += 1
        row = {
            "epoch": float(self.epochs_done),
            "rate": rate,
            "training_loss": total_loss / len(batches),
            "seconds": time.monotonic() - started,
        }
        self.rows.append(row)
        return row

    @cached_property
    def _taught(self) -> dict[str, Tensor]:
        return taught_shares(self._teachers, self.faces, self.recipe)

    def _batches(self, generator: torch.Generator) -> Iterator[Tensor]:
        usable = torch.nonzero(self._usable).flatten()
        if self.recipe.balance > 0:
            drawn = torch.multinomial(
                self._rarity[usable], len(usable), replacement=True, generator=generator
            )
        else:
            drawn = torch.randperm(len(usable), generator=generator)
        order = usable[drawn]
        size = min(self.recipe.batch_size, len(order))
        for start in range(0, len(order) - size + 1, size):
            yield order[start : start + size]

    def _step(self, rows: Tensor, rate: float, generator: torch.Generator) -> float:
        faces = torch.from_numpy(self.faces.images[rows.numpy()]).float().unsqueeze(1)
        inputs = as_input(augment(faces, self.recipe.augmentation, generator), self.recipe)
        targets = {name: truth.targets[rows] for name, truth in self._truths.items()}
        weights = {name: truth.weights[rows] for name, truth in self._truths.items()}
        taught = {name: shares[rows] for name, shares in self._taught.items()}
        if self.recipe.augmentation.mixup > 0:
            inputs, targets, weights, taught = self._mix(inputs, targets, weights, taught)
        for group in self._optimizer.param_groups:
            group["lr"] = rate
        with torch.autocast("cpu", torch.bfloat16, enabled=self.recipe.bfloat16):
            logits = self.network(inputs)
        loss = self._loss(logits, targets, weights, taught)
        self._optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        self._optimizer.step()
        self._average()
        return float(loss.detach())

    def _mix(
        self,
        inputs: Tensor,
        targets: dict[str, Tensor],
        weights: dict[str, Tensor],
        taught: dict[str, Tensor],
    ) -> tuple[Tensor, dict[str, Tensor], dict[str, Tensor], dict[str, Tensor]]:
        concentration = torch.tensor(self.recipe.augmentation.mixup)
        share = float(torch.distributions.Beta(concentration, concentration).sample())

        def blend(values: Tensor) -> Tensor:
            return values * share + values.flip(0) * (1 - share)

        both = {name: weight * weight.flip(0) for name, weight in weights.items()}
        return (
            blend(inputs),
            {name: blend(target) for name, target in targets.items()},
            both,
            {name: blend(shares) for name, shares in taught.items()},
        )

    def _loss(
        self,
        logits: dict[str, Tensor],
        targets: dict[str, Tensor],
        weights: dict[str, Tensor],
        taught: dict[str, Tensor],
    ) -> Tensor:
        recipe = self.recipe
        total = torch.zeros(())
        for name, head_weight in zip(recipe.heads, recipe.head_weights, strict=True):
            answer = logits[name].float()
            target = _smoothed(targets[name], recipe.label_smoothing)
            adjusted = answer + recipe.prior_power * self._truths[name].log_prior
            entropy = -(target * adjusted.log_softmax(1)).sum(1)
            labelled = (entropy * weights[name]).sum() / weights[name].sum().clamp(min=1)
            if taught:
                labelled = labelled * (1 - recipe.distillation) + recipe.distillation * (
                    _distance(answer, taught[name], recipe.distillation_temperature)
                )
            total = total + head_weight * labelled
        return total

    @torch.no_grad()
    def _average(self) -> None:
        """Move the mean network a little towards the network; quickly at first."""
        self._steps += 1
        decay = min(self.recipe.averaging, (1 + self._steps) / (10 + self._steps))
        mean_state = self.mean_network.state_dict()
        for name, value in self.network.state_dict().items():
            if value.is_floating_point():
                mean_state[name].lerp_(value, 1 - decay)
            else:
                mean_state[name].copy_(value)

    def begin_with(self, weights: Mapping[str, Tensor]) -> None:
        """Start from another run's weights; that network must be of the same form."""
        self.network.load_state_dict(weights)
        self.mean_network.load_state_dict(weights)

    def begin_with_layers(self, layers: Sequence[Layer]) -> None:
        """Start from dlib's face recognition network; raises TuiPlayerError for another form."""
        some = self.faces.images[:: max(1, len(self.faces) // _FACES_FOR_NORMS)]
        inputs = as_input(torch.from_numpy(some).float().unsqueeze(1), self.recipe)
        begin_with_layers(self.network.trunk, layers, inputs)
        self.mean_network.load_state_dict(self.network.state_dict())

    def save(self, path: Path) -> None:
        """Write all that is needed to go on, atomically."""
        state: dict[str, Any] = {
            "recipe": self.recipe.as_dict(),
            "epochs_done": self.epochs_done,
            "steps": self._steps,
            "rows": self.rows,
            "network": self.network.state_dict(),
            "mean_network": self.mean_network.state_dict(),
            "optimizer": self._optimizer.state_dict(),
        }
        unfinished = path.with_suffix(".unfinished")
        torch.save(state, unfinished)
        unfinished.replace(path)

    def restore(self, state: dict[str, Any]) -> None:
        """Go on where a saved run of the same recipe stopped."""
        self.epochs_done = state["epochs_done"]
        self.rows = state["rows"]
        self._steps = state["steps"]
        self.network.load_state_dict(state["network"])
        self.mean_network.load_state_dict(state["mean_network"])
        self._optimizer.load_state_dict(state["optimizer"])


def _parameter_groups(network: nn.Module, weight_decay: float) -> list[dict[str, Any]]:
    """Weight decay only on kernels: a decayed bias or batch norm only loses accuracy."""
    parameters = list(network.parameters())
    return [
        {"params": [p for p in parameters if p.ndim > 1], "weight_decay": weight_decay},
        {"params": [p for p in parameters if p.ndim <= 1], "weight_decay": 0.0},
    ]


def _smoothed(target: Tensor, smoothing: float) -> Tensor:
    return target * (1 - smoothing) + smoothing / target.shape[1]


def _distance(answer: Tensor, taught: Tensor, heat: float) -> Tensor:
    """Cross entropy to the teachers at one heat, scaled as in Hinton 2015 (arXiv:1503.02531)."""
    return -(taught * (answer / heat).log_softmax(1)).sum(1).mean() * heat * heat


@torch.inference_mode()
def predict(
    network: MultiHead, faces: FaceSet, recipe: Recipe, batch_size: int = 512
) -> dict[str, NDArray[np.float64]]:
    """Softmax probabilities of every head, (N, classes), for all faces."""
    network.eval()
    parts: dict[str, list[NDArray[np.float64]]] = {name: [] for name in recipe.heads}
    for start in range(0, len(faces), batch_size):
        grey = torch.from_numpy(faces.images[start : start + batch_size]).float().unsqueeze(1)
        logits = network(as_input(grey, recipe))
        for name, answer in logits.items():
            parts[name].append(answer.double().softmax(1).numpy())
    return {name: np.concatenate(part) for name, part in parts.items()}


def validate(network: MultiHead, faces: FaceSet, recipe: Recipe) -> EpochRow:
    """Accuracy, macro-F1 and log loss of every head on a split."""
    row: EpochRow = {}
    for name, probabilities in predict(network, faces, recipe).items():
        truth, counted = true_classes(LABEL_SETS[name], faces.votes, faces.labels)
        metrics = measure(probabilities[counted], truth[counted], LABEL_SETS[name].classes)
        hit = probabilities[np.arange(len(truth)), truth][counted]
        row[f"{name}_accuracy"] = metrics.accuracy
        row[f"{name}_macro_f1"] = metrics.macro_f1
        row[f"{name}_loss"] = float(-np.log(np.maximum(hit, 1e-12)).mean())
    return row
