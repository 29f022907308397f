"""What pictures are made of on this terminal, and covers of the size that fits."""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui_player.domain.sleeve import Sleeve
    from tui_player.domain.track import Track


class Pictures:
    """Knows once the screen is there whether it shows pixels; `wish` is the setting `pictures`.

    Asking may take a moment the first time, so a thread does.
    """

    def __init__(self, wish: str) -> None:
        self._wish = wish

    @cached_property
    def are_pixels(self) -> bool:
        """Whether pictures are shown in real pixels, not in cells."""
        from tui_player.ui.pixel_pictures import shows_pixels
        from tui_player.ui.terminal import terminal_look

        return shows_pixels(os.environ, terminal_look(os.environ).colours, self._wish)

    def read_sleeve(self, track: Track) -> Sleeve:
        """What comes with a track; what decodes pictures is loaded at the first one."""
        from tui_player.library.sleeve_files import CELL_COVER_PX, PIXEL_COVER_PX, read_sleeve

        return read_sleeve(track, PIXEL_COVER_PX if self.are_pixels else CELL_COVER_PX)
