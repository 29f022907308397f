"""Random changes of training faces."""

from dataclasses import replace

import pytest

torch = pytest.importorskip("torch")

from torch import Generator, Tensor  # noqa: E402 (after the skip, as all that needs PyTorch)

from tui_player.training.data.augment import augment  # noqa: E402
from tui_player.training.recipe import Augmentation  # noqa: E402

pytestmark = pytest.mark.needs_torch

STILL = Augmentation(flip=False, roll_degrees=0, scale=0, shift=0, contrast=0, brightness=0)
STRONG = Augmentation(
    roll_degrees=20,
    scale=0.2,
    shift=0.1,
    contrast=0.4,
    brightness=0.2,
    gamma=0.5,
    blur_chance=0.5,
    cutout_chance=0.5,
)


def _faces() -> Tensor:
    faces: Tensor = torch.arange(4 * 48 * 48, dtype=torch.float32).view(4, 1, 48, 48) % 256
    return faces


def _generator(seed: int = 1) -> Generator:
    return Generator().manual_seed(seed)


def test_nothing_asked_changes_nothing() -> None:
    assert torch.allclose(augment(_faces(), STILL, _generator()), _faces(), atol=0.01)


def test_everything_asked_stays_in_range_and_shape() -> None:
    changed = augment(_faces(), STRONG, _generator())
    assert changed.shape == (4, 1, 48, 48)
    assert changed.min() >= 0
    assert changed.max() <= 255
    assert not torch.allclose(changed, _faces(), atol=1)


def test_one_seed_gives_one_result() -> None:
    first = augment(_faces(), STRONG, _generator(7))
    assert torch.equal(first, augment(_faces(), STRONG, _generator(7)))
    assert not torch.equal(first, augment(_faces(), STRONG, _generator(8)))


def test_a_flip_mirrors_whole_faces() -> None:
    flipping = Augmentation(flip=True, roll_degrees=0, scale=0, shift=0, contrast=0, brightness=0)
    faces = _faces().repeat(8, 1, 1, 1)
    changed = augment(faces, flipping, _generator())
    same = (changed - faces).abs().amax(dim=(1, 2, 3)) < 0.05
    mirrored = (changed - faces.flip(3)).abs().amax(dim=(1, 2, 3)) < 0.05
    assert (same | mirrored).all()
    assert same.any()
    assert mirrored.any()


def test_a_cover_hides_a_rectangle_of_one_grey() -> None:
    covering = Augmentation(
        flip=False,
        roll_degrees=0,
        scale=0,
        shift=0,
        contrast=0,
        brightness=0,
        cutout_chance=1.0,
        cutout_share=0.6,
    )
    faces = _faces()
    hidden = (augment(faces, covering, _generator()) - faces).abs() > 0.5
    for face in hidden[:, 0]:
        rows, columns = torch.nonzero(face.any(1)), torch.nonzero(face.any(0))
        assert rows.numel() <= 0.6 * 48 + 1
        assert columns.numel() <= 0.6 * 48 + 1
    assert hidden.any()


def test_glasses_hide_the_eyes_and_nothing_below_the_nose() -> None:
    wearing = replace(STILL, glasses_chance=1.0)
    pale = torch.full((16, 1, 48, 48), 200.0)
    worn = augment(pale, wearing, _generator())
    assert (worn[:, :, 12:21] < 199).any(dim=3).any(dim=2).all()
    assert torch.allclose(worn[:, :, 27:], pale[:, :, 27:], atol=0.01)


def test_only_some_faces_wear_glasses() -> None:
    pale = torch.full((64, 1, 48, 48), 200.0)
    worn = augment(pale, replace(STILL, glasses_chance=0.25), _generator())
    wearing = (worn < 199).flatten(1).any(dim=1).sum()
    assert 4 <= wearing <= 32
