"""Stories of the whole screen: notices, help, themes, hostile names, endings."""

import os
import signal
from dataclasses import replace

import pytest

from tests.ui.conftest import ListCatalog, MakeStage
from tests.ui.reading import screen_lines, screen_text, until_found
from tests.ui.sample_snapshots import (
    PLAYING,
    TRACKS,
    track,
)
from tui_player.messages import requests
from tui_player.messages.snapshot import Notice
from tui_player.model.severity import Severity
from tui_player.ui.drawing.glyphs import ASCII, Charset
from tui_player.ui.keys.actions import ACTIONS
from tui_player.ui.panes.now_playing import NowPlayingPane
from tui_player.ui.panes.up_next import UpNextPane
from tui_player.ui.terminal.capabilities import TerminalLook
from tui_player.ui.terminal.signals import EndSignals


async def test_each_notice_is_shown_once(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING)
    told = replace(PLAYING, notices=(Notice(1, "cannot play x.mp3: empty file", Severity.WARNING),))
    async with stage.app.run_test(size=(80, 24)) as pilot:
        stage.bridge.publish(told)
        await pilot.pause()
        assert screen_lines(stage)[-1].strip() == "! cannot play x.mp3: empty file"
        await pilot.press("escape")
        stage.bridge.publish(replace(told, paused=True))
        await pilot.pause()
        assert "space pause" in screen_lines(stage)[-1]


async def test_the_answer_to_a_key_is_shown_at_once(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING)
    trouble = Notice(1, "cannot play x.mp3: empty file", Severity.WARNING)
    async with stage.app.run_test(size=(120, 36)) as pilot:
        for told in ((trouble,), (Notice(2, "Queued: A"),), (Notice(3, "Queued: B"),)):
            stage.bridge.publish(replace(PLAYING, notices=told))
            await pilot.pause()
        assert "Queued: B (1 more)" in screen_lines(stage)[-1]
        await pilot.press("escape")
        await pilot.pause()
        assert "empty file" in screen_lines(stage)[-1]


async def test_a_flood_of_notices_keeps_the_newest(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING)
    flood = tuple(Notice(n, f"notice {n}", Severity.ERROR) for n in range(1, 200))
    async with stage.app.run_test(size=(80, 24)) as pilot:
        stage.bridge.publish(replace(PLAYING, notices=flood))
        await pilot.pause()
        assert "notice 1 (4 more)" in screen_lines(stage)[-1]
        await pilot.press(*["escape"] * 4)
        assert "notice 199" in screen_lines(stage)[-1]


async def test_help_lists_the_keys_and_lets_them_work(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await pilot.press("?")
        assert "change the music now" in screen_text(stage)
        await pilot.press("space", "escape")
        assert "change the music now" not in screen_text(stage)
    assert stage.asked == [requests.TogglePause()]


@pytest.mark.parametrize("charset", [None, ASCII])
async def test_the_help_is_whole_on_a_usual_screen(
    make_stage: MakeStage, charset: Charset | None
) -> None:
    look = TerminalLook() if charset is None else TerminalLook(charset)
    stage = make_stage(PLAYING, look=look)
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await pilot.press("f1")
        text = screen_text(stage)
        assert [action.help for action in ACTIONS if action.help not in text] == []
        assert "╭─ Keys" in text or "+- Keys" in text
        assert "Esc closes" in text
        assert "down, up: more" not in text


async def test_in_a_small_window_the_help_scrolls_and_grows_with_it(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=(60, 16)) as pilot:
        await pilot.press("?")
        await pilot.pause()
        assert "pause, resume" in screen_text(stage)
        assert "look for new files" not in screen_text(stage)
        await pilot.press("pagedown", "j")
        await pilot.pause()
        assert "pause, resume" not in screen_text(stage)
        await pilot.press("end")
        await pilot.pause()
        assert "every command by name" in screen_text(stage)
        await pilot.press("home")
        await pilot.resize_terminal(120, 36)
        await pilot.pause()
        for words in ("pause, resume", "look for new files", "every command by name"):
            assert words in screen_text(stage)


async def test_keys_can_be_given_otherwise(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING, keys={"pause": ("b",), "cursor_down": ("w",)})
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await pilot.press("space", "b", "w")
        assert stage.app.query_one(UpNextPane).cursor == 1
        assert screen_lines(stage)[-1].startswith(" b pause")
    assert stage.asked == [requests.TogglePause()]


async def test_an_unknown_theme_is_told(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING, theme_name="sunny")
    async with stage.app.run_test(size=(80, 24)):
        assert stage.app.theme == "afterglow"
        assert "no theme is called sunny" in screen_text(stage)


async def test_without_any_theme_the_terminals_colours_serve(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING, with_themes=())
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await pilot.press("t")
        assert "Golden Hour" in screen_text(stage)


async def test_names_that_could_break_the_screen_do_not(make_stage: MakeStage) -> None:
    nasty = track("\x1b[2J\udcff\u202e[bold]x[/bold]\n", "\ud800[/]", "[red", "]")
    snapshot = replace(
        PLAYING,
        now_playing=None
        if PLAYING.now_playing is None
        else replace(PLAYING.now_playing, track=nasty, reason="\x00[@click=app.quit]"),
        notices=(Notice(1, "[bold]\udcff", Severity.ERROR),),
    )
    stage = make_stage(snapshot, open_catalog=lambda: ListCatalog((nasty,)))
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await until_found(pilot, 1)
        text = screen_text(stage)
        text.encode("utf-8")
        assert "\x1b" not in text
        assert "[bold]x[/bold]" in text


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
async def test_signals_end_in_order(make_stage: MakeStage, number: signal.Signals) -> None:
    with EndSignals() as signals:
        stage = make_stage(PLAYING, signals=signals)
        async with stage.app.run_test(size=(80, 24)) as pilot:
            os.kill(os.getpid(), number)
            await pilot.pause(0.1)
        assert stage.app.return_code == 128 + number
        os.kill(os.getpid(), number)  # what comes while the rest is stopped ends nothing


async def test_a_snapshot_that_changes_nothing_paints_nothing(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await until_found(pilot, len(TRACKS))
        pane = stage.app.query_one(NowPlayingPane)
        await pilot.pause()
        before = list(pane._shown)
        assert PLAYING.now_playing is not None
        moved = replace(PLAYING.now_playing, position_s=102.4)
        stage.bridge.publish(replace(PLAYING, now_playing=moved))
        await pilot.pause()
        assert list(pane._shown) == before
