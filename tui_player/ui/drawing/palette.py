"""Turns a theme into what Textual paints with, also where there are few or no colours."""

from collections.abc import Mapping, Sequence

from textual.theme import Theme as TextualTheme

from tui_player.model.mood.emotion import EMOTIONS
from tui_player.model.theme import Theme
from tui_player.ui.drawing.xterm_colours import hex_of, nearest_of_256, rgb_of
from tui_player.ui.terminal.colours import ColourDepth

# How much of the mood's colour the accent takes on.
_TINT = 0.5

# With 16 colours the terminal's own are right: they were chosen by its user, while the nearest
# of them to a theme's colour is a matter of luck.
_TERMINAL_COLOURS = {
    "background": "ansi_default",
    "text": "ansi_default",
    "quiet": "ansi_default",
    "faint": "ansi_bright_black",
    "accent": "ansi_yellow",
    "selection": "ansi_default",
    "good": "ansi_green",
    "warning": "ansi_yellow",
    "error": "ansi_red",
}
_TERMINAL_MOODS = (
    "ansi_yellow",
    "ansi_blue",
    "ansi_red",
    "ansi_default",
    "ansi_magenta",
    "ansi_cyan",
    "ansi_green",
)


def textual_theme(theme: Theme, depth: ColourDepth) -> TextualTheme:
    """The theme under its own name, in its own colours or in the terminal's sixteen."""
    colours = {name: str(getattr(theme, name)) for name in _TERMINAL_COLOURS}
    moods = theme.moods
    if depth is ColourDepth.MANY:
        colours = {name: _nearest(colour) for name, colour in colours.items()}
        moods = tuple(map(_nearest, moods))
    elif depth is ColourDepth.SIXTEEN:
        colours, moods = _TERMINAL_COLOURS, _TERMINAL_MOODS
    elif depth is ColourDepth.NONE:
        colours = dict.fromkeys(_TERMINAL_COLOURS, "ansi_default")
        moods = ("ansi_default",) * len(EMOTIONS)
    return TextualTheme(
        name=theme.name,
        dark=theme.dark,
        ansi=not depth.are_the_themes,
        primary=colours["accent"],
        accent=colours["accent"],
        foreground=colours["text"],
        background=colours["background"],
        surface=colours["background"],
        panel=colours["background"],
        success=colours["good"],
        warning=colours["warning"],
        error=colours["error"],
        variables=_variables(colours, moods),
    )


def _tinted(accent: str, mood: str) -> str:
    """The accent with a part of the mood's colour; as it is in the terminal's own colours."""
    if not (accent.startswith("#") and mood.startswith("#")):
        return accent
    mixed = (round(a + _TINT * (m - a)) for a, m in zip(rgb_of(accent), rgb_of(mood), strict=True))
    return hex_of((next(mixed), next(mixed), next(mixed)))


def _nearest(colour: str) -> str:
    return hex_of(nearest_of_256(rgb_of(colour)))


def terminal_variables() -> dict[str, str]:
    """The style sheet's variables in the terminal's own colours."""
    return _variables(_TERMINAL_COLOURS, _TERMINAL_MOODS)


def _variables(colours: Mapping[str, str], moods: Sequence[str]) -> dict[str, str]:
    variables = {f"tp-{name}": colour for name, colour in colours.items()}
    # Textual's own style sheets ask for these two where a theme is in the terminal's colours.
    variables["ansi-background"] = colours["background"]
    variables["ansi-foreground"] = colours["text"]
    for emotion, colour in zip(EMOTIONS, moods, strict=True):
        variables[f"tp-mood-{emotion.value}"] = colour
        variables[f"tp-tint-{emotion.value}"] = _tinted(colours["accent"], colour)
    return variables
