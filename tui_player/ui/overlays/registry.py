"""Every pane that opens over the rest of the screen; loaded and made after the first paint."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.reactive import Reactive

from tui_player.messages.snapshot import Snapshot
from tui_player.model.theme import Theme
from tui_player.ui.keys.actions import Action
from tui_player.ui.library.pane import LibraryPane
from tui_player.ui.options import ScreenSettings
from tui_player.ui.overlays.calibration import RestPane
from tui_player.ui.overlays.command_palette import CommandPalette
from tui_player.ui.overlays.coverage import CoveragePane
from tui_player.ui.overlays.explanation import WhyPane
from tui_player.ui.overlays.family import FamilyChooser
from tui_player.ui.overlays.help import HelpPane
from tui_player.ui.overlays.mood_history import HistoryPane
from tui_player.ui.overlays.pin import PinChooser
from tui_player.ui.overlays.save_playlist import PlaylistSaver
from tui_player.ui.overlays.sleep_timer import SleepChooser
from tui_player.ui.overlays.speaker import SpeakerChooser
from tui_player.ui.overlays.taste import ForgetChooser, LearnedPane
from tui_player.ui.overlays.theme import ThemeChooser


class AllOverlays:
    """What is asked and told over the rest of the screen, one pane each."""

    def __init__(
        self,
        settings: ScreenSettings,
        actions: Sequence[Action],
        themes: Sequence[Theme],
        library: LibraryPane,
    ) -> None:
        charset = settings.look.charset
        self.help = HelpPane(charset, actions)
        self.speakers = SpeakerChooser(charset)
        self.pins = PinChooser(charset)
        self.sleep = SleepChooser(charset)
        self.rest = RestPane(charset)
        self.history = HistoryPane(charset)
        self.families = FamilyChooser(charset, settings.families)
        self.coverage = CoveragePane(charset, library.ask_coverage)
        self.saver = PlaylistSaver(charset, settings.save_playlist, settings.home)
        self.why = WhyPane(charset)
        self.learned = LearnedPane(charset)
        self.forget = ForgetChooser(charset)
        self.palette = CommandPalette(charset, actions)
        self.themes = ThemeChooser(charset, themes)

    def compose(self, snapshot: Reactive[Snapshot | None]) -> ComposeResult:
        """All of them, hidden until they are opened; `snapshot` is what they are bound to."""
        yield self.help
        yield self.speakers.data_bind(snapshot)
        yield self.pins
        yield self.sleep.data_bind(snapshot)
        yield self.rest.data_bind(snapshot)
        yield self.history.data_bind(snapshot)
        yield self.families
        yield self.coverage
        yield self.saver.data_bind(snapshot)
        yield self.why
        yield self.learned.data_bind(snapshot)
        yield self.forget.data_bind(snapshot)
        yield self.palette
        yield self.themes
