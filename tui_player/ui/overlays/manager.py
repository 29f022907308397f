"""Keeps at most one overlay open, and gives the keys back where they were before."""

from typing import TYPE_CHECKING

from textual.geometry import Size
from textual.screen import Screen
from textual.widget import Widget

if TYPE_CHECKING:
    from tui_player.ui.overlays.chooser import Overlay


class Overlays:
    """The open overlay of a screen, if there is one."""

    def __init__(self) -> None:
        self._open: Overlay | None = None
        self.focus_before: Widget | None = None

    @property
    def is_open(self) -> bool:
        """Whether there is one."""
        return self._open is not None

    def toggle(self, overlay: "Overlay", screen: Screen[object]) -> None:
        """Open this one in place of any other; close it if it is open."""
        if self._open is overlay:
            self.close(screen)
        else:
            self.open(overlay, screen)

    def open(self, overlay: "Overlay", screen: Screen[object]) -> None:
        """Open this one in place of any other."""
        if self._open is overlay:
            return
        self.close(screen)
        self.focus_before = screen.focused
        self._open = overlay
        screen.set_focus(overlay.open())

    def close(self, screen: Screen[object], *, keep_focus: bool = False) -> bool:
        """Close what is open; False if nothing is.

        With `keep_focus` the keys stay where they have gone.
        """
        overlay, self._open = self._open, None
        if overlay is None:
            return False
        overlay.give_up()
        # First of all, or it may be painted once more as a pane that lost the keys.
        overlay.display = False
        if not keep_focus:
            screen.set_focus(self.focus_before)
        return True

    def fit_into(self, window: Size) -> None:
        """Have the open overlay laid out for a window of this size."""
        if self._open is not None:
            self._open.fit_into(window)

    def follow_focus(self, screen: Screen[object]) -> None:
        """Close the overlay when a click has taken the keys out of it."""
        focused = screen.focused
        if self._open is None or focused is None:
            return
        if self._open not in focused.ancestors_with_self:
            self.close(screen, keep_focus=True)
