"""Stories of window sizes, camera pictures and simple terminals."""

from dataclasses import replace

import pytest

from tests.ui.conftest import ListCatalog, MakeStage
from tests.ui.reading import screen_lines, screen_text, until_found
from tests.ui.sample_snapshots import (
    NOTHING_WORKS,
    PINNED_SAD,
    PLAYING,
    TRACKS,
    portrait,
)
from tui_player.messages import requests
from tui_player.messages.snapshot import Pin, Snapshot
from tui_player.model.mood.emotion import Emotion
from tui_player.ui.drawing.glyphs import ASCII, LINUX_CONSOLE
from tui_player.ui.panes.camera_view import Sight
from tui_player.ui.terminal.capabilities import TerminalLook
from tui_player.ui.terminal.colours import ColourDepth


@pytest.mark.parametrize("size", [(59, 16), (60, 15), (20, 5), (3, 2)])
async def test_a_window_too_small_gets_a_polite_sentence(
    make_stage: MakeStage, size: tuple[int, int]
) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=size) as pilot:
        text = screen_text(stage)
        assert "Up next" not in text
        if size[0] > 40:
            assert "60 x 16 is the least" in text
        await pilot.press("space")
    assert stage.asked == [requests.TogglePause()]


SIZES = [(120, 36), (60, 16), (30, 8), (200, 60), (61, 40), (160, 17)]


@pytest.mark.parametrize("snapshot", [None, PLAYING, NOTHING_WORKS])
async def test_resizing_during_everything_never_raises(
    make_stage: MakeStage, snapshot: Snapshot | None
) -> None:
    ticks = iter(range(10_000))
    stage = make_stage(snapshot, clock=lambda: float(next(ticks)))
    async with stage.app.run_test(size=(80, 24)) as pilot:
        for keys in ("", "/", "?"):
            if keys:
                await pilot.press(keys)
            for size in SIZES:
                await pilot.resize_terminal(*size)
                stage.bridge.show_picture(portrait())
                await pilot.pause()
                assert all(len(line) <= size[0] for line in screen_lines(stage))


async def test_a_picture_is_shown_boxed_and_hidden_again(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        assert stage.picture_wanted == [(80, 60)]
        stage.bridge.show_picture(portrait())
        await pilot.pause()
        text = screen_text(stage)
        assert "▀▀▀" in text
        await pilot.press("v")
        await pilot.pause()
        assert stage.picture_wanted == [(80, 60), None]
        assert "▀" not in screen_text(stage)
        assert "◠   ◠" in screen_text(stage)


async def test_pictures_are_shown_at_most_ten_times_a_second(make_stage: MakeStage) -> None:
    now = [0.0]
    stage = make_stage(PLAYING, clock=lambda: now[0])
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        sight = stage.app.query_one(Sight)
        sight.show_picture(portrait())
        first = sight._grid
        sight.show_picture(portrait(shift=0.2))
        assert sight._grid is first
        now[0] = 0.2
        sight.show_picture(portrait(shift=0.2))
        assert sight._grid != first


async def test_a_picture_with_no_room_is_not_wanted(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=(60, 16)) as pilot:
        await pilot.pause()
        assert stage.picture_wanted == []
        await pilot.resize_terminal(120, 36)
        await pilot.pause()
        await pilot.pause()
        assert stage.picture_wanted == [(80, 60)]


async def test_a_sentence_about_the_camera_takes_the_pictures_place(
    make_stage: MakeStage,
) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        stage.bridge.show_picture(portrait())
        await pilot.pause()
        dark = replace(PLAYING.camera, sentence="It is dark: turn on a light")
        stage.bridge.publish(replace(PLAYING, camera=dark))
        await pilot.pause()
        text = screen_text(stage)
        assert "It is dark: turn on a light" in text
        assert "▀" not in text


async def test_in_ascii_everything_is_ascii(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING, look=TerminalLook(ASCII, ColourDepth.SIXTEEN))
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await until_found(pilot, len(TRACKS))
        stage.bridge.show_picture(portrait())
        await pilot.pause()
        text = screen_text(stage)
        assert ":)" in text
        assert [c for c in text if not c.isascii()] == []


async def test_the_linux_console_gets_simple_signs_and_whole_letters(
    make_stage: MakeStage,
) -> None:
    stage = make_stage(PLAYING, look=TerminalLook(LINUX_CONSOLE, ColourDepth.SIXTEEN))
    async with stage.app.run_test(size=(120, 36)):
        text = screen_text(stage)
        assert "Ça plane pour moi" in text
        assert "😀" not in text


async def test_no_colour_is_written_where_there_are_none(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING, look=TerminalLook(colours=ColourDepth.NONE))
    async with stage.app.run_test(size=(120, 36)) as pilot:
        stage.bridge.show_picture(portrait())
        await pilot.pause()
        strips = stage.app.screen._compositor.render_strips()
        styles = [segment.style for strip in strips for segment in strip]
        assert styles
        colours = {c.name for s in styles if s for c in (s.color, s.bgcolor) if c}
        assert colours <= {"default"}


@pytest.mark.parametrize("size", [(60, 16), (80, 24)])
async def test_that_there_is_no_music_is_told_once_at_any_size(
    make_stage: MakeStage, size: tuple[int, int]
) -> None:
    stage = make_stage(NOTHING_WORKS, open_catalog=lambda: ListCatalog(()))
    async with stage.app.run_test(size=size) as pilot:
        for _ in range(1000):
            if "No music in" in screen_text(stage):
                break
            await pilot.pause(0.01)
        assert screen_text(stage).count("No music in") == 1


@pytest.mark.parametrize("width", [60, 70, 80, 100])
async def test_nothing_of_the_status_line_is_cut(make_stage: MakeStage, width: int) -> None:
    surprised = replace(
        PINNED_SAD.mood, emotion=Emotion.SURPRISED, pin=Pin(Emotion.SURPRISED, "for 12 more tracks")
    )
    stage = make_stage(replace(PINNED_SAD, mood=surprised))
    async with stage.app.run_test(size=(width, 24)) as pilot:
        await pilot.pause()
        line = screen_lines(stage)[0]
        assert "● CAM" in line
        assert "looks sad 😢 64 %" in line
        assert "pin surprised 😮" in line
        assert line.endswith(" ")
        assert ("for 12 more tracks" in line) == (width >= 70)
