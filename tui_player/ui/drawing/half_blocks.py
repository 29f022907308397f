"""A picture as terminal cells, two pixels each; the camera's in few colours, calm where still."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from tui_player.ui.drawing.dither import dithered_256, dithered_grey

if TYPE_CHECKING:
    from tui_player.model.mood.face_reading import FaceBox
    from tui_player.model.picture import Picture
    from tui_player.ui.drawing.xterm_colours import Rgb

# Sixteen steps a channel let neighbours be painted in one go; a cell keeps its colour until a
# channel moves further than a camera's noise does.
_STEP = 17
_NOISE = 14


class Cell(NamedTuple):
    """The upper and lower pixel of a cell, and the sign drawn over them, if any."""

    upper: Rgb
    lower: Rgb
    sign: str = ""

    @property
    def brightness(self) -> float:
        """How bright the cell is as a whole, 0 to 1 (Rec. 601 luma)."""
        red, green, blue = (sum(pair) for pair in zip(self.upper, self.lower, strict=True))
        return (0.299 * red + 0.587 * green + 0.114 * blue) / 510


Grid = tuple[tuple[Cell, ...], ...]


def fitted_cells(picture: Picture, columns: int, rows: int) -> tuple[int, int]:
    """Columns and rows the picture takes within so many cells, its shape kept."""
    if not picture.width or not picture.height:
        return (0, 0)
    scale = min(columns / picture.width, rows * 2 / picture.height)
    wide = max(min(round(picture.width * scale), columns), 1)
    high = max(min(round(picture.height * scale / 2), rows), 1)
    return (wide, high)


def half_blocks(picture: Picture, columns: int, rows: int, before: Grid = ()) -> Grid:
    """The picture in at most `columns` × `rows` cells; `before` is the grid shown until now."""
    wide, high = fitted_cells(picture, columns, rows)
    if not wide or len(picture.rgb) < picture.width * picture.height * 3:
        return ()
    pixels = _shrunk(picture, wide, high * 2)
    if len(before) != high or len(before[0]) != wide:
        before = ()
    grid = []
    for y in range(high):
        uppers, lowers = pixels[2 * y], pixels[2 * y + 1]
        old: Sequence[Cell | None] = before[y] if before else (None,) * wide
        grid.append(
            tuple(
                Cell(
                    _steady(upper, None if cell is None else cell.upper),
                    _steady(lower, None if cell is None else cell.lower),
                )
                for upper, lower, cell in zip(uppers, lowers, old, strict=True)
            )
        )
    return tuple(grid)


def cover_blocks(picture: Picture, columns: int, rows: int) -> Grid:
    """The picture in at most `columns` × `rows` cells, each pixel the mean of all it stands for."""
    wide, high = fitted_cells(picture, columns, rows)
    if not wide or len(picture.rgb) < picture.width * picture.height * 3:
        return ()
    pixels = _means(picture, wide, high * 2)
    return tuple(
        tuple(map(Cell, upper, lower))
        for upper, lower in zip(pixels[::2], pixels[1::2], strict=True)
    )


def in_256_colours(grid: Grid) -> Grid:
    """The grid in xterm's 256 colours, dithered."""
    return _in_place(grid, dithered_256)


def in_greys(grid: Grid) -> Grid:
    """The grid in the four greys of sixteen colours, dithered."""
    return _in_place(grid, dithered_grey)


def _in_place(grid: Grid, colour_at: Callable[[Rgb, int, int], Rgb]) -> Grid:
    return tuple(
        tuple(
            Cell(colour_at(cell.upper, x, 2 * y), colour_at(cell.lower, x, 2 * y + 1))
            for x, cell in enumerate(row)
        )
        for y, row in enumerate(grid)
    )


