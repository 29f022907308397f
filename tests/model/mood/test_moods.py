"""Moods as rows: which one a face leads to, and the ways from mood to mood."""

from tui_player.model.mood.emotion import Emotion
from tui_player.model.mood.moods import PLAIN_MOODS, Mood, Moods, is_mood_name

CALM = Mood("calm", emotion=Emotion.NEUTRAL, after_s=60.0)
FOCUS = Mood("focus")
MOODS = Moods((*PLAIN_MOODS, CALM, FOCUS))


def test_a_face_leads_to_the_mood_of_its_name_and_after_a_while_to_another() -> None:
    assert MOODS.led_to_by(Emotion.NEUTRAL, 59.9) == "neutral"
    assert MOODS.led_to_by(Emotion.NEUTRAL, 60.0) == "calm"
    assert MOODS.led_to_by(Emotion.SAD, 1e6) == "sad"
    assert Moods(()).led_to_by(Emotion.SAD, 0.0) == "sad"


def test_moods_are_told_by_how_they_are_reached() -> None:
    assert [mood.name for mood in MOODS.by_hand] == ["focus"]
    assert "calm" in [mood.name for mood in MOODS.by_face]
    assert not CALM.is_plain_reading
    assert MOODS["happy"].is_plain_reading


def test_the_way_out_of_a_low_mood_goes_by_one_between() -> None:
    assert MOODS.ladder("sad", "happy") == ("sad", "neutral", "happy")
    assert MOODS.ladder("sad", "calm") == ("sad", "neutral", "calm")
    assert MOODS.ladder("happy", "calm") == ("happy", "calm")
    assert MOODS.ladder("calm", "calm") == ("calm",)
    assert MOODS.ladder("angry", "sad") == ("angry", "neutral", "sad")


def test_names_of_moods_are_short_words() -> None:
    assert is_mood_name("focus")
    assert not any(map(is_mood_name, ("", "Focus", "two words", "x" * 17, None, 3)))
