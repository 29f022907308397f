"""Training runs: they learn, resume as if never stopped, and end in a network that loads."""

import csv
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from torch import Tensor  # noqa: E402 (after the skip, as all that needs PyTorch)

from tests.training.dlib_file import as_dlib_file  # noqa: E402
from tests.training.faces import made_up_faces  # noqa: E402
from tui_player.training.data.dataset import FaceSet  # noqa: E402
from tui_player.training.loop import (  # noqa: E402
    HeadTruth,
    TrainingRun,
    one_cycle,
    rarity,
    validate,
)
from tui_player.training.networks.dlib_weights import Layer  # noqa: E402
from tui_player.training.recipe import Augmentation, Recipe, recipe_from  # noqa: E402
from tui_player.training.runs import (  # noqa: E402
    TrainingError,
    load_beginning,
    load_member,
    start_or_resume,
    train,
)
from tui_player.training.train import main  # noqa: E402

pytestmark = pytest.mark.needs_torch

TINY = Recipe(
    widths=(8, 16, 16),
    blocks=(0, 0, 1),
    dropout=0.0,
    epochs=3,
    batch_size=32,
    peak_rate=0.05,
    averaging=0.9,
    augmentation=Augmentation(flip=True, roll_degrees=3, shift=0.02, mixup=0.2),
    bfloat16=False,
)


