"""Goals: the way from mood to mood, its steps, and what the face changes about it."""

import pytest

from tui_player.model.mood.emotion import EMOTIONS, Emotion
from tui_player.model.mood.goal import GoalKind, GoalSettings, MoodGoal
from tui_player.model.mood.moods import PLAIN_MOODS, MoodName
from tui_player.model.mood.plan import MusicTarget

SETTINGS = GoalSettings(low_tracks=2, step_tracks=3)
SAD, NEUTRAL, HAPPY = Emotion.SAD, Emotion.NEUTRAL, Emotion.HAPPY


def lift(start: Emotion | None = SAD, low_in_a_row: int = 0) -> MoodGoal:
    return MoodGoal.begun(GoalKind.LIFT, SETTINGS, PLAIN_MOODS, start, low_in_a_row)


def ramp(start: Emotion | None = SAD) -> MoodGoal:
    return MoodGoal.begun(GoalKind.RAMP, SETTINGS, PLAIN_MOODS, start, 0)


def moods_of(goal: MoodGoal, tracks: int) -> list[MoodName | None]:
    """The moods of the tracks that follow, taken one by one as they begin."""
    moods = []
    for _ in range(tracks):
        assert goal.plan is not None
        planned = goal.plan.target_at(0)
        goal = goal.after_track()
        assert goal.target_of(goal.step) == planned
        moods.append(goal.emotion)
    return moods


@pytest.mark.parametrize(
    ("start", "target", "path"),
    [
        (SAD, HAPPY, (SAD, NEUTRAL, HAPPY)),
        (Emotion.ANGRY, SAD, (Emotion.ANGRY, NEUTRAL, SAD)),
        (Emotion.SURPRISED, HAPPY, (Emotion.SURPRISED, HAPPY)),
        (SAD, NEUTRAL, (SAD, NEUTRAL)),
        (NEUTRAL, HAPPY, (NEUTRAL, HAPPY)),
        (HAPPY, HAPPY, (HAPPY,)),
    ],
)
def test_the_ladder_goes_by_way_of_neutral(
    start: Emotion, target: Emotion, path: tuple[Emotion, ...]
) -> None:
    assert PLAIN_MOODS.ladder(start, target) == path


def test_a_lift_plays_few_low_tracks_and_then_climbs() -> None:
    assert moods_of(lift(), 7) == [SAD, SAD, NEUTRAL, NEUTRAL, HAPPY, HAPPY, HAPPY]


def test_a_lift_counts_the_low_tracks_that_played_before() -> None:
    assert moods_of(lift(low_in_a_row=1), 4) == [SAD, NEUTRAL, NEUTRAL, HAPPY]
    assert moods_of(lift(low_in_a_row=9), 3) == [NEUTRAL, NEUTRAL, HAPPY]


def test_a_ramp_moves_on_every_few_tracks() -> None:
    assert moods_of(ramp(), 8) == [SAD] * 3 + [NEUTRAL] * 3 + [HAPPY] * 2


def test_the_plan_ahead_is_what_comes_true_when_tracks_begin() -> None:
    for start in EMOTIONS:
        for goal in (lift(start), ramp(start), lift(start, 1)):
            assert goal.plan is not None
            ahead = [goal.plan.target_at(place).emotion for place in range(12)]
            assert ahead == moods_of(goal, 12)
            assert goal.after_track().plan == goal.plan.after_track()


def test_the_face_cannot_bring_more_low_tracks_in_a_row() -> None:
    goal, low = lift(), 0
    faces = [SAD, Emotion.ANGRY, SAD, SAD, Emotion.FEARFUL, NEUTRAL, SAD, HAPPY, Emotion.ANGRY]
    for face in faces * 3:
        goal = goal.after_mood(face, PLAIN_MOODS, low).after_track()
        low = low + 1 if PLAIN_MOODS.is_low(goal.emotion) else 0
        assert low <= SETTINGS.low_tracks


def test_the_way_of_a_lift_begins_where_the_face_is_by_now() -> None:
    goal = lift(SAD).after_mood(NEUTRAL, PLAIN_MOODS, 0)
    assert (goal.path, goal.emotion) == ((NEUTRAL, HAPPY), NEUTRAL)
    assert goal.target_of(0).reason == "lifting: starts neutral"


def test_a_lift_skips_what_the_face_is_past() -> None:
    goal = lift().after_mood(HAPPY, PLAIN_MOODS, 0)
    assert goal.emotion == HAPPY
    assert moods_of(goal, 2) == [HAPPY, HAPPY]


def test_a_lift_starts_again_from_another_mood() -> None:
    assert lift(HAPPY).after_mood(SAD, PLAIN_MOODS, 0).path == (SAD, NEUTRAL, HAPPY)


def test_a_ramp_goes_its_way_whatever_the_face_shows() -> None:
    goal = ramp().after_track()
    assert goal.after_mood(Emotion.ANGRY, PLAIN_MOODS, 0) == goal


def test_a_goal_without_a_mood_waits_for_the_first() -> None:
    for goal in (lift(None), ramp(None)):
        assert goal.plan is None
        assert goal.emotion is None
        assert goal.after_track() == goal
        assert goal.after_mood(SAD, PLAIN_MOODS, 0).path == (SAD, NEUTRAL, HAPPY)


def test_reasons_tell_the_step_in_at_most_six_words() -> None:
    goal = lift()
    assert [goal.target_of(step) for step in range(3)] == [
        MusicTarget(SAD, "lifting: starts sad"),
        MusicTarget(NEUTRAL, "lifting: sad → neutral"),
        MusicTarget(HAPPY, "lifting: neutral → happy"),
    ]
    assert lift(HAPPY).target_of(0).reason == "lifting: stays happy"
    assert ramp().target_of(1).reason == "ramp: sad → neutral"
