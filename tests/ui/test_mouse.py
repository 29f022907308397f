"""Stories of the mouse."""

import pytest
from textual.geometry import Offset

from tests.ui.conftest import MakeStage
from tests.ui.reading import screen_lines, screen_text
from tests.ui.sample_snapshots import (
    PLAYING,
)
from tui_player.messages import requests
from tui_player.model.mood.emotion import Emotion
from tui_player.ui.panes.footer import KeyLine
from tui_player.ui.panes.now_playing import NowPlayingPane


async def test_clicking_the_bar_seeks(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        pane = stage.app.query_one(NowPlayingPane)
        bar = pane._bar
        place = Offset(bar.start + len(bar) // 2, pane._bar_line) + pane.content_offset
        await pilot.click(pane, offset=place)
        await pilot.pause()
    [request] = stage.asked
    assert isinstance(request, requests.SeekTo)
    assert request.fraction == pytest.approx(0.5, abs=0.02)


async def test_clicking_a_mood_pins_it(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        await pilot.click("#bars", offset=(8, 2))
        await pilot.pause()
    assert stage.asked == [requests.PinMood(Emotion.ANGRY)]


async def test_clicking_a_word_at_the_bottom_does_it(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        await pilot.click(KeyLine, offset=(3, 0))
        await pilot.pause()
        assert stage.asked == [requests.TogglePause()]
        at = screen_lines(stage)[-1].index("? help")
        await pilot.click(KeyLine, offset=(at + 1, 0))
        await pilot.pause()
        assert "change the music now" in screen_text(stage)


async def test_a_double_click_plays(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        await pilot.double_click("#up-next", offset=(10, 3))
        await pilot.pause()
    assert stage.asked == [requests.PlayFromUpNext(12)]
