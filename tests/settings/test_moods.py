"""The moods that ship, a person's own, and what is wrong with a table of moods."""

import pytest

from tui_player.model.mood.emotion import EMOTIONS, Emotion
from tui_player.settings.config import Config, load_rules
from tui_player.settings.moods import MoodsError, load_moods, mood_problems


def test_what_ships_is_a_mood_for_each_emotion_and_calm_by_hand() -> None:
    moods = load_moods({})
    plain = [mood.name for mood in moods if mood.is_plain_reading]
    assert plain == [emotion.value for emotion in EMOTIONS]
    assert [mood.name for mood in moods.by_hand] == ["calm"]
    assert len({mood.key for mood in moods}) == 8
    assert load_rules(Config()).rule("calm").family_names[0] == "ambient"


def test_a_mood_of_ones_own_needs_only_what_it_plays() -> None:
    config = Config(moods={"focus": {"key": "9", "plays": {"ambient": 1.0}}})
    focus = load_moods(config.moods)["focus"]
    assert (focus.key, focus.emotion, focus.letter) == ("9", None, "f")
    assert load_rules(config).rule("focus").families == (("ambient", 1.0),)


def test_a_table_of_a_shipped_mood_changes_only_what_it_names() -> None:
    config = Config(moods={"calm": {"emotion": "neutral", "after_min": 5}})
    moods = load_moods(config.moods)
    assert moods["calm"].key == "8"
    assert moods.led_to_by(Emotion.NEUTRAL, 299.0) == "neutral"
    assert moods.led_to_by(Emotion.NEUTRAL, 300.0) == "calm"
    assert (
        load_rules(config).rule("calm").family_names
        == load_rules(Config()).rule("calm").family_names
    )


@pytest.mark.parametrize(
    ("name", "table", "words"),
    [
        ("hapy", {"unheard_factor": 2.0}, "did you mean 'happy'"),
        ("Focus", {"plays": {"pop": 1.0}}, "a short word in small letters"),
        ("follow", {"plays": {"pop": 1.0}}, "a short word in small letters"),
        ("focus", {"plays": {"pop": 1.0}, "keys": "9"}, "no setting keys"),
        ("focus", {"plays": {"pop": 1.0}, "key": "x"}, "focus.key: must be a digit"),
        ("focus", {"plays": {"pop": 1.0}, "key": "1"}, "'1' already pins happy"),
        ("focus", {"plays": {"pop": 1.0}, "emotion": "calm"}, "focus.emotion: must be one of"),
        ("focus", {"plays": {"pop": 1.0}, "after_min": -1}, "focus.after_min: must be minutes"),
        ("focus", {"plays": {"pop": 1.0}, "step": 2}, "focus.step: must be -1, 0 or 1"),
        ("focus", {"plays": {"pop": 1.0}, "colour": "red"}, "focus.colour: must look like"),
        ("focus", {"plays": {"pop": 1.0}, "emoji": "\x1b[2J"}, "focus.emoji: must be a short text"),
        ("focus", "pop", "moods.focus: must be a table"),
    ],
)
def test_what_has_no_meaning_is_named(name: str, table: object, words: str) -> None:
    config = Config(moods={name: table})
    assert words in "\n".join(mood_problems(config.moods))
    with pytest.raises(MoodsError):
        load_moods(config.moods)
