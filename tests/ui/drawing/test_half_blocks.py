"""A camera picture as cells: shape kept, noise calmed, the face boxed."""

from tui_player.model.mood.face_reading import FaceBox
from tui_player.model.picture import CameraPicture
from tui_player.ui.drawing.half_blocks import Cell, boxed, fitted_cells, half_blocks
from tui_player.ui.panes.camera_view import changed_stretches

CORNERS = "┌┐└┘"


def plain(width: int, height: int, rgb: tuple[int, int, int]) -> CameraPicture:
    return CameraPicture(width, height, bytes(rgb) * (width * height), None)


def test_the_shape_is_kept() -> None:
    assert fitted_cells(plain(64, 48, (0, 0, 0)), 32, 20) == (32, 12)
    assert fitted_cells(plain(64, 48, (0, 0, 0)), 60, 8) == (21, 8)
    assert fitted_cells(plain(1, 1, (0, 0, 0)), 1, 1) == (1, 1)


def test_upper_and_lower_pixel_make_one_cell() -> None:
    picture = CameraPicture(1, 2, bytes((255, 0, 0, 0, 0, 255)), None)
    assert half_blocks(picture, 1, 1) == ((Cell((255, 0, 0), (0, 0, 255)),),)


def test_several_pixels_are_averaged() -> None:
    checked = bytes((0, 0, 0, 200, 200, 200)) * 2 + bytes((0, 0, 0, 200, 200, 200)) * 2
    grid = half_blocks(CameraPicture(4, 2, checked, None), 2, 1)
    assert {cell.upper for row in grid for cell in row} == {(102, 102, 102)}


def test_noise_changes_nothing_and_movement_does() -> None:
    first = half_blocks(plain(8, 8, (100, 100, 100)), 8, 4)
    assert half_blocks(plain(8, 8, (108, 95, 104)), 8, 4, first) == first
    assert half_blocks(plain(8, 8, (160, 100, 100)), 8, 4, first) != first


def test_a_slow_drift_is_followed_in_the_end() -> None:
    grid = half_blocks(plain(2, 2, (100, 100, 100)), 2, 1)
    for level in range(100, 181, 4):
        grid = half_blocks(plain(2, 2, (level, level, level)), 2, 1, grid)
    assert abs(grid[0][0].upper[0] - 180) <= 17


def test_another_size_starts_afresh() -> None:
    small = half_blocks(plain(4, 4, (0, 0, 0)), 4, 2)
    large = half_blocks(plain(8, 8, (5, 5, 5)), 8, 4, small)
    assert (len(large), len(large[0])) == (4, 8)


def test_a_picture_with_too_few_bytes_is_not_shown() -> None:
    assert half_blocks(CameraPicture(8, 8, b"123", None), 8, 4) == ()
    assert half_blocks(CameraPicture(0, 0, b"", None), 8, 4) == ()


def test_the_face_is_boxed_at_its_corners() -> None:
    grid = half_blocks(plain(20, 20, (50, 50, 50)), 20, 10)
    shown = boxed(grid, FaceBox(0.25, 0.2, 0.5, 0.5), CORNERS)
    signs = {(x, y): c.sign for y, row in enumerate(shown) for x, c in enumerate(row) if c.sign}
    assert signs[5, 2] == "┌"
    assert signs[15, 2] == "┐"
    assert signs[5, 7] == "└"
    assert signs[15, 7] == "┘"
    assert (10, 2) not in signs


def test_a_box_partly_outside_stays_inside() -> None:
    grid = half_blocks(plain(20, 20, (50, 50, 50)), 20, 10)
    shown = boxed(grid, FaceBox(-0.5, -0.5, 3.0, 3.0), CORNERS)
    assert shown[0][0].sign == "┌"
    assert shown[9][19].sign == "┘"


def test_no_box_changes_nothing() -> None:
    grid = half_blocks(plain(4, 4, (50, 50, 50)), 4, 2)
    assert boxed(grid, None, CORNERS) == grid


def test_changed_stretches_join_what_is_near() -> None:
    black, white = Cell((0, 0, 0), (0, 0, 0)), Cell((255,) * 3, (255,) * 3)
    before = [black] * 20
    after = list(before)
    after[2] = after[4] = after[15] = white
    assert changed_stretches(before, after) == [(2, 5), (15, 16)]
    assert changed_stretches(before, before) == []
