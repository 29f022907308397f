"""Plans: which wish each place of Up next has."""

from tui_player.model.mood.emotion import Emotion
from tui_player.model.mood.plan import Plan, Stretch
from tui_player.model.mood.wish import Wish

SAD, HAPPY = Wish(Emotion.SAD, "sad first"), Wish(Emotion.HAPPY, "then happy")
TWO_THEN_HAPPY = Plan((Stretch(SAD, 2), Stretch(HAPPY)))


def test_each_place_has_the_wish_of_its_stretch() -> None:
    assert [TWO_THEN_HAPPY.wish_at(place) for place in range(4)] == [SAD, SAD, HAPPY, HAPPY]


def test_runs_put_together_what_is_alike() -> None:
    assert list(TWO_THEN_HAPPY.runs(0, 5)) == [(SAD, 2), (HAPPY, 3)]
    assert list(TWO_THEN_HAPPY.runs(1, 2)) == [(SAD, 1), (HAPPY, 1)]
    assert list(TWO_THEN_HAPPY.runs(7, 0)) == []


def test_a_track_that_begins_moves_all_places_up() -> None:
    once = TWO_THEN_HAPPY.after_track()
    assert once == Plan((Stretch(SAD, 1), Stretch(HAPPY)))
    assert once.after_track() == Plan.steady(HAPPY)
    assert Plan.steady(HAPPY).after_track() == Plan.steady(HAPPY)
