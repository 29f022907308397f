"""The mood history as text: each half hour in its place, sums that add up, ASCII on request."""

from tui_player.commands.mood_chart import (
    ASCII_BLOCKS,
    LABEL_CELLS,
    LETTERS,
    MoodDay,
    day_lines,
    week_lines,
)
from tui_player.model.mood.emotion import Emotion
from tui_player.model.mood.mood_minute import MoodMinute

NINE = 9 * 60


def minutes(first: int, count: int, emotion: Emotion) -> dict[int, MoodMinute]:
    return {n: MoodMinute(n, emotion, 0.8) for n in range(first, first + count)}


DAY = MoodDay("Monday", minutes(NINE, 30, Emotion.HAPPY) | minutes(NINE + 30, 10, Emotion.SAD))


def row(lines: list[str], name: str) -> str:
    return next(line for line in lines if line.startswith(name))[LABEL_CELLS:]


def test_a_day_has_each_half_hour_in_its_place() -> None:
    lines = day_lines(DAY)
    assert lines[0] == "Monday"
    assert row(lines, "happy") == " " * 18 + "█"
    assert row(lines, "sad") == " " * 19 + "▃"
    assert row(lines, "angry") == ""
    hours = lines[1]
    assert hours.index("9") == LABEL_CELLS + 18
    assert lines[-1] == "Seen for 40 min: happy 75 %, sad 25 %."


def test_a_single_minute_is_seen() -> None:
    lines = day_lines(MoodDay("Monday", minutes(0, 1, Emotion.ANGRY)), ASCII_BLOCKS)
    assert row(lines, "angry") == "."


def test_an_empty_day_says_so() -> None:
    assert day_lines(MoodDay("Monday", {}))[-1] == "Nothing was seen on this day."


def test_hours_are_told_with_their_minutes() -> None:
    lines = day_lines(MoodDay("Monday", minutes(0, 185, Emotion.NEUTRAL)))
    assert lines[-1] == "Seen for 3 h 5 min: neutral 100 %."


def test_a_week_is_a_letter_each_half_hour() -> None:
    lines = week_lines([DAY, MoodDay("Tuesday", {})])
    assert row(lines, "Monday") == " " * 18 + "hs"
    assert row(lines, "Tuesday") == ""
    assert lines[-1].startswith("h happy, s sad, a angry, n neutral, u surprised")
    assert len(set(LETTERS.values())) == len(LETTERS)
