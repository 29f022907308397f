"""Colours mixed from those a terminal has."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_player.ui.drawing.dither import GREYS, dithered_256, dithered_grey
from tui_player.ui.drawing.xterm_colours import Rgb, distance, nearest_of_256

PLACES = [(x, y) for y in range(4) for x in range(4)]
SKIN = [(190, 150, 130), (220, 170, 150), (200, 130, 110)]
colours = st.tuples(*(st.integers(0, 255) for _ in range(3)))


def mean(pixels: list[Rgb]) -> Rgb:
    red, green, blue = (sum(p[i] for p in pixels) // len(pixels) for i in range(3))
    return (red, green, blue)


@given(colours)
def test_a_patch_is_never_farther_off_than_one_colour_alone(colour: Rgb) -> None:
    patch = mean([dithered_256(colour, x, y) for x, y in PLACES])
    nearest = nearest_of_256(colour)
    assert distance(colour, patch) <= distance(colour, nearest) * 1.1 + 100


@pytest.mark.parametrize("colour", SKIN)
def test_a_patch_comes_of_skin_comes_closer(colour: Rgb) -> None:
    patch = mean([dithered_256(colour, x, y) for x, y in PLACES])
    assert distance(colour, patch) < distance(colour, nearest_of_256(colour)) * 0.7


def test_four_greys_mix_every_grey_from_black_to_white() -> None:
    mixed = []
    for level in range(256):
        pixels = [dithered_grey((level, level, level), x, y) for x, y in PLACES]
        assert set(pixels) <= {(grey,) * 3 for grey in GREYS}
        mixed.append(mean(pixels)[0])
    assert mixed == sorted(mixed)
    assert (mixed[0], mixed[-1]) == (0, 255)
    assert abs(mixed[127] - 127) <= 8


def test_a_pixel_keeps_its_colour_while_its_place_and_value_stay() -> None:
    assert dithered_256((90, 80, 70), 3, 5) == dithered_256((90, 80, 70), 7, 9)
