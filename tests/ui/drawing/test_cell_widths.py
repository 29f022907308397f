"""Text that takes other cells in other terminals shifts nothing behind it."""

import unicodedata
from collections.abc import Sequence
from io import StringIO

import pyte
import pytest
from rich.cells import cell_len
from rich.console import Console
from rich.segment import Segment
from rich.style import Style

from tui_player.ui.drawing.cell_widths import is_uncertain, most_cells
from tui_player.ui.drawing.glyphs import UNICODE
from tui_player.ui.terminal.ansi import AnsiWriter

HINDI = "हिन्दी"
STYLE = Style.parse("white on black")


class JoinsNothing(pyte.Screen):
    """A terminal in which vowel signs take a cell of their own, as in tmux."""

    def draw(self, data: str) -> None:
        super().draw("".join("#" if unicodedata.category(c) == "Mc" else c for c in data))


@pytest.mark.parametrize("text", ["plain", "Ça plane", "夜に駆ける", "שָׁלוֹם", "ภาษาไทย", "│▀"])
def test_most_texts_take_the_same_everywhere(text: str) -> None:
    assert not is_uncertain(text)
    assert most_cells(text) == cell_len(text)


@pytest.mark.parametrize(
    ("text", "most"),
    # The numbers are those that tmux 3.3 tells; it joins families and flags.
    [(HINDI, 5), ("क्या", 3), ("தமிழ்", 4), ("বাংলা", 5), ("සිංහල", 4), ("မြန်မာ", 5)],
)
def test_vowel_signs_may_take_a_cell(text: str, most: int) -> None:
    assert is_uncertain(text)
    assert most_cells(text) == most
    assert UNICODE.fit(text, most).rstrip() == text
    assert cell_len(UNICODE.fit(text, most)) == most
    cut = UNICODE.fit(text, most - 1)
    assert cut.rstrip().endswith("…")
    assert cell_len(cut) == most_cells(cut.rstrip()) <= most - 1
    assert cell_len(UNICODE.column(text, 20)) == 20


def cells_of(screen: pyte.Screen, rows: Sequence[Sequence[Segment]]) -> list[str]:
    """What is in the cells of the first row once these were written over one another."""
    console = Console(file=StringIO(), force_terminal=True, color_system="truecolor")
    stream = pyte.Stream(screen)
    for row in rows:
        pen = AnsiWriter(console)
        stream.feed("".join(pen.write_row(row, 2, 0)) + pen.lift())
    return [screen.buffer[0][x].data for x in range(screen.columns)]


@pytest.mark.parametrize("terminal", [pyte.Screen, JoinsNothing])
@pytest.mark.parametrize("is_column", [True, False])
def test_what_follows_stays_in_its_cell(terminal: type[pyte.Screen], is_column: bool) -> None:
    def row(title: str) -> list[Segment]:
        told = UNICODE.column(title, 8) if is_column else UNICODE.fit(title, 8)
        gap = Segment(" " * (8 - cell_len(told)), STYLE)
        return [Segment(told, STYLE), gap, Segment("3:45 │", STYLE)]

    cells = cells_of(terminal(20, 1), [row("xxxxxxxx"), row(HINDI)])
    assert cells[10:16] == list("3:45 │")
    assert "".join(cells).count("#") == (2 if terminal is JoinsNothing else 0), "none is lost"
    assert "x" not in cells, "nothing is left of what was there"
    assert cells[2].startswith(HINDI[0])
