"""A theme: the named colours a screen is painted in."""

from collections.abc import Mapping
from dataclasses import dataclass

from tui_player.model.mood.emotion import EMOTIONS
from tui_player.model.mood.moods import MoodName


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours as `#rrggbb`, named by what they are for.

    `quiet` is for secondary text, `faint` for lines and the empty part of bars, `selection`
    for the row the cursor is on. `moods` holds one colour per emotion, and
    those of other moods if it has any.
    """

    name: str
    dark: bool
    background: str
    text: str
    quiet: str
    faint: str
    accent: str
    selection: str
    good: str
    warning: str
    error: str
    moods: Mapping[MoodName, str]

    def __post_init__(self) -> None:
        lacking = [emotion.value for emotion in EMOTIONS if emotion.value not in self.moods]
        if lacking:
            raise ValueError(f"a theme needs a colour for {', '.join(lacking)}")
