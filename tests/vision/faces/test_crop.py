"""Cutting and normalising faces."""

import numpy as np
import pytest

from tui_player.vision.faces.crop import CropSpec, crop_face, normalise

SIDE_PX = 48


def _gradient(height: int, width: int) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    columns = np.linspace(0, 255, width)
    return np.broadcast_to(columns, (height, width)).astype(np.uint8)


def test_a_box_of_the_input_size_comes_back_unchanged() -> None:
    frame = np.random.default_rng(1).integers(0, 256, (100, 120), dtype=np.uint8)
    face = crop_face(frame, 30, 20, SIDE_PX, SIDE_PX, CropSpec())
    assert np.array_equal(face, frame[20:68, 30:78])


@pytest.mark.parametrize("side", [20, 96, 300])
def test_other_sizes_are_resized_to_the_spec(side: int) -> None:
    face = crop_face(_gradient(300, 300), 0, 0, side, side, CropSpec(size_px=SIDE_PX))
    assert face.shape == (SIDE_PX, SIDE_PX)
    assert face.dtype == np.uint8
    assert (np.diff(face[10].astype(int)) >= 0).all()


def test_shrinking_averages_instead_of_picking_pixels() -> None:
    checks = (np.indices((96, 96)).sum(axis=0) % 2 * 255).astype(np.uint8)
    face = crop_face(checks, 0, 0, 96, 96, CropSpec())
    assert face.min() >= 127
    assert face.max() <= 128


def test_the_margin_widens_the_box_on_every_side() -> None:
    frame = np.zeros((100, 100), dtype=np.uint8)
    frame[20:80, 20:80] = 200
    tight = crop_face(frame, 20, 20, 60, 60, CropSpec())
    wide = crop_face(frame, 20, 20, 60, 60, CropSpec(margin=0.25))
    assert tight.min() == 200
    assert wide[:4].max() == 0
    assert wide[24, 24] == 200


def test_a_box_over_the_edge_is_filled_with_the_edge_pixels() -> None:
    frame = np.full((60, 60), 90, dtype=np.uint8)
    face = crop_face(frame, -30, -30, 60, 60, CropSpec())
    assert (face == 90).all()


@pytest.mark.parametrize(("height", "width"), [(0, 60), (60, 0)])
def test_an_empty_box_is_refused(height: int, width: int) -> None:
    with pytest.raises(ValueError, match="at least one pixel"):
        crop_face(_gradient(60, 60), 0, 0, width, height, CropSpec())


def test_a_colour_frame_is_refused() -> None:
    with pytest.raises(ValueError, match="two dimensions"):
        crop_face(np.zeros((60, 60, 3), dtype=np.uint8), 0, 0, 10, 10, CropSpec())


def test_fixed_contrast_is_mean_and_std() -> None:
    faces = np.stack([np.full((SIDE_PX, SIDE_PX), level, dtype=np.uint8) for level in (0, 255)])
    inputs = normalise(faces, CropSpec(mean=0.5, std=0.25))
    assert inputs.shape == (2, 1, SIDE_PX, SIDE_PX)
    assert inputs.dtype == np.float32
    assert inputs[0].max() == pytest.approx(-2)
    assert inputs[1].min() == pytest.approx(2)


def test_one_face_becomes_a_batch_of_one() -> None:
    assert normalise(_gradient(SIDE_PX, SIDE_PX), CropSpec()).shape == (1, 1, SIDE_PX, SIDE_PX)


def test_contrast_per_face_does_not_see_the_light() -> None:
    bright = _gradient(SIDE_PX, SIDE_PX)
    dim = (bright * 0.3 + 20).astype(np.uint8)
    spec = CropSpec(contrast="per_face")
    assert np.abs(normalise(bright, spec) - normalise(dim, spec)).max() < 0.05


def test_contrast_per_face_leaves_a_flat_face_finite() -> None:
    flat = np.full((SIDE_PX, SIDE_PX), 77, dtype=np.uint8)
    assert np.abs(normalise(flat, CropSpec(contrast="per_face"))).max() < 1e-3


def test_a_face_of_another_size_is_refused() -> None:
    with pytest.raises(ValueError, match="48 x 48"):
        normalise(np.zeros((40, 48), dtype=np.uint8), CropSpec())
