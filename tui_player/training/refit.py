"""Fits the head of the crowd's votes once more, to what both heads say of the training faces.

In training that head learns how the votes are shared out; what counts is which expression has
most of them. And the head of the first labels, which looks at the same features, knows something
of that too. Both heads are linear, so the new one is as large as the old and costs no more.
"""

from collections.abc import Callable, Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

from tui_player.training.data.dataset import FaceSet
from tui_player.training.data.label_sets import FERPLUS8, true_classes
from tui_player.training.export import MeanOfNetworks
from tui_player.training.loop import as_input, head_truths, rarity
from tui_player.training.recipe import Recipe

BATCH = 512
# More steps change the loss in its sixth place.
LARGEST_STEPS = 100
# What a change of the heads costs in the loss, by its square: keeps a head small that a few faces
# would let grow without end, and is too little to be felt with the 28,000 of FER2013.
STAYING = 1e-3

OnBatch = Callable[[int, int], None]


def refit_votes_head(
    network: MeanOfNetworks,
    recipes: Sequence[Recipe],
    faces: FaceSet,
    on_batch: OnBatch = lambda done, total: None,
) -> None:
    """Give every member in place the votes' head with which their mean finds most majorities.

    `faces` are those that the members were trained on, weighed as in their recipes' mean, so that
    the head leans to rare expressions as before. Nothing is done where there are no votes.
    """
    truth, counted = true_classes(FERPLUS8, faces.votes, faces.labels)
    if FERPLUS8.name not in network.head_names or not counted.any():
        return
    faces, majority = faces.rows(counted.nonzero()[0]), torch.from_numpy(truth[counted])
    votes = head_truths(faces, recipes[0])[FERPLUS8.name]
    balance = sum(recipe.balance for recipe in recipes) / len(recipes)
    prior_power = sum(recipe.prior_power for recipe in recipes) / len(recipes)
    mixing = _fitted(
        _all_logits(network, faces, recipes[0], on_batch),
        majority,
        rarity(votes, balance),
        prior_power * votes.log_prior,
    )
    for member in network.members:
        _mix_heads(member, _votes_first(network.head_names), mixing)


def _votes_first(head_names: Sequence[str]) -> list[str]:
    return sorted(head_names, key=lambda name: name != FERPLUS8.name)


@torch.no_grad()
def _all_logits(
    network: MeanOfNetworks, faces: FaceSet, recipe: Recipe, on_batch: OnBatch
) -> Tensor:
    """What the heads say, side by side, the votes' head first, (N, classes of all)."""
    network.eval()
    parts = []
    for start in range(0, len(faces), BATCH):
        grey = torch.from_numpy(faces.images[start : start + BATCH]).float().unsqueeze(1)
        with torch.autocast("cpu", torch.bfloat16, enabled=recipe.bfloat16):
            answers = dict(zip(network.head_names, network(as_input(grey, recipe)), strict=True))
        in_order = [answers[name].float() for name in _votes_first(network.head_names)]
        parts.append(torch.cat(in_order, dim=1))
        on_batch(min(start + BATCH, len(faces)), len(faces))
    return torch.cat(parts)


def _fitted(logits: Tensor, truth: Tensor, weights: Tensor, lean: Tensor) -> nn.Linear:
    """The linear layer (all logits to a class) of least weighted log loss, by L-BFGS.

    `lean` (classes,) is added to its answers in the loss, as in training. The logits of the
    votes' head come first; the layer begins with them as they are.
    """
    layer = nn.Linear(logits.shape[1], len(lean))
    nn.init.eye_(layer.weight)
    nn.init.zeros_(layer.bias)
    before = layer.weight.detach().clone()
    optimizer = torch.optim.LBFGS(
        layer.parameters(), max_iter=LARGEST_STEPS, line_search_fn="strong_wolfe"
    )

    def loss() -> Tensor:
        optimizer.zero_grad()
        each = functional.cross_entropy(layer(logits) + lean, truth, reduction="none")
        cost = (each * weights).sum() / weights.sum()
        cost = cost + STAYING * (layer.weight - before).square().sum()
        cost.backward()  # type: ignore[no-untyped-call]
        return cost

    optimizer.step(loss)  # type: ignore[no-untyped-call]
    return layer


@torch.no_grad()
def _mix_heads(member: nn.Module, head_names: Sequence[str], mixing: nn.Linear) -> None:
    heads = member.get_submodule("heads")
    layers = [heads.get_submodule(name) for name in head_names]
    weight = torch.cat([layer.get_parameter("weight") for layer in layers])
    bias = torch.cat([layer.get_parameter("bias") for layer in layers])
    votes = heads.get_submodule(FERPLUS8.name)
    votes.get_parameter("weight").copy_(mixing.weight @ weight)
    votes.get_parameter("bias").copy_(mixing.weight @ bias + mixing.bias)
