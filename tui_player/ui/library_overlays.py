"""The overlays that belong to the Library, kept together for the screen."""

from tui_player.ui.coverage_pane import CoveragePane
from tui_player.ui.family_chooser import FamilyChooser
from tui_player.ui.library_pane import LibraryPane
from tui_player.ui.playlist_saver import PlaylistSaver
from tui_player.ui.screen_settings import ScreenSettings


class LibraryOverlays:
    """What the Library asks and tells over the rest of the screen."""

    def __init__(self, settings: ScreenSettings, library: LibraryPane) -> None:
        charset = settings.look.charset
        self.families = FamilyChooser(charset, settings.families)
        self.saver = PlaylistSaver(charset, settings.save_playlist, settings.home)
        self.coverage = CoveragePane(charset, library.ask_coverage)
