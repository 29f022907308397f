"""The rule table: what it accepts, and how it names what is wrong."""

import pytest

from tui_player.core.selection.rules import MoodRules, RulesError
from tui_player.model.mood.emotion import EMOTIONS, Emotion


def table() -> dict[str, object]:
    return {emotion.value: {"plays": {"pop": 1.0}} for emotion in EMOTIONS}


def test_families_come_heaviest_first_and_zero_weights_are_left_out() -> None:
    rules = MoodRules.from_table(
        table() | {"happy": {"plays": {"folk": 0.2, "pop": 1, "rock": 0}, "unheard_factor": 2}}
    )
    rule = rules.rule(Emotion.HAPPY)
    assert rule.family_names == ("pop", "folk")
    assert rule.unheard_factor == 2.0


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"sad": "folk"}, "moods.sad: missing"),
        ({"sad": {"plays": {}}}, "moods.sad.plays: must name at least one"),
        ({"sad": {"plays": {"folk": "much"}}}, "the weight of folk must be a number"),
        ({"sad": {"plays": {"folk": -1}}}, "the weight of folk must be a number"),
        ({"sad": {"plays": {"folk": True}}}, "the weight of folk must be a number"),
        ({"sad": {"plays": {"folk": 1}, "unheard_factor": 0}}, "must be a number above 0"),
        ({"sad": {"plays": {"folk": float("inf")}}}, "the weight of folk must be a number"),
        ({"sad": {"plays": {"folk": 0}}}, "at least one weight must be above 0"),
    ],
)
def test_a_wrong_table_is_refused_with_the_place(change: dict[str, object], words: str) -> None:
    with pytest.raises(RulesError, match=words):
        MoodRules.from_table(table() | change)


def test_all_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(RulesError, match=r"(?s)sad.*angry"):
        MoodRules.from_table(table() | {"sad": 1, "angry": 2})
