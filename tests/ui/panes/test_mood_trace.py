"""The trace of the last half hour: each minute in its place, in the width there is."""

from dataclasses import replace

from tests.ui.conftest import MakeStage
from tests.ui.reading import screen_text
from tests.ui.sample_snapshots import PLAYING
from tui_player.messages.snapshot import MoodHistoryView
from tui_player.model.mood.emotion import Emotion
from tui_player.model.mood.mood_minute import MoodMinute
from tui_player.ui.drawing.glyphs import ASCII, UNICODE
from tui_player.ui.drawing.lines import Line, line_width
from tui_player.ui.panes.mood_trace import trace_lines

UNTIL = 29_833_333
HISTORY = MoodHistoryView(
    (
        *(MoodMinute(UNTIL - 20 + n, Emotion.SAD, 0.5) for n in range(5)),
        MoodMinute(UNTIL - 15, Emotion.ANGRY, 1.0),
        *(MoodMinute(UNTIL - 10 + n, Emotion.HAPPY, 1.0) for n in range(10)),
    ),
    UNTIL,
)


def text(line: Line) -> str:
    return "".join(span.text for span in line)


def test_each_minute_is_a_column_as_high_as_it_was_sure() -> None:
    low, faces, times = trace_lines(HISTORY, 30, 3, UNICODE)
    assert text(low) == " " * 10 + "▄" * 5 + "█" + " " * 4 + "█" * 10
    assert [span.look for span in low if span.text.strip()] == [
        "mood-sad",
        "mood-angry",
        "mood-happy",
    ]
    # A minute alone has no room for a face.
    assert text(faces) == " " * 10 + "😢" + " " * 8 + "😀" + " " * 8
    assert text(times) == "30 min ago" + " " * 17 + "now"


def test_with_more_room_the_columns_are_higher_up_to_a_limit() -> None:
    high, low, *_ = trace_lines(HISTORY, 30, 4, UNICODE)
    assert text(high) == " " * 15 + "█" + " " * 4 + "█" * 10
    assert text(low) == " " * 10 + "█" * 6 + " " * 4 + "█" * 10
    assert len(trace_lines(HISTORY, 30, 40, UNICODE)) == 10


def test_no_line_is_wider_than_there_is_room() -> None:
    for charset in (UNICODE, ASCII):
        for width in range(14, 130):
            lines = trace_lines(HISTORY, width, 6, charset)
            assert max(map(line_width, lines)) <= width, width


def test_a_wide_pane_is_filled() -> None:
    low, faces, times = trace_lines(HISTORY, 60, 3, UNICODE)
    assert text(low) == " " * 20 + "▄" * 10 + "█" * 2 + " " * 8 + "█" * 20
    assert text(faces).split() == ["😢", "😠", "😀"]
    assert {line_width(line) for line in trace_lines(HISTORY, 47, 6, UNICODE)} == {47}
    assert text(times).endswith("now")


def test_without_room_or_moods_there_is_none() -> None:
    assert trace_lines(HISTORY, 36, 2, UNICODE) == ()
    assert trace_lines(MoodHistoryView((), UNTIL), 36, 9, UNICODE) == ()


async def test_it_stands_below_the_families_where_there_is_room(make_stage: MakeStage) -> None:
    shown = replace(PLAYING, mood_history=HISTORY)
    for size, is_there in (((120, 36), True), ((80, 24), False)):
        stage = make_stage(shown)
        async with stage.app.run_test(size=size) as pilot:
            await pilot.pause()
            assert ("30 min ago" in screen_text(stage)) is is_there
