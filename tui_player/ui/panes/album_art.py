"""The cover of the album that plays, in half-blocks or real pixels."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.geometry import Size
from textual.strip import Strip

from tui_player.ui.drawing.half_blocks import Grid, cover_blocks
from tui_player.ui.drawing.image_painter import PicturePainter
from tui_player.ui.drawing.lines import LinesWidget, Span

if TYPE_CHECKING:
    from tui_player.model.picture import Picture
    from tui_player.ui.drawing.glyphs import Charset
    from tui_player.ui.drawing.kitty_images import PixelPicture
    from tui_player.ui.terminal.colours import ColourDepth

# A cell is about twice as high as wide.
_COLUMNS_PER_ROW = 2
_GAP_CELLS = 2
_PIXEL_PICTURE = 0x7C0001


def art_rows(window: Size) -> int:
    """The height of the cover in a window of this size, in cells; 0 where there is no room."""
    if window.height < 30 or 76 <= window.width < 90:
        return 0
    if window.width < 100:
        return 6
    return 11 if window.width >= 160 and window.height >= 44 else 8


class AlbumArt(LinesWidget):
    """A square with the cover in it, from the first cover on; hidden where there is no room."""

    def __init__(self, charset: Charset, depth: ColourDepth) -> None:
        super().__init__(charset, id="art")
        self._painter = PicturePainter(charset, depth)
        self._picture: Picture | None = None
        self._grid: Grid = ()
        self._pixels: PixelPicture | None = None
        self._is_on = True
        self._was_any = False
        self._rows = 0
        self.display = False

    @property
    def rows(self) -> int:
        """The rows it takes now."""
        return self._rows if self.display else 0

    def switch(self, is_on: bool) -> None:
        """Show covers, or none."""
        self._is_on = is_on
        self._lay_out()

    def show_pixels(self, write: Callable[[str], None]) -> None:
        """Show covers in real pixels, sent to the terminal by `write`."""
        from tui_player.ui.drawing.kitty_images import PixelPicture

        self._pixels = PixelPicture(_PIXEL_PICTURE, write)
        self._lay_out()

    def fit_into(self, window: Size) -> None:
        """Take the size that is right for a window of this size."""
        self._rows = art_rows(window)
        self._lay_out()

    def show_cover(self, cover: Picture | None) -> None:
        """Show this cover; a sign in its place if there is none, so that nothing moves."""
        if cover is self._picture:
            return
        self._picture = cover
        self._was_any = self._was_any or cover is not None
        self._lay_out()

    def _lay_out(self) -> None:
        is_shown = self._is_on and self._was_any and self._rows > 0
        self.display = is_shown
        if not is_shown:
            if self._pixels is not None:
                self._pixels.clear()
            return
        columns = self._rows * _COLUMNS_PER_ROW
        self._draw(self._picture, columns)
        self.styles.width = columns + _GAP_CELLS
        self.styles.height = self._rows
        self.refresh()

    def _draw(self, picture: Picture | None, columns: int) -> None:
        if self._pixels is None:
            grid = () if picture is None else cover_blocks(picture, columns, self._rows)
            self._grid = self._painter.in_shown_colours(grid)
        elif picture is None:
            self._pixels.clear()
        else:
            self._pixels.show(picture, columns, self._rows)

    def render_line(self, y: int) -> Strip:
        """A row of the cover, centred in the square."""
        width, plain = self.size.width, self.style_of("text")
        columns = width - _GAP_CELLS
        if self._picture is None:
            is_middle = y == (self._rows - 1) // 2
            sign = self.charset.note if is_middle else ""
            return self.strip((Span(f"{sign:^{max(columns, 0)}}", "faint"),), width)
        high, wide = self._extent
        row = y - (self._rows - high) // 2
        if not 0 <= row < high:
            return self.strip((), width)
        pad = Segment(" " * max((columns - wide) // 2, 0), plain)
        if self._pixels is None:
            cells = self._painter.segments(self._grid[row], plain)
        else:
            cells = [self._pixels.segment(row, plain)]
        return Strip([pad, *cells]).adjust_cell_length(width, plain)

    @property
    def _extent(self) -> tuple[int, int]:
        """The rows and columns of cells that the cover takes."""
        if self._pixels is not None:
            return self._pixels.rows, self._pixels.columns
        return len(self._grid), len(self._grid[0]) if self._grid else 0
