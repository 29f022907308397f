"""Why a track plays or comes next: the full sum of its choice, over the rest of the screen."""

from textual.app import ComposeResult
from textual.widget import Widget

from tui_player.domain.choice_sum import ChoiceSum
from tui_player.domain.snapshot import NowPlaying, UpNextEntry
from tui_player.ui.charset import Charset
from tui_player.ui.choices import Overlay
from tui_player.ui.help_pane import HelpText
from tui_player.ui.lines import Line
from tui_player.ui.why_lines import why_lines

_WIDTH_CELLS = 76


class WhyPane(Overlay):
    """The sum of one choice, as it was when the choice was made."""

    BORDER_TITLE = "Why this track"

    def __init__(self, charset: Charset) -> None:
        super().__init__("why")
        self._charset = charset
        self._about: NowPlaying | UpNextEntry | None = None
        self._text = HelpText(charset)

    def compose(self) -> ComposeResult:
        """The text alone."""
        yield self._text

    def be_about(self, play: NowPlaying | UpNextEntry | None) -> None:
        """Tell of this play when it is opened."""
        self._about = play

    def prepare(self) -> Widget:
        """From the top, as large as the text, as far as the window has room."""
        size = self.screen.size
        self.styles.width = min(_WIDTH_CELLS, size.width)
        room = min(_WIDTH_CELLS, size.width) - self.gutter.width
        lines = self._lines(room)
        self.styles.height = len(lines) + self.gutter.height
        self._text.show_rows(lines)
        self._text.action_first()
        is_whole = len(lines) + self.gutter.height <= size.height
        self.border_subtitle = "Esc closes" if is_whole else "down, up: more; Esc closes"
        return self._text

    def _lines(self, width: int) -> tuple[Line, ...]:
        play = self._about
        assert play is not None
        its_sum: ChoiceSum | None = play.sum
        return why_lines(play.track, play.reason, its_sum, self._charset, width)
