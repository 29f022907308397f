"""Stories of the twenty seconds in which the face at rest is measured."""

from dataclasses import replace

import pytest

from tests.ui.conftest import MakeStage, Stage
from tests.ui.reading import screen_text
from tests.ui.sample_snapshots import HAPPY, PLAYING
from tui_player.messages import requests
from tui_player.messages.snapshot import RestView, Snapshot
from tui_player.ui.drawing.glyphs import UNICODE
from tui_player.ui.plain.changes import changes


def measuring(seconds_left: int, *, is_seen: bool = True) -> Snapshot:
    return replace(PLAYING, mood=replace(HAPPY, rest=RestView(seconds_left, is_seen)))


def is_told(stage: Stage) -> bool:
    return "let your face rest" in screen_text(stage)


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (60, 16)])
async def test_the_words_come_by_themselves_and_go_when_it_is_over(
    make_stage: MakeStage, size: tuple[int, int]
) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=size) as pilot:
        await pilot.press("b")
        assert stage.asked == [requests.MeasureNeutralFace()]
        stage.bridge.publish(measuring(20))
        await pilot.pause()
        assert is_told(stage)
        assert "20 s" in screen_text(stage)
        stage.bridge.publish(measuring(7, is_seen=False))
        await pilot.pause()
        assert " 7 s" in screen_text(stage)
        assert "No face is seen" in screen_text(stage)
        stage.bridge.publish(PLAYING)
        await pilot.pause()
        await pilot.pause()
        assert not is_told(stage)
    assert stage.asked == [requests.MeasureNeutralFace()]


async def test_escape_stops_measuring(make_stage: MakeStage) -> None:
    stage = make_stage(measuring(12))
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.pause()
        assert is_told(stage)
        await pilot.press("escape")
        await pilot.pause()
        assert stage.asked == [requests.StopMeasuring()]
        assert not is_told(stage)


async def test_the_face_at_rest_can_be_forgotten(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await pilot.press("X")
    assert stage.asked == [requests.ForgetNeutralFace()]


def test_plain_words_count_down() -> None:
    def told(old: Snapshot, new: Snapshot) -> list[str]:
        return list(changes(old, new, UNICODE))

    assert told(measuring(16), measuring(15)) == ["15 seconds left."]
    assert told(measuring(15), measuring(14)) == []
    assert told(measuring(14), measuring(14, is_seen=False)) == [
        "No face is seen: turn to the camera, alone."
    ]
    assert told(PLAYING, measuring(20)) == []
