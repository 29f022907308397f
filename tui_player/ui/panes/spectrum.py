"""The spectrum of what sounds, as columns side by side."""

from collections.abc import Sequence

from tui_player.ui.drawing.glyphs import Charset
from tui_player.ui.drawing.lines import Line, Span

_FULL = 255


def spectrum_lines(
    levels: Sequence[int], width: int, rows: int, charset: Charset, look: str
) -> list[Line]:
    """The levels (0 to 255 each, low notes first) in `rows` lines no wider than `width`.

    Where there is no room for all bands, neighbours share a column as high as the loudest.
    """
    if not levels or width < 2 or rows < 1:
        return [()] * max(rows, 0)
    columns = min(len(levels), (width + 1) // 2)
    bar = (width + 1) // columns - 1
    heights = [_height(levels, i, columns, rows, charset) for i in range(columns)]
    return [
        (Span(" ".join(_cell(h, row, charset) * bar for h in heights), look),)
        for row in reversed(range(rows))
    ]


def _height(levels: Sequence[int], index: int, columns: int, rows: int, charset: Charset) -> int:
    """How high a column is, in the smallest steps there are."""
    first = index * len(levels) // columns
    last = max((index + 1) * len(levels) // columns, first + 1)
    steps = rows * len(charset.column_parts)
    return round(min(max(levels[first:last]), _FULL) / _FULL * steps)


def _cell(height: int, row: int, charset: Charset) -> str:
    """The cell of a column in one row, counted from the lowest."""
    parts = charset.column_parts
    step = min(height - row * len(parts), len(parts))
    return parts[step - 1] if step > 0 else " "
