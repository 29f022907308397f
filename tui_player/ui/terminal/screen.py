"""A screen that writes no more to the terminal than what changes."""

from itertools import chain

from rich.console import Console
from textual import events
from textual._compositor import ChopsUpdate, Compositor, LayoutUpdate, ReflowResult
from textual.geometry import Size
from textual.reactive import Reactive
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from tui_player.ui.terminal.ansi import AnsiWriter


class SparingUpdate(ChopsUpdate):
    """An update that begins each span where it begins; Textual's begins it at its pane's edge."""

    def render_segments(self, console: Console) -> str:
        """The spans as what is written to a terminal."""
        pen = AnsiWriter(console)
        written: list[str] = []
        for y, x1, x2 in self.spans:
            for end, (x, strip) in zip(self.chop_ends[y], self.chops[y].items(), strict=False):
                if strip is None or x >= x2 or end <= x1:
                    continue
                skipped, rest = without_start(strip.crop(0, min(end, x2) - x), x1 - x)
                written += pen.write_row(rest, x + skipped, y)
        return "".join(written) + pen.lift()


def without_start(strip: Strip, cells: int) -> tuple[int, Strip]:
    """How many cells were left out, at most so many, and the rest; no segment is cut."""
    skipped = 0
    segments = list(strip)
    while segments and skipped + segments[0].cell_length <= cells:
        skipped += segments.pop(0).cell_length
    return skipped, Strip(segments)


class SparingLayout(LayoutUpdate):
    """An update of the whole screen."""

    def render_segments(self, console: Console) -> str:
        """All rows as what is written to a terminal."""
        pen = AnsiWriter(console)
        written: list[str] = []
        for y, strips in enumerate(self.strips, self.region.y):
            written += pen.write_row(chain.from_iterable(strips), self.region.x, y)
        return "".join(written) + pen.lift()


class MinimalCompositor(Compositor):
    """Makes sparing updates, and knows at any time where the panes were painted last.

    Textual's forgets that whenever a hidden widget or a list that scrolls asks to be painted; it
    then works all places out at the next look at one of them, and leaves on the terminal what
    was hidden between that look and the last paint.
    """

    def reflow(self, parent: Widget, size: Size) -> ReflowResult:
        """Work out where all panes are."""
        result = super().reflow(parent, size)
        self._full_map_invalidated = False
        return result

    def reflow_visible(self, parent: Widget, size: Size) -> set[Widget]:
        """No pane moves when something scrolls: what does are lists, which paint themselves."""
        return set()

    def update_widgets(self, widgets: set[Widget]) -> None:
        """Note what is to be painted, as far as it is to be seen."""
        super().update_widgets(widgets & self.visible_widgets.keys())

    def render_full_update(self, simplify: bool = False) -> LayoutUpdate:
        """All that there is."""
        update = super().render_full_update(simplify)
        return SparingLayout(update.strips, update.region)

    def render_partial_update(self) -> ChopsUpdate | None:
        """What has changed since the last one."""
        update = super().render_partial_update()
        if update is None:
            return None
        return SparingUpdate(update.chops, update.spans, update.chop_ends)


class QuietScreen(Screen[None]):
    """A screen that is not painted anew as a whole whenever the keys go to another pane.

    Panes that look otherwise with the keys paint themselves.
    """

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)

    def __init__(self, id: str) -> None:
        super().__init__(id=id)
        self._compositor = MinimalCompositor()
        self._is_new = True

    def _on_screen_resume(self, event: events.ScreenResume) -> None:
        """At the start all panes have just got their styles, and laying them out paints them.

        Textual would work the styles out anew, and then paint all panes a second time.
        """
        event.prevent_default()  # Textual's own handler is called here
        event.refresh_styles = not self._is_new
        super()._on_screen_resume(event)
        if self._is_new:
            self._repaint_required = False
            self._is_new = False
