"""Every pane that opens over the rest of the screen; loaded and made after the first paint."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.reactive import Reactive

from tui_player.domain.snapshot import Snapshot
from tui_player.domain.theme import Theme
from tui_player.ui.actions import Action
from tui_player.ui.command_palette import CommandPalette
from tui_player.ui.coverage_pane import CoveragePane
from tui_player.ui.family_chooser import FamilyChooser
from tui_player.ui.help_pane import HelpPane
from tui_player.ui.history_pane import HistoryPane
from tui_player.ui.learned_pane import ForgetChooser, LearnedPane
from tui_player.ui.library_pane import LibraryPane
from tui_player.ui.pin_chooser import PinChooser
from tui_player.ui.playlist_saver import PlaylistSaver
from tui_player.ui.rest_pane import RestPane
from tui_player.ui.screen_settings import ScreenSettings
from tui_player.ui.sleep_chooser import SleepChooser
from tui_player.ui.speaker_chooser import SpeakerChooser
from tui_player.ui.theme_chooser import ThemeChooser
from tui_player.ui.why_pane import WhyPane


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