PLAIN = Augmentation(flip=False, roll_degrees=0, scale=0, shift=0, contrast=0, brightness=0)
LEARNING = replace(TINY, epochs=12, augmentation=PLAIN)


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    """Tiny networks are quicker on one thread, and leave the other processors to other tests."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def _weights(run: TrainingRun) -> Tensor:
    state = run.mean_network.state_dict()
    weights: Tensor = torch.cat([value.flatten().double() for value in state.values()])
    return weights


def _save_npz(path: Path, faces: FaceSet) -> None:
    np.savez(
        path,
        images=faces.images,
        ferplus_votes=faces.votes,
        fer2013_label=faces.labels,
        usage=faces.split,
    )


def _train(run: TrainingRun, run_dir: Path) -> None:
    said: list[str] = []
    train(run, made_up_faces(2, seed=9), run_dir, said.append, lambda done, total: None)
    assert len(said) >= 1


def test_a_network_learns_made_up_faces(tmp_path: Path) -> None:
    run = start_or_resume(LEARNING, made_up_faces(24), tmp_path)
    before = validate(run.mean_network, made_up_faces(8, seed=5), LEARNING)
    _train(run, tmp_path)
    after = validate(run.mean_network, made_up_faces(8, seed=5), LEARNING)
    assert after["ferplus8_accuracy"] > 0.9
    assert after["fer2013_accuracy"] > 0.9
    assert after["ferplus8_loss"] < before["ferplus8_loss"]
    assert load_member(tmp_path).recipe == LEARNING


def test_a_stopped_run_goes_on_as_if_never_stopped(tmp_path: Path) -> None:
    faces = made_up_faces(8)
    whole = TrainingRun(TINY, faces)
    while not whole.finished:
        whole.epoch()
    stopped = TrainingRun(TINY, faces)
    stopped.epoch()
    stopped.save(tmp_path / "checkpoint.pt")
    resumed = start_or_resume(TINY, faces, tmp_path)
    assert resumed.epochs_done == 1
    _train(resumed, tmp_path)
    assert torch.allclose(_weights(resumed), _weights(whole))
    with (tmp_path / "curves.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert [float(row["epoch"]) for row in rows] == [1, 2, 3]
    assert float(rows[-1]["ferplus8_accuracy"]) >= 0


def test_a_run_of_other_settings_is_refused(tmp_path: Path) -> None:
    faces = made_up_faces(8)
    run = start_or_resume(TINY, faces, tmp_path)
    run.epoch()
    run.save(tmp_path / "checkpoint.pt")
    with pytest.raises(TrainingError, match="other settings"):
        start_or_resume(replace(TINY, peak_rate=0.01), faces, tmp_path)
    assert start_or_resume(replace(TINY, epochs=9), faces, tmp_path).epochs_done == 1


def test_a_folder_without_a_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="nothing was trained there"):
        load_member(tmp_path)


def test_settings_come_back_the_same(tmp_path: Path) -> None:
    start_or_resume(TINY, made_up_faces(8), tmp_path)
    assert recipe_from(json.loads((tmp_path / "settings.json").read_text())) == TINY


def test_a_seed_decides_the_weights() -> None:
    faces = made_up_faces(8)
    first, second = TrainingRun(TINY, faces), TrainingRun(replace(TINY, seed=2), faces)
    assert torch.equal(_weights(first), _weights(TrainingRun(TINY, faces)))
    assert not torch.equal(_weights(first), _weights(second))


def test_a_teacher_is_followed_where_labels_say_nothing() -> None:
    faces = made_up_faces(24)
    teacher = TrainingRun(LEARNING, faces)
    while not teacher.finished:
        teacher.epoch()
    # One class for all: only the teacher can tell the faces apart.
    one_label = replace(faces, votes=np.tile(faces.votes[:1], (len(faces), 1)))
    recipe = replace(LEARNING, distillation=1.0, epochs=2 * LEARNING.epochs)
    pupil = TrainingRun(recipe, one_label, [teacher.mean_network])
    while not pupil.finished:
        pupil.epoch()
    assert validate(pupil.mean_network, faces, recipe)["ferplus8_accuracy"] > 0.9


def test_a_run_begins_with_another_runs_weights(tmp_path: Path) -> None:
    faces = made_up_faces(8)
    first = start_or_resume(TINY, faces, tmp_path / "first")
    _train(first, tmp_path / "first")
    beginning = load_beginning(tmp_path / "first")
    recipe = replace(TINY, begins_with="first", seed=2)
    second = start_or_resume(recipe, faces, tmp_path / "second", beginning=beginning)
    assert torch.equal(_weights(second), _weights(first))
    second.epoch()
    second.save(tmp_path / "second" / "checkpoint.pt")
    stopped = _weights(second)
    resumed = start_or_resume(recipe, faces, tmp_path / "second", beginning=beginning)
    assert torch.equal(_weights(resumed), stopped)


def test_a_run_of_another_form_cannot_begin_with_it(tmp_path: Path) -> None:
    faces = made_up_faces(8)
    first = start_or_resume(TINY, faces, tmp_path / "first")
    _train(first, tmp_path / "first")
    wider = replace(TINY, widths=(8, 16, 24), begins_with="first")
    with pytest.raises(TrainingError, match="cannot begin with first"):
        start_or_resume(
            wider, faces, tmp_path / "wider", beginning=load_beginning(tmp_path / "first")
        )


def test_a_run_begins_with_dlibs_file(tmp_path: Path) -> None:
    random = np.random.default_rng(0)
    shapes = [(8, 3 * 49), (8, 8 * 9), (8, 8 * 9)]
    layers = [
        Layer(random.normal(0, 0.1, shape).astype(np.float32), *np.ones((2, 8), np.float32))
        for shape in shapes
    ]
    (tmp_path / "dlib.dat").write_bytes(as_dlib_file(layers))
    recipe = replace(TINY, network="recognition", widths=(8,), blocks=(1,), enlarged_px=16)
    beginning = load_beginning(tmp_path / "dlib.dat")
    run = start_or_resume(recipe, made_up_faces(8), tmp_path / "run", beginning=beginning)
    kernel = run.mean_network.state_dict()["trunk.4.first.0.weight"]
    assert torch.equal(kernel, torch.from_numpy(layers[1].kernel).view(8, 8, 3, 3))
    _train(run, tmp_path / "run")
    assert run.rows[-1]["training_loss"] < run.rows[0]["training_loss"]


def test_the_rate_rises_then_falls_to_zero() -> None:
    rates = [one_cycle(step / 100, 0.1, 0.2) for step in range(101)]
    assert max(rates) == pytest.approx(0.1)
    assert rates.index(max(rates)) == 20
    assert rates[0] < 0.01
    assert rates[-1] == pytest.approx(0)


def test_the_command_trains_exports_and_resumes(tmp_path: Path) -> None:
    pytest.importorskip("onnx")
    from tui_player.vision.network.model import ExpressionModel

    _save_npz(tmp_path / "faces.npz", made_up_faces(16, ("Training", "PublicTest")))
    model_path = tmp_path / "models" / "small.onnx"
    words = ["--data", str(tmp_path / "faces.npz"), "--runs", str(tmp_path / "runs")]
    words += ["--recipe", "strong", "--epochs", "1", "--seeds", "1", "2", "--threads", "1"]
    words += ["--export", str(model_path)]
    assert main(words) == 0
    model = ExpressionModel.load(model_path)
    reading = model.read(made_up_faces(1).images[0])
    assert len(reading) == 7
    assert sum(reading) == pytest.approx(1)
    assert model.card.provenance.seeds == (1, 2)
    assert {figure.name for figure in model.card.figures} >= {"ferplus8.accuracy", "player.ece"}
    assert main(words) == 0, "finished runs are exported again without training"


def test_rare_faces_are_drawn_more_often() -> None:
    log_prior = torch.log(torch.tensor([0.81, 0.01, 0.18]))
    targets = torch.tensor([[1.0, 0, 0], [0, 1, 0], [0.5, 0.5, 0], [0, 0, 1]])
    truth = HeadTruth(targets, torch.tensor([1.0, 1, 1, 0]), log_prior)
    often = rarity(truth, 0.5)
    assert torch.allclose(often, torch.tensor([1 / 0.9, 10, (1 / 0.9 + 10) / 2, 1]))
    assert torch.equal(rarity(truth, 0.0), torch.ones(4))


def test_a_balanced_run_learns_and_resumes(tmp_path: Path) -> None:
    faces = made_up_faces(24)
    recipe = replace(TINY, balance=0.5)
    whole = TrainingRun(recipe, faces)
    first = start_or_resume(recipe, faces, tmp_path)
    first.epoch()
    first.save(tmp_path / "checkpoint.pt")
    resumed = start_or_resume(recipe, faces, tmp_path)
    for run in (whole, resumed):
        while not run.finished:
            run.epoch()
    assert torch.allclose(_weights(whole), _weights(resumed))
