"""The help: every key and what it does, over the rest of the screen."""

from collections.abc import Mapping, Sequence
from itertools import zip_longest

from rich.cells import cell_len, set_cell_size
from textual.geometry import Size

from tui_player.ui.drawing.glyphs import Charset
from tui_player.ui.drawing.lines import EMPTY_LINE, Line, Span, line_width
from tui_player.ui.keys.actions import Action, Group, HelpRow, help_rows
from tui_player.ui.overlays.text_overlay import TextLines, TextOverlay

_COLUMN_GAP = 3
_ANY_WIDTH = 1000
# The groups of each column, widest first.
_LAYOUTS = (
    ((Group.MUSIC,), (Group.MOOD, Group.SCREEN), (Group.LISTS,)),
    ((Group.MUSIC, Group.SCREEN), (Group.MOOD, Group.LISTS)),
    (tuple(Group),),
)


class HelpPane(TextOverlay):
    """All keys in as many columns as there is room for; what acts on music still works."""

    BORDER_TITLE = "Keys"

    def __init__(self, charset: Charset, actions: Sequence[Action]) -> None:
        super().__init__("help", TextLines(charset), _ANY_WIDTH)
        groups = help_rows(actions, charset.key_names)
        self._tables = [
            _side_by_side([_block(groups, column) for column in columns]) for columns in _LAYOUTS
        ]

    def lines_for(self, width: int) -> Sequence[Line]:
        """In the most columns there is room for."""
        return next((t for t in self._tables if _width(t) <= width), self._tables[-1])

    def show_lines(self, lines: Sequence[Line], width: int, window: Size) -> None:
        """The frame is no wider than the columns."""
        super().show_lines(lines, _width(lines) + self.gutter.width, window)


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
