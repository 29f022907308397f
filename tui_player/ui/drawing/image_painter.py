"""Paints a grid of pixels with what the terminal has: colours, greys, or signs alone."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

from rich.color import Color
from rich.segment import Segment
from rich.style import Style

from tui_player.ui.drawing.dither import GREYS
from tui_player.ui.drawing.half_blocks import Cell, Grid, in_256_colours, in_greys
from tui_player.ui.terminal.colours import ColourDepth

if TYPE_CHECKING:
    from tui_player.ui.drawing.glyphs import Charset
    from tui_player.ui.drawing.xterm_colours import Rgb

_BRIGHT = 0.6
_GREY_NAMES = dict(zip(GREYS, ("black", "bright_black", "white", "bright_white"), strict=True))


class PicturePainter:
    """Turns grids into what is shown of them, and their rows into segments."""

    def __init__(self, charset: Charset, depth: ColourDepth) -> None:
        self._charset = charset
        self._depth = depth
        self._in_half_blocks = bool(charset.half_block) and depth is not ColourDepth.NONE

    def in_shown_colours(self, grid: Grid) -> Grid:
        """The grid in the colours this terminal has."""
        if not self._in_half_blocks or self._depth is ColourDepth.ALL:
            return grid
        return in_256_colours(grid) if self._depth is ColourDepth.MANY else in_greys(grid)

    def segments(self, row: Sequence[Cell], plain: Style) -> list[Segment]:
        """One row; `plain` is the style of signs where there are no colours."""
        if not self._in_half_blocks:
            text = "".join(cell.sign or _shade(cell, self._charset.shades) for cell in row)
            return [Segment(text, plain)]
        return [self._segment(cell, len(list(same))) for cell, same in groupby(row)]

    def _segment(self, cell: Cell, count: int) -> Segment:
        if cell.sign:
            mean = tuple((a + b) // 2 for a, b in zip(cell.upper, cell.lower, strict=True))
            # No theme's colour can be seen on every picture; one of these two can.
            ink = (0, 0, 0) if cell.brightness > _BRIGHT else (255, 255, 255)
            if not self._depth.are_the_themes:
                mean = cell.lower
            return Segment(cell.sign * count, self._style(ink, (mean[0], mean[1], mean[2]), True))
        sign = " " if cell.upper == cell.lower else self._charset.half_block
        return Segment(sign * count, self._style(cell.upper, cell.lower))

    def _style(self, ink: Rgb, ground: Rgb, is_bold: bool = False) -> Style:
        return _style(ink, ground, is_bold, self._depth.are_the_themes)


@lru_cache(4096)
def _style(ink: Rgb, ground: Rgb, is_bold: bool, in_rgb: bool) -> Style:
    if in_rgb:
        colours = (Color.from_rgb(*ink), Color.from_rgb(*ground))
    else:
        colours = (Color.parse(_GREY_NAMES[ink[0]]), Color.parse(_GREY_NAMES[ground[0]]))
    return Style(color=colours[0], bgcolor=colours[1], bold=is_bold or None)


def _shade(cell: Cell, shades: str) -> str:
    return shades[min(int(cell.brightness * len(shades)), len(shades) - 1)]
