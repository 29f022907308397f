"""Stories of what to do about the camera."""

from dataclasses import replace

import pytest
from textual.geometry import Size
from textual.screen import Screen

from tests.ui.conftest import MakeStage
from tests.ui.reading import screen_lines, screen_text
from tests.ui.sample_snapshots import NOTHING_WORKS, PLAYING
from tui_player.messages.events import CameraState
from tui_player.ui.panes.camera_hint import wrapped_advice

COMMAND = "sudo usermod -aG video $USER"
DARK = replace(
    PLAYING,
    camera=replace(PLAYING.camera, state=CameraState.DARK, sentence="It is dark: turn on a light."),
)


@pytest.mark.parametrize("size", [(60, 16), (76, 22), (80, 24), (120, 36), (200, 60)])
async def test_a_command_stands_whole_on_one_line(
    make_stage: MakeStage, size: tuple[int, int]
) -> None:
    stage = make_stage(NOTHING_WORKS)
    async with stage.app.run_test(size=size) as pilot:
        await pilot.pause()
        (line,) = [line for line in screen_lines(stage) if COMMAND in line]
        assert "│" not in line
        assert "`" not in screen_text(stage)
        assert "camera not allowed" in screen_text(stage)


@pytest.mark.parametrize(("size", "lines"), [((60, 16), 1), ((80, 17), 1), ((80, 24), 0)])
async def test_other_advice_is_told_there_only_without_a_mood_pane(
    make_stage: MakeStage, size: tuple[int, int], lines: int
) -> None:
    stage = make_stage(DARK)
    async with stage.app.run_test(size=size) as pilot:
        await pilot.pause()
        told = [line for line in screen_lines(stage) if line.startswith(" ! It is dark")]
        assert len(told) == lines


async def test_it_follows_the_window(make_stage: MakeStage) -> None:
    stage = make_stage(DARK)
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        assert " ! It is dark" not in screen_text(stage)
        await pilot.resize_terminal(60, 16)
        await pilot.pause()
        await pilot.pause()
        assert " ! It is dark" in screen_text(stage)


async def test_escape_hides_it_until_there_is_something_else(make_stage: MakeStage) -> None:
    stage = make_stage(NOTHING_WORKS)
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await pilot.press("escape")
        stage.bridge.publish(replace(NOTHING_WORKS, paused=True))
        await pilot.pause()
        assert COMMAND not in screen_text(stage)
        stage.bridge.publish(PLAYING)
        await pilot.pause()
        stage.bridge.publish(NOTHING_WORKS)
        await pilot.pause()
        assert COMMAND in screen_text(stage)


def test_a_line_is_broken_before_a_command_not_in_it() -> None:
    lines = list(wrapped_advice(f"Not allowed here: run `{COMMAND}`, then log in.", 36))
    assert ["".join(span.text for span in line) for line in lines] == [
        "Not allowed here: run",
        f"{COMMAND}, then",
        "log in.",
    ]
    assert [span.text for line in lines for span in line if span.look == "strong"] == [COMMAND]


async def test_news_of_the_music_lays_nothing_out_anew(
    make_stage: MakeStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = make_stage(PLAYING)
    assert PLAYING.now_playing is not None
    later = replace(PLAYING, now_playing=replace(PLAYING.now_playing, position_s=120.0))
    laid_out: list[bool] = []
    lay_out = Screen._refresh_layout

    def counted(screen: Screen[None], size: Size | None = None, scroll: bool = False) -> None:
        laid_out.append(scroll)
        lay_out(screen, size, scroll)

    async with stage.app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        monkeypatch.setattr(Screen, "_refresh_layout", counted)
        stage.bridge.publish(later)
        await pilot.pause()
        assert "2:00" in screen_text(stage)
    assert not laid_out
