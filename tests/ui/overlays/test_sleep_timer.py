"""Stories of repeating, of stopping by itself, and of being told so."""

from dataclasses import replace

from tests.ui.conftest import MakeStage
from tests.ui.reading import screen_lines, screen_text, until_shown
from tests.ui.sample_snapshots import PLAYING
from tui_player.messages import requests
from tui_player.messages.snapshot import EndingView


async def test_the_music_is_to_pause_after_this_track_or_later(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=(60, 16)) as pilot:
        await pilot.press("Z", "enter", "Z", "j", "j", "enter", "Z", "end", "enter", "Z", "escape")
        await pilot.pause()
    assert stage.asked == [requests.SleepAfter(m) for m in (0, 30, None)]


async def test_what_is_set_is_told_in_the_frame_and_in_the_list(make_stage: MakeStage) -> None:
    stage = make_stage(replace(PLAYING, ending=EndingView("this track", sleep_min=28)))
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert any("repeats this track · pauses in 28 min" in line for line in screen_lines(stage))
        await pilot.press("Z")
        await pilot.pause()
        assert any("not at all" in row and "28 min" in row for row in screen_lines(stage))
        await pilot.press("escape")
        stage.bridge.publish(replace(PLAYING, ending=EndingView(stops_after_track=True)))
        await until_shown(pilot, stage, "─ pauses after this track")
        stage.bridge.publish(PLAYING)
        for _ in range(500):
            if "pauses" not in screen_text(stage):
                break
            await pilot.pause(0.01)
        assert "pauses" not in screen_text(stage)


async def test_the_time_left_takes_the_place_of_the_length(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "3:18" in screen_text(stage)
        await pilot.press("T")
        await pilot.pause()
        assert "-1:36" in screen_text(stage)
        row = next(y for y, line in enumerate(screen_lines(stage)) if "-1:36" in line)
        await pilot.click(offset=(screen_lines(stage)[row].index("-1:36") + 2, row))
        await pilot.pause()
        assert "3:18" in screen_text(stage)
