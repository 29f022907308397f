"""Few codes, and the screen they make is the one that all codes would make."""

from collections.abc import Sequence
from io import StringIO
from random import Random

import pyte
import pytest
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui_player.ui.terminal.ansi import AnsiWriter

Piece = tuple[str, Style | None]

WHITE = Style.parse("white on black")
RED = Style.parse("red on black")
BOLD = Style.parse("bold red on black")
SELECTED = Style.parse("white on blue")
LOOKS = (
    *("", "white on black", "red on black", "bold red on black", "white on blue", "red"),
    *("on blue", "reverse", "bold", "underline white on black", "reverse white on black"),
    *("dim #a09ab2 on #17161f", "#a0ff12 on #17161f"),
)


def console(colours: str | None = "truecolor") -> Console:
    return Console(file=StringIO(), force_terminal=True, color_system=colours)  # type: ignore[arg-type]


def written(pieces: Sequence[Piece], colours: str | None = "truecolor") -> str:
    pen = AnsiWriter(console(colours))
    return "".join(pen.write(*piece) for piece in pieces) + pen.lift()


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        ([("a", None)], "a"),
        ([("a", Style.null())], "a"),
        ([("a", WHITE), ("b", WHITE)], "\x1b[37;40mab\x1b[0m"),
        ([("a", WHITE), ("b", RED)], "\x1b[37;40ma\x1b[31mb\x1b[0m"),
        ([("a", WHITE), ("  ", RED), ("b", WHITE)], "\x1b[37;40ma  b\x1b[0m"),
        ([("a", WHITE), (" ", SELECTED)], "\x1b[37;40ma\x1b[44m \x1b[0m"),
        ([("a", BOLD), ("b", RED)], "\x1b[1;31;40ma\x1b[0;31;40mb\x1b[0m"),
        ([("a", BOLD), (" ", RED), ("b", BOLD)], "\x1b[1;31;40ma b\x1b[0m"),
        ([("a", RED), ("b", Style.parse("on black"))], "\x1b[31;40ma\x1b[0;40mb\x1b[0m"),
    ],
)
def test_only_what_changes_is_told(pieces: list[Piece], expected: str) -> None:
    assert written(pieces) == expected


def cells(codes: str) -> list[object]:
    """What a terminal makes of it; of a blank no more than is seen."""
    screen = pyte.Screen(80, 1)
    pyte.Stream(screen).feed(codes)
    row = (screen.buffer[0][x] for x in range(80))
    return [
        ("blank", cell.bg) if cell.data == " " and not (cell.reverse or cell.underscore) else cell
        for cell in row
    ]


@pytest.mark.parametrize("colours", ["truecolor", "256", "standard", None])
def test_it_looks_as_if_all_codes_were_told(colours: str | None) -> None:
    choice = Random(7)
    # A style remembers the codes of the first terminal that it is written to.
    Style.parse.cache_clear()
    styles = [None, *map(Style.parse, LOOKS)]
    for _ in range(300):
        pieces = [
            (choice.choice(["ab", " ", "x ", "   "]), choice.choice(styles)) for _ in range(12)
        ]
        every_code = Strip([Segment(*piece) for piece in pieces]).render(console(colours))
        assert cells(written(pieces, colours)) == cells(every_code)
