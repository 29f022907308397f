"""Stories of the moods of the last half hour, and of being asked whether they may be kept."""

from dataclasses import replace

import pytest

from tests.ui.conftest import MakeStage
from tests.ui.reading import screen_lines, screen_text
from tests.ui.sample_snapshots import PLAYING
from tui_player.messages import requests
from tui_player.messages.snapshot import MoodHistoryView, Snapshot
from tui_player.model.mood.emotion import Emotion
from tui_player.model.mood.mood_minute import MoodMinute

UNTIL = 29_833_333
NAME_CELLS = 10
MINUTES = (
    *(MoodMinute(UNTIL - 30 + n, Emotion.NEUTRAL, 0.95) for n in range(10)),
    *(MoodMinute(UNTIL - 15 + n, Emotion.HAPPY, 0.3) for n in range(15)),
)


def with_history(may_keep: bool | None) -> Snapshot:
    return replace(PLAYING, mood_history=MoodHistoryView(MINUTES, UNTIL, may_keep))


@pytest.mark.parametrize(("size", "cells"), [((120, 36), 2), ((80, 24), 2), ((60, 16), 1)])
async def test_each_minute_has_its_place(
    make_stage: MakeStage, size: tuple[int, int], cells: int
) -> None:
    stage = make_stage(with_history(None))
    async with stage.app.run_test(size=size) as pilot:
        await pilot.press("H")
        await pilot.pause()
        lines = screen_lines(stage)
        neutral = next(line for line in lines if "│ neutral  " in line)
        happy = next(line for line in lines if "│ happy    " in line)
        assert any("30 min ago" in line and "now" in line for line in lines)
        assert neutral.count("█") == 10 * cells
        assert neutral.index("█") == neutral.index("neutral") + NAME_CELLS
        # The dark shade of a sure minute, a light one of a doubtful minute.
        begins = happy.index("happy") + NAME_CELLS + 15 * cells
        assert happy[begins : begins + 15 * cells] == "▒" * 15 * cells


async def test_nothing_is_kept_unless_the_person_says_so(make_stage: MakeStage) -> None:
    stage = make_stage(with_history(None))
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await pilot.press("H")
        await pilot.pause()
        assert "nothing is written down. Keep it?" in screen_text(stage)
        await pilot.press("enter")
        assert stage.asked == [requests.KeepMoodHistory(allowed=False)]
        await pilot.press("j", "enter")
        assert stage.asked[1:] == [requests.KeepMoodHistory(allowed=True)]
        stage.bridge.publish(with_history(True))
        await pilot.pause()
        assert "Kept on this machine" in screen_text(stage)
        assert "erase all that is kept" in screen_text(stage)
        await pilot.press("escape")
        await pilot.pause()
        assert "Kept on this machine" not in screen_text(stage)


async def test_what_is_kept_can_be_erased(make_stage: MakeStage) -> None:
    stage = make_stage(with_history(True))
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await pilot.press("H")
        await pilot.pause()
        await pilot.press("end", "enter")
        await pilot.pause()
    assert stage.asked == [requests.EraseMoodHistory()]
