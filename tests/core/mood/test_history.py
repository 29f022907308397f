"""The mood minute by minute: what is summed up, what is too little, what is too old."""

from tests.makers import face_reading
from tui_player.core.mood.history import FEWEST_READINGS, MoodHistory
from tui_player.model.mood.emotion import Emotion
from tui_player.model.mood.mood_minute import RECENT_MINUTES, MoodMinute

HAPPY = face_reading(Emotion.HAPPY, 0.8).probabilities
SAD = face_reading(Emotion.SAD, 0.6).probabilities


def minute_of(history: MoodHistory, number: int, *readings: tuple[float, ...]) -> MoodMinute | None:
    """Let a minute pass in which these were read."""
    history.passed_to(number * 60.0)
    for reading in readings:
        history.read(reading)
    assert history.passed_to(number * 60.0 + 59.0) is None
    return history.passed_to(number * 60.0 + 60.0)


def test_a_minute_is_its_strongest_emotion_on_average() -> None:
    history = MoodHistory()
    minute = minute_of(history, 100, *[HAPPY] * 30, *[SAD] * 10)
    assert minute == MoodMinute(100, Emotion.HAPPY, 0.62)
    assert history.recent(101 * 60.0) == (minute,)


def test_a_minute_hardly_seen_is_none() -> None:
    history = MoodHistory()
    assert minute_of(history, 100, *[HAPPY] * (FEWEST_READINGS - 1)) is None
    assert minute_of(history, 101, *[HAPPY] * FEWEST_READINGS) is not None


def test_only_the_last_half_hour_is_shown() -> None:
    history = MoodHistory([MoodMinute(50, Emotion.SAD, 0.5)])
    minute_of(history, 70, *[HAPPY] * 20)
    assert [m.minute for m in history.recent(71 * 60.0)] == [50, 70]
    assert [m.minute for m in history.recent((51 + RECENT_MINUTES) * 60.0)] == [70]


def test_forgetting_includes_the_minute_that_runs() -> None:
    history = MoodHistory([MoodMinute(50, Emotion.SAD, 0.5)])
    history.passed_to(51 * 60.0)
    for _ in range(60):
        history.read(HAPPY)
    history.forget()
    assert history.passed_to(52 * 60.0) is None
    assert history.recent(52 * 60.0) == ()
