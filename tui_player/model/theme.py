"""A theme: the named colours a screen is painted in."""

from dataclasses import dataclass

from tui_player.model.mood.emotion import EMOTIONS


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours as `#rrggbb`, named by what they are for.

    `quiet` is for secondary text, `faint` for lines and the empty part of bars, `selection`
    for the row the cursor is on. `moods` holds one colour per emotion in the order of EMOTIONS.
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
    moods: tuple[str, ...]

    def __post_init__(self) -> None:
        if len(self.moods) != len(EMOTIONS):
            raise ValueError(f"a theme needs {len(EMOTIONS)} mood colours, got {len(self.moods)}")
