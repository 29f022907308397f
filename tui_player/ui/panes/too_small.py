"""What a window too small for the screen says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui_player.ui.drawing.lines import Line, LinesPane, Span, line_width

if TYPE_CHECKING:
    from tui_player.messages.snapshot import Snapshot


class TooSmall(LinesPane):
    """A polite sentence; the music goes on and so do the keys."""

    def lines(self, snapshot: Snapshot | None, width: int, height: int) -> Sequence[Line]:
        """The sentence in the middle, with what plays below it."""
        now = None if snapshot is None else snapshot.now_playing
        told = ["This window is a little small:", "60 x 16 is the least.", "The music plays on."]
        if now is not None:
            told.append(f"{self.charset.note} {now.track.title}")
        block: list[Line] = []
        for sentence in told[:height]:
            line: Line = (Span(self.charset.fit(sentence, width), "quiet"),)
            block.append((Span(" " * max((width - line_width(line)) // 2, 0)), *line))
        above: list[Line] = [()] * ((height - len(block)) // 2)
        return above + block
