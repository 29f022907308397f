"""What the screen is told when it is made."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from tui_player.model.mood.moods import PLAIN_MOODS, Moods
from tui_player.model.theme import Theme
from tui_player.ui.terminal.capabilities import TerminalLook
from tui_player.ui.terminal.signals import EndSignals
from tui_player.ui.terminal.throughput import TerminalLine

if TYPE_CHECKING:
    from tui_player.model.music.track_extras import ReadCover, ReadLyrics
    from tui_player.ui.overlays.save_playlist import SavePlaylist


def _forget(_: str) -> None:
    """What happens to the name of a theme that was chosen if nobody says."""


def _in_cells() -> bool:
    """Pictures are made of cells if nobody says otherwise."""
    return False


class ScreenSettings(NamedTuple):
    """What is decided before the screen comes up; to be named, each of them.

    `line` tells how well the terminal keeps up, `signals` which signals have come. `mood_tint` lets
    the mood colour the accent a little. `shows_pixels` tells whether the terminal shows pictures in
    real pixels, and may take a moment. `terminal_title` has the title of its window tell the track.
    `read_cover` and `read_lyrics` read what comes with a track, each in a thread of its own.
    `keys` gives actions other keys, by the action's name; `language` is the person's, as LANG
    begins. `home` is shown as `~`.
    `load_themes` reads the themes anew, with a sentence for each one that is broken;
    `themes_stamp` gives a mark that differs once one of their files has changed; `theme_kept` is
    told the theme that a person has chosen. All three are called in a thread of their own, and
    the last may raise OSError. `families` tells the genre families that can be given;
    `save_playlist` is called in a thread of its own too, see PlaylistSaver. `kept_back` says why
    camera picture and spectrum cannot be shown, where they cannot.
    """

    themes: Sequence[Theme]
    line: TerminalLine
    signals: EndSignals | None = None
    moods: Moods = PLAIN_MOODS
    theme_name: str = ""
    look: TerminalLook = TerminalLook()
    shows_pixels: Callable[[], bool] = _in_cells
    picture_on: bool = True
    album_art: bool = True
    mood_tint: bool = True
    terminal_title: bool = True
    read_cover: "ReadCover | None" = None
    read_lyrics: "ReadLyrics | None" = None
    keys: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    language: str = ""
    home: str = ""
    load_themes: Callable[[], tuple[Sequence[Theme], Sequence[str]]] | None = None
    themes_stamp: Callable[[], object] | None = None
    theme_kept: Callable[[str], None] = _forget
    families: Callable[[], Sequence[str]] = tuple
    save_playlist: "SavePlaylist | None" = None
    kept_back: str = ""
