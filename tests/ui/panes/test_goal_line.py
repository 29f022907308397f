"""Stories of a mood goal on the status line and in plain words."""

from dataclasses import replace

import pytest

from tests.ui.conftest import MakeStage
from tests.ui.reading import screen_lines
from tests.ui.sample_snapshots import HAPPY, PLAYING
from tui_player.messages import requests
from tui_player.messages.snapshot import GoalView
from tui_player.model.mood.emotion import Emotion
from tui_player.ui.drawing.glyphs import ASCII, UNICODE
from tui_player.ui.plain.changes import changes, state_lines

WAY = (Emotion.SAD, Emotion.NEUTRAL, Emotion.HAPPY)
LIFTING = replace(
    PLAYING, mood=replace(HAPPY, emotion=Emotion.NEUTRAL, goal=GoalView("lift", WAY[-1], WAY, 1))
)


@pytest.mark.parametrize(("width", "told"), [(120, "lift sad → neutral → happy"), (60, "looks")])
async def test_the_way_is_shown_where_there_is_room(
    make_stage: MakeStage, width: int, told: str
) -> None:
    stage = make_stage(LIFTING)
    async with stage.app.run_test(size=(width, 24)) as pilot:
        await pilot.pause()
        line = screen_lines(stage)[0]
        assert told in line
        assert "● CAM" in line
        assert "lift" in line


async def test_g_asks_for_the_next_goal(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await pilot.press("g")
    assert stage.asked == [requests.NextGoal()]


def test_plain_words_tell_the_goal() -> None:
    before = replace(LIFTING, mood=replace(LIFTING.mood, emotion=Emotion.SAD))
    assert list(changes(before, LIFTING, UNICODE)) == [
        "Goal at neutral: plays pop, dance, disco, funk, upbeat electronic."
    ]
    assert "Goal: lift sad -> neutral -> happy." in list(state_lines(LIFTING, ASCII))


def test_plain_words_tell_a_guest() -> None:
    guest = replace(PLAYING, mood=replace(HAPPY, held_by_guest=True))
    assert list(changes(PLAYING, guest, UNICODE)) == ["Somebody else is there: the mood waits."]
    assert list(changes(guest, PLAYING, UNICODE)) == ["The mood follows again."]
