"""What is written to the terminal: only what changes."""

from io import StringIO

import pytest
from rich.console import Console
from rich.segment import Segment
from textual._compositor import LayoutUpdate
from textual.strip import Strip
from textual.widget import Widget

from tests.ui.conftest import MakeStage
from tui_player.ui.terminal.screen import MinimalCompositor, SparingUpdate, without_start

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


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (120, 36), (200, 60)])
async def test_all_panes_have_their_styles_from_the_start(
    make_stage: MakeStage, size: tuple[int, int]
) -> None:
    app = make_stage().app
    async with app.run_test(size=size):
        panes = [pane for pane in app.screen.walk_children() if isinstance(pane, Widget)]
        before = [pane.styles.get_rules() for pane in panes]
        app.stylesheet.update(app.screen)
        assert [pane.styles.get_rules() for pane in panes] == before


async def test_the_first_paint_paints_the_whole_screen_once(
    make_stage: MakeStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = make_stage()
    were_after_first: list[bool] = []
    paint = MinimalCompositor.render_full_update

    def noted(compositor: MinimalCompositor, simplify: bool = False) -> LayoutUpdate:
        were_after_first.append(bool(stage.first_paints))
        return paint(compositor, simplify)

    monkeypatch.setattr(MinimalCompositor, "render_full_update", noted)
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await pilot.press("3")  # comes to its turn when all is there
    assert stage.first_paints == [True]
    assert were_after_first.count(False) == 1
