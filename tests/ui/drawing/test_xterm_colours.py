"""The nearest of 256 colours."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.color import Color, ColorSystem

from tui_player.ui.drawing.xterm_colours import Rgb, hex_of, nearest_of_256, rgb_of

channel = st.integers(0, 255)


@pytest.mark.parametrize(
    ("colour", "nearest"),
    [
        ((255, 0, 0), (255, 0, 0)),
        ((51, 46, 71), (58, 58, 58)),
        ((23, 22, 31), (28, 28, 28)),
        ((250, 250, 250), (255, 255, 255)),
        ((100, 90, 130), (95, 95, 135)),
    ],
)
def test_nearest(colour: Rgb, nearest: Rgb) -> None:
    assert nearest_of_256(colour) == nearest


@given(st.tuples(channel, channel, channel))
def test_rich_writes_the_chosen_colour_or_the_grey_beside_it(colour: Rgb) -> None:
    chosen = nearest_of_256(colour)
    written = Color.from_rgb(*chosen).downgrade(ColorSystem.EIGHT_BIT).get_truecolor()
    assert max(abs(a - b) for a, b in zip(written, chosen, strict=True)) <= 10


def test_hex_and_back() -> None:
    assert rgb_of(hex_of((1, 128, 255))) == (1, 128, 255)
