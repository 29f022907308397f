"""Lines of text over the rest of the screen, scrolled where they are more than it has room for."""

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from tui_player.ui.drawing.lines import EMPTY_LINE, Line
from tui_player.ui.drawing.row_list import RowList
from tui_player.ui.overlays.chooser import Overlay

# No text is laid out in less, not even where there is less room.
_LEAST_CELLS = 12


class TextLines(RowList[Line]):
    """Lines as they are; the keys that move a cursor elsewhere scroll them."""

    def render_line(self, y: int) -> Strip:
        """The line as it is, without the sign of a cursor."""
        index = y + self.scroll_offset.y
        line = self.rows[index] if index < len(self.rows) else EMPTY_LINE
        return self.strip(line, self.size.width)

    def move_cursor(self, places: int) -> None:
        """Scroll by so many rows."""
        self.scroll_to(y=self.scroll_offset.y + places, animate=False, force=True)

    def action_first(self) -> None:
        """Scroll to the top."""
        self.move_cursor(-len(self.rows))

    def action_last(self) -> None:
        """Scroll to the bottom."""
        self.move_cursor(len(self.rows))

    def on_click(self, event: events.Click) -> None:
        """There is nothing to point at."""


class TextOverlay(Overlay):
    """As wide as it may be and as high as its lines, as far as the window has room.

    `lines_for(width)` lays the text out anew for each width; of `told`, actions with a word for
    each, the keys are told on the frame.
    """

    def __init__(
        self, id: str, text: TextLines, width_cells: int, told: Sequence[tuple[str, str]] = ()
    ) -> None:
        super().__init__(id)
        self.text = text
        self._width_cells = width_cells
        self._told = told

    def lines_for(self, width: int) -> Sequence[Line]:
        """The text in lines of at most `width` cells."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """The text alone."""
        yield self.text

    def prepare(self) -> Widget:
        """From the top."""
        self.fit_into(self.screen.size)
        self.text.action_first()
        return self.text

    def fit_into(self, window: Size) -> None:
        """Lay the text out for a window of this size, and tell whether there is more of it."""
        width = min(self._width_cells, window.width)
        room = max(width - self.gutter.width, _LEAST_CELLS)
        self.show_lines(self.lines_for(room), width, window)

    def show_lines(self, lines: Sequence[Line], width: int, window: Size) -> None:
        """Show these in a frame of this width."""
        self.styles.width = width
        self.styles.height = len(lines) + self.gutter.height
        self.text.show_rows(lines)
        self.text.refresh()
        is_whole = len(lines) + self.gutter.height <= window.height
        pieces = self.hints.pieces(*self._told)
        ways = [self.hints.key(way) for way in ("cursor_down", "cursor_up")]
        if not is_whole and all(ways):
            pieces.append(f"{' '.join(ways)}: more")
        self.border_subtitle = "; ".join([*pieces, *self.hints.pieces(("leave", "closes"))])
