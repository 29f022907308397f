"""Writes text in styles with no more codes than change from one style to the next."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from rich.color import ColorSystem
from rich.console import COLOR_SYSTEMS, Console
from rich.segment import Segment
from rich.style import Style

from tui_player.ui.drawing.cell_widths import is_uncertain

# What an attribute of a style is called in a terminal (ECMA-48, 8.3.117: SGR).
_ATTRIBUTES = {
    "bold": "1",
    "dim": "2",
    "italic": "3",
    "underline": "4",
    "blink": "5",
    "blink2": "6",
    "reverse": "7",
    "conceal": "8",
    "strike": "9",
    "underline2": "21",
    "frame": "51",
    "encircle": "52",
    "overline": "53",
}
# These do nothing to a blank.
_OF_LETTERS = frozenset({"", "1", "2", "1;2"})


class Ink(NamedTuple):
    """The codes of a style; each is empty where the terminal's own holds."""

    attributes: str = ""
    colour: str = ""
    ground: str = ""


class Way(NamedTuple):
    """The codes that lead from one style to another, and whether blanks look alike in both."""

    codes: str
    is_same_to_blanks: bool


class AnsiWriter:
    """Knows in what the terminal writes at the moment; begins with, and ends in, no style."""

    def __init__(self, console: Console) -> None:
        self._system = int(COLOR_SYSTEMS.get(console.color_system or "", ColorSystem.TRUECOLOR))
        self._style: Style | None = None

    def write(self, text: str, style: Style | None) -> str:
        """The text with the codes it needs before it."""
        if style is self._style:
            return text
        codes, is_same_to_blanks = _way(self._style, style, self._system)
        if is_same_to_blanks and not text.strip(" "):
            return text
        self._style = style
        return codes + text

    def write_row(self, row: Iterable[Segment], x: int, y: int) -> Iterator[str]:
        """Segments one behind the other, from a cell on that is counted from 0.

        After text of uncertain width the next is put where it belongs, whatever the terminal
        made of it; the cells below such text are emptied first.
        """
        yield _at(x, y)
        for segment in row:
            text, style, _ = segment
            cells = segment.cell_length
            if is_uncertain(text):
                yield self.write(" " * cells, style) + _at(x, y)
                text = text.rstrip(" ")
                yield self.write(text, style) + _at(x + cells, y)
            else:
                yield self.write(text, style)
            x += cells

    def lift(self) -> str:
        """The codes that end the style, where there is one to end."""
        codes, self._style = _way(self._style, None, self._system).codes, None
        return codes


def _at(x: int, y: int) -> str:
    return f"\x1b[{y + 1};{x + 1}H"


@lru_cache(4096)
def _way(now: Style | None, wanted: Style | None, system: int) -> Way:
    old, new = _ink(now, system), _ink(wanted, system)
    is_of_letters = {old.attributes, new.attributes} <= _OF_LETTERS
    return Way(_codes(old, new), is_of_letters and old.ground == new.ground)


@lru_cache(4096)
def _ink(style: Style | None, system: int) -> Ink:
    if style is None:
        return Ink()
    attributes = [code for name, code in _ATTRIBUTES.items() if getattr(style, name)]
    colour, ground = (
        () if each is None else each.downgrade(ColorSystem(system)).get_ansi_codes(is_colour)
        for each, is_colour in ((style.color, True), (style.bgcolor, False))
    )
    return Ink(";".join(attributes), ";".join(colour), ";".join(ground))


def _codes(old: Ink, new: Ink) -> str:
    """No more than what changes, unless something of the old style is to go."""
    if old == new:
        return ""
    has_all = (new.colour or not old.colour) and (new.ground or not old.ground)
    if has_all and old.attributes in ("", new.attributes):
        changed = [code for code, before in zip(new, old, strict=True) if code != before]
    else:
        changed = [code for code in ("0", *new) if code]
    return f"\x1b[{';'.join(changed)}m"
