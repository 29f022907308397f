"""What pictures are made of on this terminal, and covers of the size that fits."""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui_player.library.extras.cover_reading import CoverReader
    from tui_player.model.music.track import Track
    from tui_player.model.music.track_extras import CoverRead, LyricsRead


class Pictures:
    """Knows once the screen is there whether it shows pixels; `wish` is the setting `pictures`.

    Asking may take a moment the first time, so a thread does.
    """

    def __init__(self, wish: str) -> None:
        self._wish = wish
        self._covers: CoverReader | None = None

    @cached_property
    def are_pixels(self) -> bool:
        """Whether pictures are shown in real pixels, not in cells."""
        from tui_player.ui.drawing.kitty_images import shows_pixels
        from tui_player.ui.terminal.capabilities import terminal_look

        return shows_pixels(os.environ, terminal_look(os.environ).colours, self._wish)

    def read_cover(self, track: Track) -> CoverRead:
        """The cover of a track; what reads it is loaded at the first one."""
        from tui_player.library.extras.cover_reading import (
            CELL_COVER_PX,
            PIXEL_COVER_PX,
            CoverReader,
        )

        if self._covers is None:
            self._covers = CoverReader()
        return self._covers.read(track, PIXEL_COVER_PX if self.are_pixels else CELL_COVER_PX)

    def read_lyrics(self, track: Track) -> LyricsRead:
        """The lyrics of a track."""
        from tui_player.library.extras.lyrics_reading import read_lyrics

        return read_lyrics(track)

    def close(self) -> None:
        """End what reads covers."""
        if self._covers is not None:
            self._covers.close()
