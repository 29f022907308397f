"""Stories of keys that come in one burst, as a slow line or a script delivers them."""

from collections.abc import Sequence

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from tests.ui.conftest import MakeStage, Stage
from tests.ui.reading import screen_text
from tests.ui.sample_snapshots import PLAYING
from tui_player.messages import requests
from tui_player.model.music.track import Track
from tui_player.ui.library.pane import SearchLine
from tui_player.ui.library.rows import LibraryRows

_NAMES = {"/": "slash", ":": "colon", " ": "space"}
_WORDS = "get l n+1"


def post(stage: Stage, keys: Sequence[str]) -> None:
    """Give the app all keys before it has seen one of them."""
    for key in keys:
        character = key if len(key) == 1 else None
        stage.app.post_message(events.Key(_NAMES.get(key, key), character))


async def until_typed(pilot: Pilot[None], selector: str, text: str) -> None:
    """Wait for the text in a line."""
    typed: list[str] = []
    for _ in range(1000):
        typed = [line.value for line in pilot.app.query(selector).results(Input)]
        if typed == [text]:
            return
        await pilot.pause(0.01)
    raise AssertionError(f"{typed!r} was typed, {text!r} expected")


@pytest.mark.parametrize("before", [[], ["E"], ["E", "down", "enter"], ["y"], ["?"], [":"]])
async def test_all_that_follows_the_slash_is_searched_for(
    make_stage: MakeStage, before: list[str]
) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await pilot.press(*before)
        if before == [":"]:
            await pilot.press("escape")
        post(stage, ["/", *_WORDS])
        await until_typed(pilot, "SearchLine", _WORDS)
        assert stage.app.query_one(SearchLine).has_focus
    assert stage.asked == []


async def test_a_burst_may_open_the_search_itself_from_elsewhere(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=(120, 36)) as pilot:
        post(stage, ["E", "down", "/", *"old", "escape", "/", *_WORDS])
        await until_typed(pilot, "SearchLine", _WORDS)
    assert stage.asked == []


async def test_pasted_text_keeps_its_place(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=(120, 36)) as pilot:
        post(stage, "/g")
        stage.app.post_message(events.Paste("et "))
        post(stage, "l")
        await until_typed(pilot, "SearchLine", "get l")
    assert stage.asked == []


async def test_a_command_is_typed_and_done_in_one_burst(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=(120, 36)) as pilot:
        post(stage, [":", *"pin sad", "enter", "/", *"get l"])
        await until_typed(pilot, "SearchLine", "get l")
        assert "Commands" not in screen_text(stage)
    assert [type(request) for request in stage.asked] == [requests.PinMood]


async def test_a_name_is_typed_right_after_the_key_that_asks_for_it(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING, save_playlist=lambda *_: pytest.fail("nothing is to be saved"))
    async with stage.app.run_test(size=(120, 36)) as pilot:
        post(stage, ["ctrl+s", *"get l"])
        await until_typed(pilot, "PlaylistSaver Input", "get l")
    assert stage.asked == []


async def test_a_key_whose_pane_never_ends_with_it_holds_up_no_later_one(
    make_stage: MakeStage,
) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=(120, 36)) as pilot:
        stuck = events.Key("x", "x")
        stuck.time -= 60
        stage.app._key_on_its_way = stuck
        post(stage, "/get")
        await until_typed(pilot, "SearchLine", "get")


async def test_enter_pressed_before_the_answer_plays_what_is_found(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        post(stage, ["/", *"september", "enter"])
        tracks = stage.app.query_one(LibraryRows)
        for _ in range(1000):
            if stage.asked:
                break
            await pilot.pause(0.01)
        found = tracks.current
        assert isinstance(found, Track)
        assert stage.asked == [requests.PlayTrack(found.id)]
        assert found.title == "September"


async def test_enter_that_finds_nothing_leaves_the_keys_in_the_line(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=(120, 36)) as pilot:
        post(stage, ["/", *"zzz", "enter", *"nxc"])
        await until_typed(pilot, "SearchLine", "zzznxc")
    assert stage.asked == []
