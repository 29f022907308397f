"""What a track weighs: its best family's share, and what the hour makes of it."""

from dataclasses import replace

import pytest

from tests.makers import track
from tui_player.core.memory import Memory
from tui_player.core.selection.mood_tags import MoodWords
from tui_player.core.selection.rules import MoodRule
from tui_player.core.selection.schedule import Context, ContextRules
from tui_player.core.selection.weights import Scorer
from tui_player.messages.explanation import Factor
from tui_player.model.clock import DAY_S, Moment
from tui_player.model.mood.emotion import Emotion

NOW = Moment(0.0, 1_000.0 * DAY_S)  # a Wednesday at midnight
RULE = MoodRule((("piano", 0.8), ("folk", 0.5)))


def weigher(*context: object) -> Scorer:
    rules = ContextRules.from_entries(context)
    return Scorer(Emotion.SAD, RULE, rules.at(NOW), Memory(), NOW.unix_s)


def test_a_track_weighs_as_its_best_family_does() -> None:
    weighed = weigher().weigh(track("both", "folk", "piano", "metal"))
    assert (weighed.family, weighed.rule, weighed.context) == ("piano", 0.8, 1.0)


def test_the_hour_may_make_another_family_the_best() -> None:
    late = {"hours": "22:00-06:00", "weights": {"folk": 3.0}}
    weighed = weigher(late).weigh(track("both", "folk", "piano"))
    assert (weighed.family, weighed.rule, weighed.context) == ("folk", 0.5, 3.0)


def test_a_track_of_no_family_of_the_mood_weighs_one() -> None:
    weighed = weigher().weigh(track("other", "metal"))
    assert (weighed.family, weighed.rule, weighed.context) == ("", 1.0, 1.0)
    nothing_known = Scorer(None, None, ContextRules().at(NOW), Memory(), NOW.unix_s)
    assert nothing_known.weigh(track("any", "metal")).weight == 1.0


WORDS = MoodWords.from_table({"sad": ["Wistful"], "happy": ["Cheerful"]})


def tagged(*moods: str) -> tuple[float, list[Factor], str]:
    """What a MOOD tag makes of a sad track: its factor, how the sum tells it, and what is said."""
    sad = Scorer(Emotion.SAD, RULE, Context(), Memory(), NOW.unix_s, mood_words=WORDS)
    weighed = sad.weigh(replace(track("song", "folk"), moods=moods))
    assert weighed.weight == pytest.approx(0.5 * weighed.tag)
    told = [factor for factor in sad.factors(weighed) if factor.name == "mood tag"]
    return weighed.tag, told, sad.aside(weighed)


def test_a_mood_tag_that_fits_counts_for_a_track_and_is_told() -> None:
    told = [Factor("mood tag", 1.5, "tagged Wistful, which suits sad")]
    assert tagged("Wistful") == (1.5, told, "tagged Wistful")
    assert tagged("Cheerful", "Wistful") == (1.5, told, "tagged Wistful")


def test_a_mood_tag_that_speaks_of_another_mood_counts_a_little_against_it() -> None:
    told = [Factor("mood tag", 0.8, "tagged Cheerful, not a word for sad")]
    assert tagged("Cheerful") == (0.8, told, "")


def test_a_mood_tag_that_nobody_knows_changes_nothing() -> None:
    assert tagged("Beige") == tagged() == (1.0, [], "")
