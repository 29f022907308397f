"""A theme in its own colours, in the terminal's, or in none."""

from tui_player.model.theme import Theme
from tui_player.ui.drawing.palette import terminal_variables, textual_theme
from tui_player.ui.terminal.colours import ColourDepth


def test_with_many_colours_the_themes_own_are_used(themes: tuple[Theme, ...]) -> None:
    theme = themes[0]
    painted = textual_theme(theme, ColourDepth.ALL)
    assert (painted.name, painted.dark, painted.ansi) == (theme.name, theme.dark, False)
    assert painted.variables["tp-quiet"] == theme.quiet
    assert painted.variables["tp-mood-happy"] == theme.moods["happy"]


def test_with_sixteen_the_terminals_own_are_used(themes: tuple[Theme, ...]) -> None:
    painted = textual_theme(themes[0], ColourDepth.SIXTEEN)
    assert painted.ansi
    assert all(colour.startswith("ansi_") for colour in painted.variables.values())
    assert painted.variables["tp-mood-angry"] == "ansi_red"


def test_with_none_everything_is_the_default(themes: tuple[Theme, ...]) -> None:
    painted = textual_theme(themes[0], ColourDepth.NONE)
    assert set(painted.variables.values()) == {"ansi_default"}


def test_every_variable_is_there_at_every_depth(themes: tuple[Theme, ...]) -> None:
    names = [set(textual_theme(themes[0], depth).variables) for depth in ColourDepth]
    assert all(found == set(terminal_variables()) for found in names)


def test_with_256_the_nearest_are_used(themes: tuple[Theme, ...]) -> None:
    painted = textual_theme(themes[0], ColourDepth.MANY)
    assert not painted.ansi
    assert painted.background == "#1c1c1c"
    assert painted.variables["tp-selection"] == "#3a3a3a"
    assert painted.variables["tp-accent"] == "#ffaf5f"
