"""Turns a theme into what Textual paints with, also where there are few or no colours."""

import colorsys
from collections.abc import Mapping

from textual.theme import Theme as TextualTheme

from tui_player.model.mood.emotion import Emotion
from tui_player.model.mood.moods import PLAIN_MOODS, Mood, MoodName, Moods
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
_TERMINAL_MOODS: Mapping[MoodName, str] = {
    Emotion.HAPPY: "ansi_yellow",
    Emotion.SAD: "ansi_blue",
    Emotion.ANGRY: "ansi_red",
    Emotion.NEUTRAL: "ansi_default",
    Emotion.SURPRISED: "ansi_magenta",
    Emotion.FEARFUL: "ansi_cyan",
    Emotion.DISGUSTED: "ansi_green",
}


def textual_theme(theme: Theme, depth: ColourDepth, moods: Moods = PLAIN_MOODS) -> TextualTheme:
    """The theme under its own name, in its own colours or in the terminal's sixteen."""
    colours = {name: str(getattr(theme, name)) for name in _TERMINAL_COLOURS}
    painted = {mood.name: mood_colour(mood, theme) for mood in moods}
    if depth is ColourDepth.MANY:
        colours = {name: _nearest(colour) for name, colour in colours.items()}
        painted = {mood: _nearest(colour) for mood, colour in painted.items()}
    elif depth is ColourDepth.SIXTEEN:
        colours, painted = _TERMINAL_COLOURS, _terminal_moods(moods)
    elif depth is ColourDepth.NONE:
        colours = dict.fromkeys(_TERMINAL_COLOURS, "ansi_default")
        painted = dict.fromkeys(painted, "ansi_default")
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
        variables=_variables(colours, painted),
    )


def _tinted(accent: str, mood: str) -> str:
    """The accent with a part of the mood's colour; as it is in the terminal's own colours."""
    if not (accent.startswith("#") and mood.startswith("#")):
        return accent
    mixed = (round(a + _TINT * (m - a)) for a, m in zip(rgb_of(accent), rgb_of(mood), strict=True))
    return hex_of((next(mixed), next(mixed), next(mixed)))


def _nearest(colour: str) -> str:
    return hex_of(nearest_of_256(rgb_of(colour)))


def mood_colour(mood: Mood, theme: Theme) -> str:
    """The mood's colour in a theme; where that names none, the mood's own hue.

    It is as light and as strong as the theme's colours of the other moods are on average.
    """
    if mood.name in theme.moods:
        return theme.moods[mood.name]
    named = mood.colour or theme.moods.get(mood.emotion or "", theme.accent)
    hue, _, _ = _hls(named)
    others = [_hls(colour) for colour in theme.moods.values()]
    lightness = sum(each[1] for each in others) / len(others)
    strength = sum(each[2] for each in others) / len(others)
    red, green, blue = colorsys.hls_to_rgb(hue, lightness, strength)
    return hex_of((round(255 * red), round(255 * green), round(255 * blue)))


def _hls(colour: str) -> tuple[float, float, float]:
    red, green, blue = rgb_of(colour)
    return colorsys.rgb_to_hls(red / 255, green / 255, blue / 255)


def _terminal_moods(moods: Moods) -> dict[MoodName, str]:
    """The terminal's own colour of each mood: that of its emotion, else the accent's."""
    accent = _TERMINAL_COLOURS["accent"]
    return {mood.name: _TERMINAL_MOODS.get(mood.emotion or mood.name, accent) for mood in moods}


def terminal_variables(moods: Moods = PLAIN_MOODS) -> dict[str, str]:
    """The style sheet's variables in the terminal's own colours."""
    return _variables(_TERMINAL_COLOURS, _terminal_moods(moods))


def _variables(colours: Mapping[str, str], moods: Mapping[MoodName, str]) -> dict[str, str]:
    variables = {f"tp-{name}": colour for name, colour in colours.items()}
    # Textual's own style sheets ask for these two where a theme is in the terminal's colours.
    variables["ansi-background"] = colours["background"]
    variables["ansi-foreground"] = colours["text"]
    for mood, colour in moods.items():
        variables[f"tp-mood-{mood}"] = colour
        variables[f"tp-tint-{mood}"] = _tinted(colours["accent"], colour)
    return variables
