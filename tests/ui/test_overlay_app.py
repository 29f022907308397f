"""What is painted when the keys go elsewhere."""

import pytest
from textual._compositor import Compositor, LayoutUpdate

from tests.ui.conftest import MakeStage
from tests.ui.sample_snapshots import PLAYING


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
