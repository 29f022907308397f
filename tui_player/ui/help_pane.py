"""The help: every key and what it does, over the rest of the screen."""

from collections.abc import Mapping, Sequence
from itertools import zip_longest

from rich.cells import cell_len, set_cell_size

from tui_player.domain.snapshot import Snapshot
from tui_player.ui.actions import Action, Group, HelpRow, help_rows
from tui_player.ui.charset import Charset
from tui_player.ui.lines import EMPTY_LINE, Line, LinesPane, Span, line_width

_COLUMN_GAP = 3


class HelpPane(LinesPane):
    """All keys in two columns; every key goes on working while it is open."""

    BORDER_TITLE = "Keys"

    def __init__(self, charset: Charset, actions: Sequence[Action]) -> None:
        super().__init__(charset, id="help")
        groups = help_rows(actions, charset.key_names)
        left = _block(groups, (Group.MUSIC, Group.SCREEN))
        right = _block(groups, (Group.MOOD, Group.LISTS))
        self._table = _side_by_side(left, right)
        self.border_subtitle = "Esc closes"

    def on_mount(self) -> None:
        """Be as large as the table."""
        self.styles.width = max(map(line_width, self._table)) + self.gutter.width
        self.styles.height = len(self._table) + self.gutter.height

    def lines(self, snapshot: Snapshot | None, width: int, height: int) -> Sequence[Line]:
        """The table, the same for every snapshot."""
        return self._table


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


def _side_by_side(left: Sequence[Line], right: Sequence[Line]) -> tuple[Line, ...]:
    width = max(map(line_width, left)) + _COLUMN_GAP
    return tuple(
        (*one, Span(" " * (width - line_width(one))), *other)
        for one, other in zip_longest(left, right, fillvalue=EMPTY_LINE)
    )
