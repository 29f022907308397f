"""Why a track plays or comes next: the full sum of its choice, over the rest of the screen."""

from collections.abc import Sequence

from tui_player.messages.snapshot import NowPlaying, UpNextEntry
from tui_player.ui.drawing.glyphs import Charset
from tui_player.ui.drawing.lines import Line
from tui_player.ui.overlays.text_overlay import TextLines, TextOverlay
from tui_player.ui.overlays.why_lines import why_lines

_WIDTH_CELLS = 76


class WhyPane(TextOverlay):
    """The sum of one choice, as it was when the choice was made."""

    def __init__(self, charset: Charset) -> None:
        super().__init__("why", TextLines(charset), _WIDTH_CELLS)
        self._charset = charset
        self._about: NowPlaying | UpNextEntry | None = None

    def be_about(self, play: NowPlaying | UpNextEntry | None) -> None:
        """Tell of this play when it is opened."""
        self._about = play
        comes = isinstance(play, UpNextEntry)
        self.border_title = "Why this track comes next" if comes else "Why this track plays"

    def lines_for(self, width: int) -> Sequence[Line]:
        """What it is, and the sum."""
        play = self._about
        assert play is not None
        return why_lines(play.track, play.reason, play.sum, self._charset, width)
