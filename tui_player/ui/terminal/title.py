"""The title of the terminal's window or tab: the track that plays."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui_player.messages.snapshot import Snapshot
    from tui_player.ui.drawing.glyphs import Charset

_MOST_CELLS = 100
_KEEP_OLD, _BRING_BACK_OLD = "\x1b[22;2t", "\x1b[23;2t"
_NAME = "tui-player"


class TerminalTitle:
    """Sets the title when another track plays; `write` sends text to the terminal as it is.

    The sequences are those of xterm, which all terminals with a title know (XTerm Control
    Sequences, "Operating System Commands" and XTWINOPS).
    """

    def __init__(self, charset: Charset, write: Callable[[str], None]) -> None:
        self._charset = charset
        self._write = write
        self._shown = ""

    def show(self, snapshot: Snapshot) -> None:
        """Tell what plays; the title from before is kept by the terminal."""
        told = self._told(snapshot)
        if told == self._shown:
            return
        keep = "" if self._shown else _KEEP_OLD
        self._shown = told
        self._write(f"{keep}\x1b]2;{told}\x1b\\")

    def bring_back_old(self) -> None:
        """The title is what it was before."""
        if self._shown:
            self._shown = ""
            self._write(_BRING_BACK_OLD)

    def _told(self, snapshot: Snapshot) -> str:
        """What is shown has no control characters left, which could end the sequence early."""
        charset, now = self._charset, snapshot.now_playing
        if now is None:
            return _NAME
        sign = charset.paused if snapshot.paused else charset.playing
        name = " – ".join(filter(None, (now.track.title, now.track.artist)))
        return f"{sign} {charset.fit(name, _MOST_CELLS)}"
