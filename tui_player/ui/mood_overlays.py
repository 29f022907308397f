"""The overlays that belong to the mood, kept together for the screen."""

from tui_player.ui.charset import Charset
from tui_player.ui.history_pane import HistoryPane
from tui_player.ui.pin_chooser import PinChooser
from tui_player.ui.rest_pane import RestPane


class MoodOverlays:
    """What the mood asks and tells over the rest of the screen."""

    def __init__(self, charset: Charset) -> None:
        self.pins = PinChooser(charset)
        self.rest = RestPane(charset)
        self.history = HistoryPane(charset)
