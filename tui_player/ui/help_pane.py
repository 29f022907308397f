"""The help: every key and what it does, over the rest of the screen."""

from collections.abc import Mapping, Sequence
from itertools import zip_longest

from rich.cells import cell_len, set_cell_size
from textual.app import ComposeResult
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from tui_player.ui.actions import Action, Group, HelpRow, help_rows
from tui_player.ui.charset import Charset
from tui_player.ui.choices import Overlay
from tui_player.ui.lines import EMPTY_LINE, Line, Span, line_width
from tui_player.ui.row_list import RowList

_COLUMN_GAP = 3
# The groups of each column, widest first.
_LAYOUTS = (
    ((Group.MUSIC,), (Group.MOOD, Group.SCREEN), (Group.LISTS,)),
    ((Group.MUSIC, Group.SCREEN), (Group.MOOD, Group.LISTS)),
    (tuple(Group),),
)


class HelpText(RowList[Line]):
    """The lines of the help; the keys that move a cursor elsewhere scroll them."""

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


class HelpPane(Overlay):
    """All keys in as many columns as there is room for; what acts on music still works."""

    BORDER_TITLE = "Keys"

    def __init__(self, charset: Charset, actions: Sequence[Action]) -> None:
        super().__init__("help")
        groups = help_rows(actions, charset.key_names)
        self._tables = [
            _side_by_side([_block(groups, column) for column in columns]) for columns in _LAYOUTS
        ]
        self._text = HelpText(charset)

    def compose(self) -> ComposeResult:
        """The text alone."""
        yield self._text

    def prepare(self) -> Widget:
        """From the top."""
        self.fit_into(self.screen.size)
        self._text.action_first()
        return self._text

    def fit_into(self, size: Size) -> None:
        """Be as large as the text, as far as a window of this size has room."""
        room = size.width - self.gutter.width
        table = next((t for t in self._tables if _width(t) <= room), self._tables[-1])
        self.styles.width = _width(table) + self.gutter.width
        self.styles.height = len(table) + self.gutter.height
        self._text.show_rows(table)
        is_whole = len(table) + self.gutter.height <= size.height
        self.border_subtitle = "Esc closes" if is_whole else "down, up: more; Esc closes"


def _width(table: Sequence[Line]) -> int:
    return max(map(line_width, table))


def _block(groups: Mapping[Group, Sequence[HelpRow]], which: Sequence[Group]) -> list[Line]:
    key_cells = max(cell_len(row.keys) for group in which for row in groups[group])
    lines: list[Line] = []
    for group in which:
        if lines:
            lines.append(EMPTY_LINE)
        lines.append((Span(group.value, "strong"),))
        for row in groups[group]:
            lines.append((Span(set_cell_size(row.keys, key_cells) + "  ", "key"), Span(row.does)))
    return lines


def _side_by_side(columns: Sequence[Sequence[Line]]) -> tuple[Line, ...]:
    widths = [*(max(map(line_width, column)) + _COLUMN_GAP for column in columns[:-1]), 0]
    return tuple(
        tuple(
            span
            for line, width in zip(lines, widths, strict=True)
            for span in (*line, Span(" " * max(width - line_width(line), 0)))
        )
        for lines in zip_longest(*columns, fillvalue=EMPTY_LINE)
    )
