"""MOOD tags: which words speak for which mood."""

import pytest

from tui_player.core.selection.mood_tags import MoodWords, TagMatch
from tui_player.model.mood.emotion import Emotion
from tui_player.settings.config import Config, load_mood_words
from tui_player.settings.shipped_tables import shipped_table

WORDS = MoodWords.from_table({"happy": ["Feel Good", "Playful"], "surprised": ["Playful"]})
FITS, OTHERS = TagMatch.FITS, TagMatch.SPEAKS_OF_OTHERS


@pytest.mark.parametrize(
    ("words", "emotion", "verdict"),
    [
        (("Playful",), Emotion.HAPPY, (FITS, "Playful")),
        (("Playful",), Emotion.SURPRISED, (FITS, "Playful")),
        (("playful",), Emotion.SAD, (OTHERS, "playful")),
        (("FEEL-GOOD",), Emotion.HAPPY, (FITS, "FEEL-GOOD")),
        (("Happy",), Emotion.HAPPY, (FITS, "Happy")),
        (("happy & bright",), Emotion.HAPPY, (FITS, "happy & bright")),
        (("Sad", "Playful"), Emotion.HAPPY, (FITS, "Playful")),
        (("Sad", "Playful"), Emotion.ANGRY, (OTHERS, "Sad")),
        (("Beige",), Emotion.HAPPY, None),
        ((), Emotion.HAPPY, None),
    ],
)
def test_words_fit_a_mood_speak_of_others_or_say_nothing(
    words: tuple[str, ...], emotion: Emotion, verdict: tuple[TagMatch, str] | None
) -> None:
    assert WORDS.judged(words, emotion) == verdict


def test_own_words_stand_beside_those_shipped_and_in_the_place_of_the_same() -> None:
    config = Config(mood_words={"sad": ["rainy day", "playful"]})
    words = load_mood_words(config)
    assert words.judged(["Rainy-Day"], Emotion.SAD) == (FITS, "Rainy-Day")
    assert words.judged(["Playful"], Emotion.HAPPY) == (OTHERS, "Playful")
    assert words.judged(["Joyful"], Emotion.HAPPY) == (FITS, "Joyful")


def test_without_a_table_no_word_says_anything() -> None:
    assert MoodWords().judged(["Happy"], Emotion.HAPPY) is None


def test_the_shipped_table_has_words_for_every_mood_and_no_word_twice() -> None:
    table = shipped_table("mood_words.toml")
    assert list(table) == list(shipped_table("moods.toml")["moods"])
    for emotion in table:
        words = table[emotion]
        assert len(words) >= 14
        assert len({word.casefold() for word in words}) == len(words)
        assert load_mood_words(Config()).judged([words[0]], emotion) == (FITS, words[0])
