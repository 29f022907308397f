"""A pane as a function from snapshot to lines; only the cells that changed are painted again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from textwrap import wrap
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from tui_player.ui.drawing.glyphs import UNICODE, Charset
from tui_player.ui.drawing.styled_app import hints_of, styles_of
from tui_player.ui.messages import ActionClicked

if TYPE_CHECKING:
    from tui_player.messages.snapshot import Snapshot
    from tui_player.ui.keys.hints import KeyHints


class Span(NamedTuple):
    """A piece of a line: safe text, the look it is painted in, the action a click asks for."""

    text: str
    look: str = "text"
    action: str = ""


Line = tuple[Span, ...]
EMPTY_LINE: Line = ()
# No sentence is wrapped to less, not even where there is less room.
_LEAST_WRAPPED = 12


def line_width(line: Line) -> int:
    """The number of cells a line takes."""
    return sum(cell_len(span.text) for span in line)


def wrapped(text: str, charset: Charset, width: int, look: str = "text") -> Iterator[Line]:
    """A sentence in as many lines as it needs."""
    for line in wrap(charset.show(text), max(width, _LEAST_WRAPPED)):
        yield (Span(line, look),)


def spread(left: Line, right: Line, width: int) -> Line:
    """One line with `left` at its start and `right` at its end; `left` alone where too narrow."""
    gap = width - line_width(left) - line_width(right)
    return (*left, Span(" " * gap), *right) if gap > 0 else left


def changed_cells(old: Line, new: Line) -> tuple[int, int]:
    """The first cell that differs and the one after the last; two equal numbers if none does."""
    start = _same_cells(old, new)
    old_width, new_width = line_width(old), line_width(new)
    end = max(old_width, new_width)
    if old_width == new_width:
        end -= _same_cells(old[::-1], new[::-1])
    return (start, end) if start < end else (start, start)


def _same_cells(old: Line, new: Line) -> int:
    same = 0
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        same += cell_len(one.text)
    return same


class LinesWidget(Widget):
    """Gives its subclasses the shared looks, and the style of each."""

    def __init__(self, charset: Charset = UNICODE, id: str | None = None) -> None:
        super().__init__(id=id)
        self.charset = charset

    @property
    def looks(self) -> Mapping[str, Style]:
        """The style of each look in the present theme."""
        return styles_of(self)

    @property
    def hints(self) -> KeyHints:
        """The keys that hold."""
        return hints_of(self)

    def style_of(self, look: str) -> Style:
        """The style of one look; never None, which a colour filter could not stand."""
        return self.looks[look]

    def strip(self, line: Line, width: int, fill: str = "text") -> Strip:
        """A line painted, exactly `width` cells wide, its rest in the look `fill`."""
        looks = self.looks
        segments = [Segment(span.text, looks[span.look]) for span in line if span.text]
        return Strip(segments).adjust_cell_length(width, looks[fill])


class LinesPane(LinesWidget):
    """A widget that shows the lines its subclass makes of the snapshot."""

    snapshot: reactive[Snapshot | None] = reactive(None, repaint=False, init=False)

    def __init__(self, charset: Charset = UNICODE, id: str | None = None) -> None:
        super().__init__(charset, id)
        self._shown: Sequence[Line] = ()
        self._shown_in = Size()

    def lines(self, snapshot: Snapshot | None, width: int, height: int) -> Sequence[Line]:
        """What to show of `snapshot` (None: the player is still starting)."""
        raise NotImplementedError

    def watch_snapshot(self) -> None:
        """Paint what the new snapshot changes."""
        self.redraw()

    def on_resize(self) -> None:
        """Lay the lines out for the new size."""
        self.redraw()

    def redraw(self) -> None:
        """Make the lines anew and refresh the cells that differ from what is shown."""
        if not self.size:
            return
        old, new = self._shown, self._laid_out()
        for y in range(max(len(old), len(new))):
            before = old[y] if y < len(old) else EMPTY_LINE
            after = new[y] if y < len(new) else EMPTY_LINE
            start, end = changed_cells(before, after)
            if start < end:
                self.refresh(Region(start, y, end - start, 1))

    def _laid_out(self) -> Sequence[Line]:
        self._shown_in = self.size
        self._shown = self.lines(self.snapshot, *self.size)
        return self._shown

    def render_line(self, y: int) -> Strip:
        """One line of the pane as Textual wants it, which paints before it tells of a new size."""
        if self._shown_in != self.size:
            self._laid_out()
        line = self._shown[y] if y < len(self._shown) else EMPTY_LINE
        return self.strip(line, self.size.width)

    def on_click(self, event: events.Click) -> None:
        """A click on a word does what the word's key does."""
        place = event.get_content_offset(self)
        if place is not None and (action := self.action_at(place.x, place.y)):
            self.post_message(ActionClicked(action))

    def action_at(self, x: int, y: int) -> str:
        """The action of the span at this cell, empty if it has none."""
        end = 0
        for span in self._shown[y] if 0 <= y < len(self._shown) else EMPTY_LINE:
            end += cell_len(span.text)
            if x < end:
                return span.action
        return ""
