"""The styles that lines are painted in: worked out once a theme, the same in every pane.

Component classes of Textual's would do the same, but each widget would work out all of them
again whenever a style may have changed: thousands of nodes for one opened pane.
"""

from collections.abc import Mapping

from rich.style import Style
from textual.color import Color

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
}
# A mood has two: in its own colour, and the accent tinted by it.
_MOOD_INKS = ("mood-", "tint-")
_BOLD = ("strong", "cursor-strong")
# With the terminal's own colours, or none, these are told by more than a colour.
_DIM = ("quiet", "faint")


def styles(variables: Mapping[str, str], *, in_own_colours: bool) -> dict[str, Style]:
    """The style of each look from a theme's variables (`tp-…`, see palette.py).

    `in_own_colours` is False where the terminal's own colours are painted with.
    """
    inks = {name.removeprefix("tp-") for name in variables}
    moods = sorted(ink for ink in inks if ink.startswith(_MOOD_INKS))
    looks = {**_INKS, **{ink: ink for ink in moods}}
    return {look: _style(look, ink, variables, in_own_colours) for look, ink in looks.items()}


def _style(look: str, ink: str, variables: Mapping[str, str], in_own_colours: bool) -> Style:
    is_cursor = look.startswith("cursor")
    ground = "selection" if is_cursor else "background"
    return Style(
        color=Color.parse(variables[f"tp-{ink}"]).rich_color,
        bgcolor=Color.parse(variables[f"tp-{ground}"]).rich_color,
        bold=look in _BOLD or None,
        dim=(look in _DIM and not in_own_colours) or None,
        reverse=(is_cursor and not in_own_colours) or None,
    )
