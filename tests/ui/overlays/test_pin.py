"""Stories of pinning a mood for a while."""

from tests.ui.conftest import MakeStage
from tests.ui.reading import screen_text
from tests.ui.sample_snapshots import PLAYING
from tui_player.messages import requests
from tui_player.model.mood.pin_span import PinSpan


async def test_a_span_is_chosen_from_a_list(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await pilot.press("P")
        await pilot.pause()
        assert "Pin this mood" in screen_text(stage)
        await pilot.press("j", "enter")
        await pilot.pause()
        assert "Pin this mood" not in screen_text(stage)
    assert stage.asked == [requests.PinFor(PinSpan(tracks=3))]


async def test_escape_pins_nothing(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=(60, 16)) as pilot:
        await pilot.press("P", "j", "escape")
        await pilot.pause()
    assert stage.asked == []
