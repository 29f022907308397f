"""Stories of finding a command by its name."""

import pytest
from textual.widgets import Input

from tests.ui.conftest import MakeStage
from tests.ui.reading import screen_lines, screen_text, until_found
from tests.ui.sample_snapshots import PLAYING, TRACKS
from tui_player.messages import requests
from tui_player.model.mood.emotion import Emotion
from tui_player.ui.keys.actions import ACTIONS
from tui_player.ui.library.rows import LibraryRows
from tui_player.ui.overlays.command_palette import CommandPalette, is_listed, jump_to, matching
from tui_player.ui.panes.up_next import UpNextPane


def names(text: str) -> list[str]:
    return [action.name for action in matching(ACTIONS, text)]


def test_words_are_found_in_name_meaning_and_heading() -> None:
    assert names("pin sad") == ["pin_sad"]
    assert names("output") == ["speakers"]
    assert names("minute music") == ["leap_back", "leap_forward"]
    assert names("no such thing") == []
    assert len(names("")) == len(ACTIONS)


def test_names_that_begin_so_come_first() -> None:
    assert names("camera")[:2] == ["camera", "picture"]
    assert names("un")[:2] == ["unpin", "undo"]


@pytest.mark.parametrize("key", [":", "ctrl+p"])
async def test_typing_finds_and_enter_does(make_stage: MakeStage, key: str) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await pilot.press(key)
        await pilot.pause()
        assert "Commands" in screen_text(stage)
        await pilot.press(*"pin f", "enter")
        await pilot.pause()
        assert not stage.app.query_one(CommandPalette).is_open
        assert stage.app.query_one(UpNextPane).has_focus
    assert stage.asked == [requests.PinMood(Emotion.FEARFUL)]


async def test_each_row_tells_name_meaning_and_keys(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING, keys={"pause": ("b",)})
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await pilot.press(":", *"resume")
        await pilot.pause()
        (row,) = [line for line in screen_lines(stage) if "pause, resume" in line]
        (cells,) = [piece for piece in row.split("│") if "pause, resume" in piece]
        assert cells.split() == ["›", "pause", "pause,", "resume", "b"]


async def test_commands_of_a_list_are_done_there(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await until_found(pilot, len(TRACKS))
        for command in ("queue last", "remove"):
            await pilot.press("ctrl+p", *command, "enter")
            await pilot.pause()
        await pilot.press("tab", "ctrl+p", *"cursor down", "enter")
        await pilot.pause()
        assert stage.app.query_one(LibraryRows).cursor == 1
        assert stage.app.query_one(UpNextPane).cursor == 0
    assert stage.asked == [requests.QueueTrack(TRACKS[0].id), requests.RemoveFromUpNext(10)]


async def test_commands_of_the_screen_are_done_once_it_is_closed(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await pilot.press(":", *"help", "enter")
        await pilot.pause()
        assert "change the music now" in screen_text(stage)
        await pilot.press("escape", ":", *"speakers", "enter")
        await pilot.pause()
        assert "Audio output" in screen_text(stage)
        await pilot.press("ctrl+p", *"search", "enter", *"abba")
        await until_found(pilot, 1)


async def test_the_arrows_move_and_escape_does_nothing(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=(60, 16)) as pilot:
        await pilot.press(":", "down", "pagedown", "pageup", "up", "escape")
        await pilot.pause()
        assert not stage.app.query_one(CommandPalette).is_open
        await pilot.press(":", *"zzz")
        await pilot.pause()
        assert "no command has these words" in screen_text(stage)
        await pilot.press("enter", *["backspace"] * 3, "down", "enter")
        await pilot.pause()
    assert stage.asked == [requests.Skip()]


async def test_every_command_of_the_screen_can_be_done(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING)
    listed = [a for a in ACTIONS if is_listed(a) and a.request is None and a.name != "quit"]
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await until_found(pilot, len(TRACKS))
        for action in listed:
            await pilot.press("ctrl+p")
            stage.app.query_one("#palette Input", Input).value = action.title
            await pilot.pause()
            await pilot.press("enter")
            await pilot.pause()
            assert not stage.app.query_one(CommandPalette).is_open
            await pilot.press("escape")


async def test_neighbours_that_share_a_line_of_the_help_are_told_apart(
    make_stage: MakeStage,
) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await pilot.press(":", *"seek")
        await pilot.pause()
        shown = screen_text(stage)
        assert "5 s back " in shown
        assert "5 s forward" in shown
        assert "5 s back, forward" not in shown


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("1:30", requests.SeekToTime(90.0)),
        ("1:02:03", requests.SeekToTime(3723.0)),
        ("90:00", requests.SeekToTime(5400.0)),
        ("50%", requests.SeekTo(0.5)),
        ("7 %", requests.SeekTo(0.07)),
        ("250 %", requests.SeekTo(1.0)),
    ],
)
async def test_a_time_or_a_part_of_the_track_is_gone_to(
    make_stage: MakeStage, typed: str, asked: requests.Request
) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await pilot.press(":", *typed)
        await pilot.pause()
        assert "go to " in screen_text(stage)
        await pilot.press("enter")
        await pilot.pause()
    assert stage.asked == [asked]


@pytest.mark.parametrize(
    "typed",
    ["", "1", "1:3", "volume", "50", "%", "1:2:3:04", "1:99", "1:60:00", "1:00:60", "999:59:59"],
)
def test_other_words_are_no_time(typed: str) -> None:
    assert jump_to(typed) is None
