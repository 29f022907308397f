"""The families a mood plays, wrapped between names, and bars that do not flicker."""

from dataclasses import replace

from tests.ui.conftest import MakeStage
from tests.ui.sample_snapshots import PINNED_SAD, PLAYING
from tui_player.messages.snapshot import MoodView
from tui_player.model.device_states import FaceSight
from tui_player.ui.drawing.glyphs import UNICODE
from tui_player.ui.drawing.lines import line_width
from tui_player.ui.panes.mood_bars import MoodBars, plays_lines

FAMILIES = ("acoustic", "folk", "singer-songwriter", "classical", "ballads")


def texts(width: int, room: int) -> list[str]:
    lines = plays_lines(FAMILIES, width, room, UNICODE)
    return ["".join(span.text for span in line) for line in lines]


def test_names_are_wrapped_whole() -> None:
    assert texts(26, 4) == [
        "plays acoustic, folk,",
        "      singer-songwriter,",
        "      classical, ballads",
    ]


def test_what_does_not_fit_is_left_out() -> None:
    assert texts(26, 1) == ["plays acoustic, folk, sin…"]


def test_no_line_is_too_wide() -> None:
    for width in range(12, 60):
        lines = plays_lines(("夜の音楽", *FAMILIES), width, 9, UNICODE)
        assert all(line_width(line) <= width for line in lines), width


def test_no_families_no_line() -> None:
    assert plays_lines((), 20, 3, UNICODE) == []


async def test_what_flickers_is_painted_calmly_and_the_last_of_it_in_the_end(
    make_stage: MakeStage,
) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        bars = stage.app.query_one(MoodBars)
        for _ in range(500):  # the picture shown at the start has its rest first
            if bars._rest is None:
                break
            await pilot.pause(0.01)
        painted: list[str] = []
        redraw = bars.redraw

        def counted() -> None:
            redraw()
            painted.append(bars._shown[0][-1].text.strip())

        bars.redraw = counted  # type: ignore[method-assign]
        for percents in range(40, 60):
            probabilities = (percents / 100, *PLAYING.mood.probabilities[1:])
            mood = replace(PLAYING.mood, probabilities=probabilities)
            bars.snapshot = replace(PLAYING, mood=mood)
        assert painted == ["40"]
        bars.snapshot = replace(PLAYING, mood=PINNED_SAD.mood)
        assert painted == ["40", "4"]
        for _ in range(500):
            if len(painted) > 2:
                break
            await pilot.pause(0.01)
        assert painted == ["40", "4", "4"]


async def test_without_a_reading_the_bars_tell_no_numbers(make_stage: MakeStage) -> None:
    unread = replace(PLAYING, mood=replace(PLAYING.mood, probabilities=(0.0,) * 7))
    stage = make_stage(unread)
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        bars = stage.app.query_one(MoodBars)
        assert [bars._shown[row][-1].text.strip() for row in range(7)] == ["–"] * 7


async def test_without_a_camera_each_mood_tells_what_it_plays_where_there_is_room(
    make_stage: MakeStage,
) -> None:
    plays = (("pop", "disco"), *(("folk", "a very long name of a family"),) * 6)
    for size, sight, told in (
        ((120, 36), FaceSight.NOT_LOOKING, "pop, disco"),
        ((80, 24), FaceSight.NOT_LOOKING, "–"),
        ((120, 36), FaceSight.NOBODY, "–"),  # who leaves for a moment finds the bars as they were
    ):
        mood = MoodView(sight=sight, families_of_all=plays)
        stage = make_stage(replace(PLAYING, mood=mood))
        async with stage.app.run_test(size=size) as pilot:
            await pilot.pause()
            bars = stage.app.query_one(MoodBars)
            assert bars._shown[0][-1].text.strip() == told
            assert all(line_width(line) <= bars.size.width for line in bars._shown)
