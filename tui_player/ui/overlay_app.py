"""An app with panes that open over the others, one at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual import events
from textual.reactive import reactive

from tui_player.ui.keys.actions import ACTIONS, actions_for
from tui_player.ui.keys.hints import KeyHints
from tui_player.ui.library.labels import LibraryWords
from tui_player.ui.library.pane import LibraryPane
from tui_player.ui.overlays.manager import Overlays
from tui_player.ui.panes.up_next import UpNextPane
from tui_player.ui.terminal.screen import QuietScreen
from tui_player.ui.themed_app import ThemedApp

if TYPE_CHECKING:
    from tui_player.messages.snapshot import Snapshot
    from tui_player.ports.browser import Browser
    from tui_player.ui.messages import FamilyWanted
    from tui_player.ui.options import ScreenSettings
    from tui_player.ui.overlays.chooser import Overlay
    from tui_player.ui.overlays.registry import AllOverlays


class OverlayApp(ThemedApp):
    """Opens and closes the overlays: what is asked by key or click, and what opens by itself.

    `open_browser` is called in a thread of the Library pane, at the first look into it.
    """

    snapshot: reactive[Snapshot | None] = reactive(None, repaint=False, init=False)

    def __init__(
        self,
        settings: ScreenSettings,
        open_browser: Callable[[], Browser] | None,
        clock: Callable[[], float],
    ) -> None:
        super().__init__(settings)
        self.actions = actions_for(settings.moods, settings.keys)
        self._bind_moods_of_ones_own()
        self.action_by_name = {action.name: action for action in self.actions}
        charset = settings.look.charset
        self.hints = KeyHints(self.actions, charset.key_names)
        self.up_next = UpNextPane(charset, clock)
        self.library = LibraryPane(charset, open_browser, LibraryWords(charset, self.hints))
        self.overlays = Overlays()
        self._panes: AllOverlays | None = None

    def _bind_moods_of_ones_own(self) -> None:
        """The keys of moods that the table of actions does not know."""
        shipped = {action.name for action in ACTIONS}
        for action in self.actions:
            if action.name not in shipped and action.keys:
                binding = action.binding()
                self.bind(binding.key, binding.action, description=action.help, show=False)

    def get_default_screen(self) -> QuietScreen:
        """What all panes are on."""
        return QuietScreen(id="_default")

    @property
    def panes(self) -> AllOverlays:
        """All overlays; to be asked for only once they are mounted."""
        assert self._panes is not None
        return self._panes

    async def mount_overlays(self) -> None:
        """Make all overlays, hidden until they are opened.

        They are mounted before all other panes: Textual counts panes from the last one on, and
        paints all that have another number when one more is shown.
        """
        from tui_player.ui.overlays.registry import AllOverlays

        self._panes = AllOverlays(self._settings, self.actions, self.themes, self.library)
        await self.screen.mount_all(self._panes.compose(OverlayApp.snapshot), before=0)

    def action_coverage(self) -> None:
        """Tell how the library covers the moods."""
        self._toggle(self.panes.coverage)

    def action_save_up_next(self) -> None:
        """Save Up next as a playlist."""
        if self.panes.saver.be_about_up_next():
            self._toggle(self.panes.saver)
        else:
            self.tell("Nothing is up next: there is nothing to save.")

    def on_family_wanted(self, message: FamilyWanted) -> None:
        """Give a genre family to what a row of the Library stands for."""
        if self.panes.families.be_about(message.row):
            self._toggle(self.panes.families)
        else:
            self.tell("A genre family is given to artists, albums and tracks.")

    def action_help(self) -> None:
        """Show the help, or close it."""
        self._toggle(self.panes.help)

    def action_speakers(self) -> None:
        """Choose where the sound goes to."""
        self._toggle(self.panes.speakers)

    def action_pin_for(self) -> None:
        """Choose how long to pin the present mood."""
        self._toggle(self.panes.pins)

    def action_sleep_timer(self) -> None:
        """Choose when the music is to pause by itself."""
        self._toggle(self.panes.sleep)

    def action_mood_history(self) -> None:
        """Show the moods of the last half hour."""
        self._toggle(self.panes.history)

    def action_why(self) -> None:
        """Tell why the track pointed at in Up next comes, or why the present one plays."""
        chosen = self.up_next.pointed_at if self.focused is self.up_next else None
        playing = None if self.snapshot is None else self.snapshot.now_playing
        if (play := chosen or playing) is None and not self.panes.why.is_open:
            self.tell("Nothing plays and nothing is up next: there is nothing to explain.")
            return
        self.panes.why.be_about(play)
        self._toggle(self.panes.why)

    def action_learned(self) -> None:
        """Show what was learned, or close it."""
        self._toggle(self.panes.learned)

    def on_learned_text_forgetting_wanted(self) -> None:
        """Ask what is to be forgotten."""
        self._toggle(self.panes.forget)

    def action_themes(self) -> None:
        """Choose the colours; meanwhile the themes are read anew."""
        self._toggle(self.panes.themes)
        if not self.panes.themes.is_open:
            return
        if not self._settings.look.colours.are_the_themes:
            self.tell("this terminal has few colours: its own are used in every theme")
        self.run_worker(self.load_themes(), group="themes", exclusive=True)

    def offer_themes(self) -> None:
        """Let the chooser have the themes there are now."""
        if self._panes is not None:
            self._panes.themes.offer(self.themes)

    def action_palette(self) -> None:
        """Find a command by its name."""
        self._toggle(self.panes.palette)

    def _toggle(self, overlay: Overlay) -> None:
        self.overlays.toggle(overlay, self.screen)

    def on_overlay_open_requested(self, message: Overlay.OpenRequested) -> None:
        """An overlay opens by itself."""
        self.overlays.open(message.overlay, self.screen)

    def on_overlay_closed(self, message: Overlay.Closed) -> None:
        """An overlay is done."""
        self.overlays.close(self.screen)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """A click into another pane closes the overlay."""
        if self.overlays.is_open:
            self.overlays.follow_focus(self.screen)

    def on_resize(self, event: events.Resize) -> None:
        """The open overlay may have room for more, or for less."""
        self.overlays.fit_into(event.size)
