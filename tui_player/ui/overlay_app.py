"""An app with panes that open over the others, one at a time."""

from collections.abc import Callable

from textual import events
from textual.app import ComposeResult
from textual.reactive import reactive

from tui_player.domain.browse import Browser
from tui_player.domain.snapshot import Snapshot
from tui_player.ui.actions import ACTIONS, with_keys
from tui_player.ui.choices import Overlay
from tui_player.ui.command_palette import CommandPalette
from tui_player.ui.help_pane import HelpPane
from tui_player.ui.learned_pane import ForgetChooser, LearnedPane
from tui_player.ui.library_overlays import LibraryOverlays
from tui_player.ui.library_pane import FamilyWanted, LibraryPane
from tui_player.ui.mood_overlays import MoodOverlays
from tui_player.ui.overlays import Overlays
from tui_player.ui.screen_settings import ScreenSettings
from tui_player.ui.speaker_chooser import SpeakerChooser
from tui_player.ui.themed_app import ThemedApp
from tui_player.ui.up_next import UpNextPane
from tui_player.ui.why_pane import WhyPane


class OverlayApp(ThemedApp):
    """Opens and closes the overlays: what is asked by key or click, and what opens by itself.

    `open_catalog` is called in a thread of the Library pane, at the first look into it.
    """

    snapshot: reactive[Snapshot | None] = reactive(None, repaint=False, init=False)

    def __init__(
        self,
        settings: ScreenSettings,
        open_catalog: Callable[[], Browser] | None,
        clock: Callable[[], float],
    ) -> None:
        super().__init__(settings)
        self.actions = with_keys(ACTIONS, settings.keys)
        self.action_by_name = {action.name: action for action in self.actions}
        charset = settings.look.charset
        self.up_next = UpNextPane(charset, clock)
        self.library = LibraryPane(charset, open_catalog)
        self.overlays = Overlays()
        self._help = HelpPane(charset, self.actions)
        self._speakers = SpeakerChooser(charset)
        self._of_mood = MoodOverlays(charset)
        self._of_library = LibraryOverlays(settings, self.library)
        self._why = WhyPane(charset)
        self.learned = LearnedPane(charset)
        self._forget = ForgetChooser(charset)
        self._palette = CommandPalette(charset, self.actions)

    def compose_overlays(self) -> ComposeResult:
        """All of them, hidden until they are opened."""
        snapshot = OverlayApp.snapshot
        yield self._help
        yield self._speakers.data_bind(snapshot)
        yield self._of_mood.pins
        yield self._of_mood.rest.data_bind(snapshot)
        yield self._of_mood.history.data_bind(snapshot)
        yield self._of_library.families
        yield self._of_library.coverage
        yield self._of_library.saver.data_bind(snapshot)
        yield self._why
        yield self.learned.data_bind(snapshot)
        yield self._forget.data_bind(snapshot)
        yield self._palette
        yield self.theme_chooser

    def action_coverage(self) -> None:
        """Tell how the library covers the moods."""
        self._toggle(self._of_library.coverage)

    def action_save_up_next(self) -> None:
        """Save Up next as a playlist."""
        if self._of_library.saver.be_about_up_next():
            self._toggle(self._of_library.saver)
        else:
            self.tell("Nothing is up next: there is nothing to save.")

    def on_family_wanted(self, message: FamilyWanted) -> None:
        """Give a genre family to what a row of the Library stands for."""
        if self._of_library.families.be_about(message.row):
            self._toggle(self._of_library.families)
        else:
            self.tell("A genre family is given to artists, albums and tracks.")

    def action_help(self) -> None:
        """Show the help, or close it."""
        self._toggle(self._help)

    def action_speakers(self) -> None:
        """Choose where the sound goes to."""
        self._toggle(self._speakers)

    def action_pin_for(self) -> None:
        """Choose how long to pin the present mood."""
        self._toggle(self._of_mood.pins)

    def action_mood_history(self) -> None:
        """Show the moods of the last half hour."""
        self._toggle(self._of_mood.history)

    def action_why(self) -> None:
        """Tell why the track under the cursor of Up next comes, or why the present one plays."""
        chosen = self.up_next.current if self.focused is self.up_next else None
        playing = None if self.snapshot is None else self.snapshot.now_playing
        if (play := chosen or playing) is None and not self._why.is_open:
            self.tell("Nothing plays and nothing is up next: there is nothing to explain.")
            return
        self._why.be_about(play)
        self._toggle(self._why)

    def action_learned(self) -> None:
        """Show what was learned, or close it."""
        self._toggle(self.learned)

    def on_learned_text_forgetting_wanted(self) -> None:
        """Ask what is to be forgotten."""
        self._toggle(self._forget)

    def action_themes(self) -> None:
        """Choose the colours; meanwhile the themes are read anew."""
        self._toggle(self.theme_chooser)
        if not self.theme_chooser.is_open:
            return
        if not self._settings.look.colours.are_the_themes:
            self.tell("this terminal has few colours: its own are used in every theme")
        self.run_worker(self.load_themes(), group="themes", exclusive=True)

    def action_palette(self) -> None:
        """Find a command by its name."""
        self._toggle(self._palette)

    def _toggle(self, overlay: Overlay) -> None:
        self.overlays.toggle(overlay, self.screen)

    def on_overlay_wanted(self, message: Overlay.Wanted) -> None:
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
        """The help may have room for more."""
        if self._help.is_open:
            self._help.fit_into(event.size)
