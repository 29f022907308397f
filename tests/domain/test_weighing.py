"""What a track weighs: its best family's share, and what the hour makes of it."""

from tests.makers import track
from tui_player.domain.context import ContextRules
from tui_player.domain.emotion import Emotion
from tui_player.domain.memory import Memory
from tui_player.domain.moment import DAY_S, Moment
from tui_player.domain.rules import MoodRule
from tui_player.domain.weighing import Weigher

NOW = Moment(0.0, 1_000.0 * DAY_S)  # a Wednesday at midnight
RULE = MoodRule((("piano", 0.8), ("folk", 0.5)))


def weigher(*context: object) -> Weigher:
    rules = ContextRules.from_entries(context)
    return Weigher(Emotion.SAD, RULE, rules.at(NOW), Memory(), NOW.unix_s)


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
    nothing_known = Weigher(None, None, ContextRules().at(NOW), Memory(), NOW.unix_s)
    assert nothing_known.weigh(track("any", "metal")).weight == 1.0
