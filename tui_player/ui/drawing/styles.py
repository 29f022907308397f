"""The styles that lines are painted in: worked out once a theme, the same in every pane.

Component classes of Textual's would do the same, but each widget would work out all of them
again whenever a style may have changed: thousands of nodes for one opened pane.
"""

from collections.abc import Mapping

from rich.style import Style
from textual.color import Color

from tui_player.model.mood.emotion import EMOTIONS

# Each look with the variable of its colour.
_INKS = {
    "text": "text",
    "strong": "text",
    "quiet": "quiet",
    "faint": "faint",
    "accent": "accent",
    "good": "good",
    "warning": "warning",
    "error": "error",
    "key": "accent",
    "cursor": "text",
    "cursor-strong": "text",
    "cursor-quiet": "quiet",
    **{f"mood-{emotion.value}": f"mood-{emotion.value}" for emotion in EMOTIONS},
    **{f"tint-{emotion.value}": f"tint-{emotion.value}" for emotion in EMOTIONS},
}
LOOKS = tuple(_INKS)
_BOLD = ("strong", "cursor-strong")
# With the terminal's own colours, or none, these are told by more than a colour.
_DIM = ("quiet", "faint")


def styles(variables: Mapping[str, str], *, in_own_colours: bool) -> dict[str, Style]:
    """The style of each look from a theme's variables (`tp-…`, see palette.py).

    `in_own_colours` is False where the terminal's own colours are painted with.
    """
    return {look: _style(look, variables, in_own_colours) for look in LOOKS}


def _style(look: str, variables: Mapping[str, str], in_own_colours: bool) -> Style:
    is_cursor = look.startswith("cursor")
    ground = "selection" if is_cursor else "background"
    return Style(
        color=Color.parse(variables[f"tp-{_INKS[look]}"]).rich_color,
        bgcolor=Color.parse(variables[f"tp-{ground}"]).rich_color,
        bold=look in _BOLD or None,
        dim=(look in _DIM and not in_own_colours) or None,
        reverse=(is_cursor and not in_own_colours) or None,
    )
