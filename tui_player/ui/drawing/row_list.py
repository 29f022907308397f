"""A list that paints its rows on demand, so that its length costs nothing."""

from collections.abc import Sequence
from textwrap import wrap
from typing import ClassVar, Generic, TypeVar

from textual import events
from textual.binding import BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui_player.ui.drawing.glyphs import Charset
from tui_player.ui.drawing.lines import Line, LinesWidget, Span
from tui_player.ui.keys.actions import Where, bindings_for

Row = TypeVar("Row")

_ROWS_PER_WHEEL_STEP = 3
_LEAST_WRAPPED = 8
_CURSOR_LOOKS = {"text": "cursor", "strong": "cursor-strong", "quiet": "cursor-quiet"}


class RowList(LinesWidget, ScrollView, Generic[Row], can_focus=True, inherit_bindings=False):
    """Rows under one another with a cursor on one of them; only those in view are made."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for(Where.LISTS)]

    cursor: reactive[int] = reactive(0, repaint=False, init=False)

    class RowChosen(Message):
        """A row was double-clicked."""

    def __init__(self, charset: Charset, id: str | None = None) -> None:
        super().__init__(charset, id)
        self.rows: Sequence[Row] = ()

    def row_line(self, index: int, row: Row, width: int) -> Line:
        """One row as a line, without the sign of the cursor, in `width` cells."""
        raise NotImplementedError

    def empty_lines(self, width: int) -> Sequence[Line]:
        """What to say when there are no rows."""
        return ()

    def sentence_lines(self, sentence: str, width: int) -> list[Line]:
        """A sentence in the place of rows."""
        told = wrap(self.charset.show(sentence), max(width - 2, _LEAST_WRAPPED))
        return [(Span("  "), Span(line, "quiet")) for line in told]

    @property
    def current(self) -> Row | None:
        """The row under the cursor, None if there are none."""
        return self.rows[self.cursor] if self.cursor < len(self.rows) else None

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows; only those that differ are painted again."""
        old, self.rows = self.rows, rows
        if len(old) != len(rows):
            self._be_as_long_as_rows()
        if not old or not rows:
            # Where there are none, the sentence that says why may have changed.
            self.refresh()
        else:
            self._refresh_differences(old, rows)
        self.cursor = min(self.cursor, max(len(rows) - 1, 0))

    def _refresh_differences(self, old: Sequence[Row], new: Sequence[Row]) -> None:
        top = self.scroll_offset.y
        for index in range(top, top + self.size.height):
            before = old[index] if index < len(old) else None
            after = new[index] if index < len(new) else None
            if before != after:
                self._refresh_row(index)

    def _refresh_row(self, index: int) -> None:
        self.refresh(Region(0, index - self.scroll_offset.y, self.size.width, 1))

    def render_line(self, y: int) -> Strip:
        """One line of the view."""
        width = self.size.width
        if not self.rows:
            lines = self.empty_lines(width)
            return self.strip(lines[y] if y < len(lines) else (), width)
        index = y + self.scroll_offset.y
        if index >= len(self.rows):
            return self.strip((), width)
        line = self.row_line(index, self.rows[index], width - 2)
        if index != self.cursor or not self.shows_cursor:
            return self.strip((Span("  "), *line), width)
        marked = (Span(f"{self.charset.cursor} ", "accent"), *line)
        return self.strip(
            tuple(Span(s.text, _CURSOR_LOOKS.get(s.look, "cursor")) for s in marked),
            width,
            fill="cursor",
        )

    @property
    def shows_cursor(self) -> bool:
        """Whether the cursor is to be seen: where the keys go."""
        return self.has_focus

    def watch_cursor(self, old: int, new: int) -> None:
        """Repaint the two rows and keep the cursor in view."""
        self._refresh_row(old)
        self._refresh_row(new)
        self.scroll_to_region(Region(0, new, 1, 1), animate=False, force=True)

    def on_resize(self) -> None:
        """Follow the width."""
        self._be_as_long_as_rows()

    def _be_as_long_as_rows(self) -> None:
        size = Size(self.size.width, len(self.rows))
        if self.styles.is_auto_height:
            self.virtual_size = size
            return
        # Nothing but what can be scrolled to changes: no need to lay all panes out anew.
        self.set_reactive(RowList.virtual_size, size)
        self.scroll_y = min(self.scroll_y, self.max_scroll_y)

    def on_focus(self) -> None:
        """The cursor appears."""
        self._refresh_row(self.cursor)

    def on_blur(self) -> None:
        """The cursor goes."""
        self._refresh_row(self.cursor)

    def action_cursor_down(self) -> None:
        """Move the cursor one row down."""
        self.move_cursor(1)

    def action_cursor_up(self) -> None:
        """Move the cursor one row up."""
        self.move_cursor(-1)

    def move_cursor(self, places: int) -> None:
        """Move the cursor by so many rows, stopping at the ends."""
        self.point_at(min(max(self.cursor + places, 0), max(len(self.rows) - 1, 0)))

    def point_at(self, index: int) -> None:
        """Put the cursor on this row, by key or mouse."""
        self.cursor = index

    def action_page_down(self) -> None:
        """Move the cursor one page down."""
        self.move_cursor(max(self.size.height - 1, 1))

    def action_page_up(self) -> None:
        """Move the cursor one page up."""
        self.move_cursor(-max(self.size.height - 1, 1))

    def action_first(self) -> None:
        """Move the cursor to the first row."""
        self.point_at(0)

    def action_last(self) -> None:
        """Move the cursor to the last row."""
        self.point_at(max(len(self.rows) - 1, 0))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Move the cursor down with the wheel."""
        event.stop()
        self.move_cursor(_ROWS_PER_WHEEL_STEP)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Move the cursor up with the wheel."""
        event.stop()
        self.move_cursor(-_ROWS_PER_WHEEL_STEP)

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on the clicked row; a double click chooses it."""
        place = event.get_content_offset(self)
        if place is None:
            return
        index = place.y + self.scroll_offset.y
        if index < len(self.rows):
            self.point_at(index)
            if event.chain == 2:
                self.post_message(self.RowChosen())
