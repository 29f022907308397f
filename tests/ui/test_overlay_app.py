"""What is painted when the keys go elsewhere."""

from collections.abc import Iterable

import pytest
from textual._compositor import ChopsUpdate, Compositor, LayoutUpdate
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode
from textual.widgets import Input

from tests.ui.conftest import MakeStage
from tests.ui.sample_snapshots import PLAYING
from tui_player.ui.overlays.chooser import Overlay

Cells = set[tuple[int, int]]


async def test_the_whole_screen_is_not_painted_when_the_keys_go_to_another_pane(
    make_stage: MakeStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole: list[LayoutUpdate] = []
    paint = Compositor.render_full_update

    def counted(compositor: Compositor, simplify: bool = False) -> LayoutUpdate:
        whole.append(paint(compositor, simplify))
        return whole[-1]

    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        monkeypatch.setattr(Compositor, "render_full_update", counted)
        await pilot.press("tab")
        await pilot.press("?")
        await pilot.press("escape")
        await pilot.pause()
    assert not whole


async def test_the_styles_of_panes_that_get_or_lose_the_keys_are_worked_out_once(
    make_stage: MakeStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    styled: list[DOMNode] = []
    update = Stylesheet.update_nodes

    def noted(sheet: Stylesheet, nodes: Iterable[DOMNode], animate: bool = False) -> None:
        now = list(nodes)
        styled.extend(now)
        update(sheet, now, animate)

    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        monkeypatch.setattr(Stylesheet, "update_nodes", noted)
        await pilot.press("?")
        await pilot.pause()
        assert len(styled) == 2
        assert set(styled) == {stage.app.up_next, stage.app.panes.help.text}


@pytest.fixture
def paints(monkeypatch: pytest.MonkeyPatch) -> list[Cells]:
    """The cells of each update, in turn."""
    found: list[Cells] = []
    paint = Compositor.render_partial_update

    def noted(compositor: Compositor) -> ChopsUpdate | None:
        update = paint(compositor)
        spans = update.spans if update else ()
        found.append({(x, y) for y, x1, x2 in spans for x in range(x1, x2)})
        return update

    monkeypatch.setattr(Compositor, "render_partial_update", noted)
    return found


@pytest.mark.parametrize("key", "?:CLHitPZ")
async def test_what_opens_and_closes_is_painted_once_and_with_it_no_more_than_the_lists(
    make_stage: MakeStage, paints: list[Cells], key: str
) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        paints.clear()
        await pilot.press(key)
        await pilot.pause()
        region = next(pane for pane in stage.app.query(Overlay) if pane.is_open).region
        has_keys = stage.app.focused
        assert has_keys is not None
        assert region.contains_region(has_keys.region)
        if isinstance(has_keys, Input):
            has_keys.cursor_blink = False
        inside = has_keys.region.offset
        # A pane that is not to be seen wants to be painted: that makes no other forgotten.
        stage.app.panes.forget.choices.refresh()
        await pilot.pause()
        assert not {(x, 0) for x in range(120)} & set().union(*paints)
        paints.clear()
        await pilot.press("escape")
        await pilot.pause()
    painted = set().union(*paints)
    assert {(x, y) for y in region.line_range for x in region.column_range} <= painted
    assert not {(x, 0) for x in range(120)} & painted
    assert sum(inside in cells for cells in paints) == 1
