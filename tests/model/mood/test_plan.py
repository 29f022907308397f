"""Plans: which wish each place of Up next has."""

from tui_player.model.mood.emotion import Emotion
from tui_player.model.mood.plan import MusicPlan, MusicTarget, Segment

SAD, HAPPY = MusicTarget(Emotion.SAD, "sad first"), MusicTarget(Emotion.HAPPY, "then happy")
TWO_THEN_HAPPY = MusicPlan((Segment(SAD, 2), Segment(HAPPY)))


def test_each_place_has_the_wish_of_its_stretch() -> None:
    assert [TWO_THEN_HAPPY.target_at(place) for place in range(4)] == [SAD, SAD, HAPPY, HAPPY]


def test_runs_put_together_what_is_alike() -> None:
    assert list(TWO_THEN_HAPPY.runs(0, 5)) == [(SAD, 2), (HAPPY, 3)]
    assert list(TWO_THEN_HAPPY.runs(1, 2)) == [(SAD, 1), (HAPPY, 1)]
    assert list(TWO_THEN_HAPPY.runs(7, 0)) == []


def test_a_track_that_begins_moves_all_places_up() -> None:
    once = TWO_THEN_HAPPY.after_track()
    assert once == MusicPlan((Segment(SAD, 1), Segment(HAPPY)))
    assert once.after_track() == MusicPlan.steady(HAPPY)
    assert MusicPlan.steady(HAPPY).after_track() == MusicPlan.steady(HAPPY)
