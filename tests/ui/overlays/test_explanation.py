"""Stories of asking why a track plays or comes next."""

from dataclasses import replace

from tests.ui.conftest import MakeStage
from tests.ui.reading import screen_text
from tests.ui.sample_snapshots import PLAYING
from tui_player.messages.explanation import ChoiceSum, Factor
from tui_player.messages.snapshot import Snapshot
from tui_player.model.mood.emotion import Emotion
from tui_player.ui.drawing.glyphs import ASCII, UNICODE
from tui_player.ui.drawing.lines import line_width
from tui_player.ui.overlays.explanation import why_lines, why_text

SUM = ChoiceSum(
    emotion=Emotion.HAPPY,
    wish_reason="you look happy",
    factors=(
        Factor("rule", 1.0, "happy plays disco"),
        Factor("context", 2.0, "sat 22:00-06:00"),
        Factor("learned", 3.0, "liked"),
        Factor("last heard", 0.25, "heard 2 days ago"),
    ),
    all_weights=12.0,
    candidates=67,
    turn="first turn; rests for 12 others of 25 tracks",
    learned=(
        "mood happy: worth 12 heard out, 3 skipped: 68%",
        "track: worth 3 heard out, 1 skipped: 62%",
    ),
    aside="liked",
)
NOW = PLAYING.now_playing
assert NOW is not None
SUMMED: Snapshot = replace(
    PLAYING,
    now_playing=replace(NOW, reason=SUM.reason, sum=SUM),
    up_next=tuple(
        replace(entry, sum=replace(SUM, all_weights=3.0)) if n == 1 else entry
        for n, entry in enumerate(PLAYING.up_next)
    ),
)


async def test_i_tells_the_whole_sum_of_the_entry_under_the_cursor(make_stage: MakeStage) -> None:
    stage = make_stage(SUMMED)
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await pilot.press("j", "i")
        await pilot.pause()
        text = screen_text(stage)
        assert "Why this track" in text
        assert "September – Earth, Wind & Fire" in text
        assert "happy plays disco" in text
        assert "× 0.25" in text
        assert "of 3, the weights of 67 tracks" in text
        assert "50.0 %" in text
        assert "worth 12 heard out, 3 skipped: 68%" in text
        assert "first turn" in text
        await pilot.press("i")
        await pilot.pause()
        assert "Why this track" not in screen_text(stage)


async def test_elsewhere_it_is_the_track_that_plays(make_stage: MakeStage) -> None:
    stage = make_stage(SUMMED)
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await pilot.press("tab", "i")
        await pilot.pause()
        text = screen_text(stage)
        assert "Golden Hour – Kacey Musgraves" in text
        assert "you look happy, liked" in text


async def test_a_small_window_scrolls(make_stage: MakeStage) -> None:
    stage = make_stage(SUMMED)
    async with stage.app.run_test(size=(60, 16)) as pilot:
        await pilot.press("j", "i")
        await pilot.pause()
        assert "more; Esc closes" in screen_text(stage)
        assert "first turn" not in screen_text(stage)
        await pilot.press("end")
        await pilot.pause()
        assert "first turn" in screen_text(stage)


async def test_what_was_asked_for_has_no_sum(make_stage: MakeStage) -> None:
    stage = make_stage(SUMMED)
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await pilot.press("home", "i")
        await pilot.pause()
        assert "Nothing was weighed" in screen_text(stage)


async def test_where_nothing_plays_there_is_nothing_to_explain(make_stage: MakeStage) -> None:
    stage = make_stage(Snapshot())
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await pilot.press("i")
        await pilot.pause()
        assert "nothing to explain" in screen_text(stage)
        assert "Why this track" not in screen_text(stage)


def test_lines_fit_and_plain_ones_are_ascii_where_asked() -> None:
    assert NOW is not None
    for width in (40, 56, 76):
        for line in why_lines(NOW.track, "you look happy", SUM, UNICODE, width):
            assert line_width(line) <= width
    assert SUMMED.now_playing is not None
    plain = why_text(SUMMED.now_playing, ASCII)
    assert all(line.isascii() for line in plain)
    assert "x 0.25" in "\n".join(plain)
    assert why_text(None, ASCII) == ("Nothing plays.",)


def test_the_sum_is_the_product_of_what_is_shown() -> None:
    assert SUM.weight == 1.5
    assert SUM.chance == 0.125
    assert SUM.reason == "you look happy, liked"
    assert replace(SUM, wish_reason="lifting: sad → neutral", aside="artist suits").reason == (
        "lifting: sad → neutral, artist suits"
    )
    assert replace(SUM, wish_reason="a b c d e", aside="f g").reason == "a b c d e"


async def test_before_anything_is_pointed_at_it_is_the_track_that_plays(
    make_stage: MakeStage,
) -> None:
    stage = make_stage(SUMMED)
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await pilot.press("i")
        await pilot.pause()
        assert "Why this track plays" in screen_text(stage)
        assert "Golden Hour – Kacey Musgraves" in screen_text(stage)
        await pilot.press("i", "j", "i")
        await pilot.pause()
        assert "Why this track comes next" in screen_text(stage)


async def test_it_is_laid_out_anew_for_another_window(make_stage: MakeStage) -> None:
    stage = make_stage(SUMMED)
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await pilot.press("i")
        await pilot.pause()
        assert "↓ ↑: more" not in screen_text(stage)
        await pilot.resize_terminal(60, 16)
        await pilot.pause()
        assert "↓ ↑: more" in screen_text(stage)
        lines = stage.app.panes.why.lines_for(56)
        assert max(map(line_width, lines)) <= 56