def boxed(grid: Grid, box: FaceBox | None, corners: str) -> Grid:
    """The grid with the corners of the face's box drawn over it."""
    if box is None or not grid:
        return grid
    high, wide = len(grid), len(grid[0])
    left, right = _edge(box.left, wide), _edge(box.left + box.width, wide)
    top, bottom = _edge(box.top, high), _edge(box.top + box.height, high)
    if right - left < 2 or bottom - top < 1:
        return grid
    arm = max((right - left) // 5, 1)
    signs = _corner_signs(left, right, top, bottom, arm, corners)
    return tuple(
        tuple(
            Cell(cell.upper, cell.lower, signs.get((x, y), "")) if (x, y) in signs else cell
            for x, cell in enumerate(row)
        )
        for y, row in enumerate(grid)
    )


def _corner_signs(
    left: int, right: int, top: int, bottom: int, arm: int, corners: str
) -> dict[tuple[int, int], str]:
    line = "─" if corners[0] == "┌" else "-"
    signs = {}
    for reach in range(1, arm + 1):
        for y in (top, bottom):
            signs[left + reach, y] = line
            signs[right - reach, y] = line
    upper_left, upper_right, lower_left, lower_right = tuple(corners)
    signs[left, top], signs[right, top] = upper_left, upper_right
    signs[left, bottom], signs[right, bottom] = lower_left, lower_right
    return signs


def _edge(fraction: float, cells: int) -> int:
    return min(max(int(fraction * cells), 0), cells - 1)


def _steady(new: Rgb, old: Rgb | None) -> Rgb:
    """The colour shown until now if the new one is within the noise, else the new one stepped."""
    red, green, blue = new
    if old is not None:  # without a loop, as this is done for every pixel of every picture
        old_red, old_green, old_blue = old
        if (
            -_NOISE <= red - old_red <= _NOISE
            and -_NOISE <= green - old_green <= _NOISE
            and -_NOISE <= blue - old_blue <= _NOISE
        ):
            return old
    return (
        (red + _STEP // 2) // _STEP * _STEP,
        (green + _STEP // 2) // _STEP * _STEP,
        (blue + _STEP // 2) // _STEP * _STEP,
    )


def _shrunk(picture: Picture, wide: int, high: int) -> list[list[Rgb]]:
    """The picture in wide × high pixels; each the mean of up to four it stands for."""
    rgb, width = picture.rgb, picture.width
    columns = [_samples(x, wide, picture.width) for x in range(wide)]
    pixels = []
    for y in range(high):
        first, second = _samples(y, high, picture.height)
        row = []
        for left, right in columns:
            places = (
                (first * width + left) * 3,
                (first * width + right) * 3,
                (second * width + left) * 3,
                (second * width + right) * 3,
            )
            a, b, c, d = places
            row.append(
                (
                    (rgb[a] + rgb[b] + rgb[c] + rgb[d]) >> 2,
                    (rgb[a + 1] + rgb[b + 1] + rgb[c + 1] + rgb[d + 1]) >> 2,
                    (rgb[a + 2] + rgb[b + 2] + rgb[c + 2] + rgb[d + 2]) >> 2,
                )
            )
        pixels.append(row)
    return pixels


def _means(picture: Picture, wide: int, high: int) -> list[list[Rgb]]:
    """The picture in wide × high pixels; each the mean of all it stands for, at least of one."""
    pixels = []
    for y in range(high):
        top, bottom = _stretch(y, high, picture.height)
        row = []
        for x in range(wide):
            left, right = _stretch(x, wide, picture.width)
            block = b"".join(
                picture.rgb[(line * picture.width + left) * 3 : (line * picture.width + right) * 3]
                for line in range(top, bottom)
            )
            count = (bottom - top) * (right - left)
            red, green, blue = (sum(block[channel::3]) // count for channel in range(3))
            row.append((red, green, blue))
        pixels.append(row)
    return pixels


def _stretch(index: int, count: int, length: int) -> tuple[int, int]:
    """The first of the places that one pixel stands for, and the one after the last."""
    first = min(index * length // count, length - 1)
    return first, max((index + 1) * length // count, first + 1)


def _samples(index: int, count: int, length: int) -> tuple[int, int]:
    """Two places a quarter and three quarters into the stretch that one pixel stands for."""
    return (
        min((4 * index + 1) * length // (4 * count), length - 1),
        min((4 * index + 3) * length // (4 * count), length - 1),
    )
