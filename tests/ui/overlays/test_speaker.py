"""Stories of choosing the audio output."""

from dataclasses import replace

import pytest

from tests.ui.conftest import MakeStage, Stage
from tests.ui.reading import screen_text
from tests.ui.sample_snapshots import NOTHING_WORKS, PLAYING
from tui_player.messages import requests
from tui_player.messages.snapshot import Snapshot
from tui_player.ui.overlays.speaker import SpeakerChooser, speaker_choices
from tui_player.ui.panes.up_next import UpNextPane

USB, DESK = "USB Headphones", "Built-in Audio"


def with_speakers(names: tuple[str, ...], chosen: str | None = None) -> Snapshot:
    return replace(PLAYING, speaker=replace(PLAYING.speaker, names=names, chosen=chosen))


def marked(stage: Stage) -> list[str]:
    return [line for line in screen_text(stage).splitlines() if "✓" in line]


async def test_o_asks_for_the_devices_and_enter_takes_one(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await pilot.press("o")
        await pilot.pause()
        assert stage.asked == [requests.ListSpeakers()]
        assert "now Built-in Audio · PulseAudio" in screen_text(stage)
        assert "the system's default" in marked(stage)[0]
        stage.bridge.publish(with_speakers((DESK, USB)))
        await pilot.pause()
        await pilot.press("j", "down", "enter")
        await pilot.pause()
        assert stage.asked[1:] == [requests.ChooseSpeaker(USB)]
        assert "Audio output" not in screen_text(stage)
        assert stage.app.query_one(UpNextPane).has_focus


async def test_the_default_can_be_taken_again(make_stage: MakeStage) -> None:
    stage = make_stage(with_speakers((DESK, USB), USB))
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await pilot.press("o")
        await pilot.pause()
        assert USB in marked(stage)[0]
        await pilot.press("home", "enter")
        await pilot.pause()
    assert stage.asked == [requests.ListSpeakers(), requests.ChooseSpeaker(None)]


async def test_escape_chooses_nothing(make_stage: MakeStage) -> None:
    stage = make_stage(with_speakers((DESK, USB)))
    async with stage.app.run_test(size=(60, 16)) as pilot:
        await pilot.press("o", "j", "tab", "escape")
        await pilot.pause()
        assert not stage.app.query_one(SpeakerChooser).is_open
        await pilot.press("j")
        assert stage.app.query_one(UpNextPane).cursor == 1
    assert stage.asked == [requests.ListSpeakers()]


async def test_the_cursor_stays_where_a_person_moved_it(make_stage: MakeStage) -> None:
    stage = make_stage(with_speakers((DESK, USB)))
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await pilot.press("o", "j")
        stage.bridge.publish(with_speakers(("Hall", DESK, USB)))
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
    assert stage.asked[1:] == [requests.ChooseSpeaker(DESK)]


async def test_music_keys_work_while_it_is_open(make_stage: MakeStage) -> None:
    stage = make_stage(with_speakers((DESK, USB)))
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await pilot.press("o", "space", "o")
        await pilot.pause()
        assert not stage.app.query_one(SpeakerChooser).is_open
    assert stage.asked == [requests.ListSpeakers(), requests.TogglePause()]


@pytest.mark.parametrize("key", ["?", "/"])
async def test_only_one_thing_is_open(make_stage: MakeStage, key: str) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await pilot.press("o", key)
        await pilot.pause()
        assert "Audio output" not in screen_text(stage)


async def test_a_click_elsewhere_closes_it_and_a_double_click_takes(make_stage: MakeStage) -> None:
    stage = make_stage(with_speakers((DESK, USB)))
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await pilot.press("o")
        await pilot.pause()
        await pilot.click("#found", offset=(3, 5))
        await pilot.pause()
        assert not stage.app.query_one(SpeakerChooser).is_open
        await pilot.press("o")
        await pilot.pause()
        await pilot.double_click("#speakers ChoiceList", offset=(8, 2))
        await pilot.pause()
    assert stage.asked[-1] == requests.ChooseSpeaker(USB)


async def test_without_a_device_it_says_so(make_stage: MakeStage) -> None:
    stage = make_stage(NOTHING_WORKS)
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await pilot.press("o")
        await pilot.pause()
        assert "no device sounds now" in screen_text(stage)


def test_a_chosen_device_that_is_gone_is_still_marked() -> None:
    rows = speaker_choices(with_speakers((DESK,), USB).speaker)
    assert [(row.value, row.aside, row.is_chosen) for row in rows] == [
        (None, "", False),
        (DESK, "", False),
        (USB, "not there now", True),
    ]
