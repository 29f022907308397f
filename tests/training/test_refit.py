"""The votes' head is fitted once more to what both heads say."""

from copy import deepcopy
from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("torch")
pytest.importorskip("onnx")

import torch

from tests.training.faces import made_up_faces
from tui_player.training.data.dataset import FaceSet
from tui_player.training.export import MeanOfNetworks
from tui_player.training.loop import as_input
from tui_player.training.networks.networks import build_network
from tui_player.training.recipe import RECIPES
from tui_player.training.refit import refit_votes_head

pytestmark = pytest.mark.needs_torch

RECIPE = replace(RECIPES["wide"], widths=(8, 16), blocks=(0, 1), bfloat16=False)
FACES = made_up_faces(12)


def _mean_of(count: int) -> MeanOfNetworks:
    torch.manual_seed(3)
    members = [build_network(RECIPE).eval() for _ in range(count)]
    return MeanOfNetworks(members, RECIPE.heads).eval()


def _answers(network: MeanOfNetworks, faces: FaceSet) -> list[np.ndarray[tuple[int, int]]]:
    inputs = as_input(torch.from_numpy(faces.images).float().unsqueeze(1), RECIPE)
    with torch.inference_mode():
        return [answer.numpy() for answer in network(inputs)]


@pytest.mark.parametrize("members", [1, 2])
def test_more_majorities_are_found(members: int) -> None:
    network = _mean_of(members)
    majority = FACES.votes.argmax(axis=1)
    before = (_answers(network, FACES)[0].argmax(axis=1) == majority).mean()
    refit_votes_head(network, [RECIPE] * members, FACES)
    after = (_answers(network, FACES)[0].argmax(axis=1) == majority).mean()
    assert before < 0.3, "an untrained head guesses"
    assert after > before + 0.3


def test_the_first_labels_stay_as_they_were() -> None:
    network = _mean_of(1)
    before = _answers(network, FACES)[1]
    refit_votes_head(network, [RECIPE], FACES)
    assert np.array_equal(_answers(network, FACES)[1], before)


def test_rare_expressions_are_leaned_to_as_in_training() -> None:
    # Every face looks the same, so that nothing but the shares of the classes can be learned.
    faces = made_up_faces(5)
    votes = np.zeros_like(faces.votes)
    votes[:32, 0] = votes[32:, 1] = 10
    faces = replace(faces, images=np.repeat(faces.images[:1], len(faces), axis=0), votes=votes)
    odds = {}
    for balance in (0.0, 1.0):
        network = _mean_of(1)
        refit_votes_head(network, [replace(RECIPE, prior_power=0.0, balance=balance)], faces)
        answer = _answers(network, faces)[0][0]
        odds[balance] = float(np.exp(answer[0] - answer[1]))
    assert odds[0.0] == pytest.approx(4, rel=0.05), "as often as they are"
    assert odds[1.0] == pytest.approx(1, rel=0.05), "as if both were equally common"


def test_without_votes_nothing_is_changed() -> None:
    network = _mean_of(1)
    before = deepcopy(network.state_dict())
    refit_votes_head(network, [RECIPE], replace(FACES, votes=np.zeros_like(FACES.votes)))
    assert all(torch.equal(before[name], value) for name, value in network.state_dict().items())


def test_progress_is_told() -> None:
    told: list[tuple[int, int]] = []
    refit_votes_head(_mean_of(1), [RECIPE], FACES, lambda done, total: told.append((done, total)))
    assert told[-1] == (len(FACES), len(FACES))
