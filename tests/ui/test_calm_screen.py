"""What is written to the terminal: only what changes."""

from io import StringIO

import pytest
from rich.console import Console
from rich.segment import Segment
from textual.strip import Strip

from tui_player.ui.calm_screen import SparingUpdate, without_start

STRIP = Strip([Segment("ab"), Segment("日本"), Segment("cd")])


@pytest.mark.parametrize(
    ("cells", "skipped", "rest"),
    [(0, 0, "ab日本cd"), (1, 0, "ab日本cd"), (2, 2, "日本cd"), (5, 2, "日本cd"), (9, 8, "")],
)
def test_only_whole_segments_are_left_out(cells: int, skipped: int, rest: str) -> None:
    found, strip = without_start(STRIP, cells)
    assert (found, strip.text) == (skipped, rest)


def test_a_span_is_written_from_its_beginning_to_its_end() -> None:
    update = SparingUpdate([{10: STRIP}], [(0, 16, 17)], [[18]])
    written = update.render_segments(Console(file=StringIO(), force_terminal=True))
    assert written == "\x1b[1;17Hc"
