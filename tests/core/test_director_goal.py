"""Goals in the Director: Up next shows the way, tracks move along it, pins and undo hold."""

from tests.core.stage import Stage, playing
from tui_player.core.director_settings import DirectorSettings
from tui_player.messages import events, requests
from tui_player.messages.commands import Remember
from tui_player.messages.facts import MoodOrders
from tui_player.messages.snapshot import GoalView
from tui_player.model.mood.emotion import Emotion
from tui_player.model.mood.goal import GoalSettings

SAD, NEUTRAL, HAPPY = Emotion.SAD, Emotion.NEUTRAL, Emotion.HAPPY
WAY = (SAD, NEUTRAL, HAPPY)


def sad_stage(low_tracks: int = 2) -> Stage:
    """Somebody who looks sad, with a sad track playing."""
    goals = GoalSettings(low_tracks=low_tracks, step_tracks=3)
    stage = Stage(DirectorSettings(folder="m", goals=goals))
    stage.look(SAD)
    stage.library_is_read()
    return stage


def planned(stage: Stage) -> list[str]:
    return [e.track.families[0].removesuffix(" music") for e in stage.snapshot.up_next]


def test_a_lift_shows_its_way_in_up_next() -> None:
    stage = sad_stage()
    stage.ask(requests.NextGoal())
    assert stage.snapshot.mood.goal == GoalView("lift", HAPPY, WAY, 0)
    # One low track plays already.
    assert planned(stage) == ["sad"] + ["neutral"] * 2 + ["happy"] * 9
    reasons = [entry.reason for entry in stage.snapshot.up_next[:4]]
    assert reasons == [
        "lifting: starts sad",
        "lifting: sad → neutral",
        "lifting: sad → neutral",
        "lifting: neutral → happy",
    ]
    assert stage.snapshot.notices[-1].text == "Goal: lift. The music goes sad → neutral → happy."


def test_tracks_move_along_the_way_and_nothing_is_chosen_twice() -> None:
    stage = sad_stage()
    stage.ask(requests.NextGoal())
    ahead = [entry.play_id for entry in stage.snapshot.up_next]
    moods = []
    for play_id in ahead[:5]:
        stage.ask(requests.Skip())
        now = stage.snapshot.now_playing
        assert now is not None
        assert now.play_id == play_id
        moods.append(stage.snapshot.mood.emotion)
    assert moods == [SAD, NEUTRAL, NEUTRAL, HAPPY, HAPPY]
    assert [entry.play_id for entry in stage.snapshot.up_next][:7] == ahead[5:]
    assert planned(stage) == ["happy"] * 12
    assert stage.snapshot.mood.families == ("happy music",)


def test_a_ramp_comes_after_the_lift_and_matching_after_the_ramp() -> None:
    stage = sad_stage()
    stage.ask(requests.NextGoal())
    stage.ask(requests.NextGoal())
    assert stage.snapshot.mood.goal == GoalView("ramp", HAPPY, WAY, 0)
    assert planned(stage) == ["sad"] * 3 + ["neutral"] * 3 + ["happy"] * 6
    stage.ask(requests.NextGoal())
    matching = stage.snapshot
    assert matching.mood.goal is None
    assert planned(stage) == ["sad"] * 12
    assert matching.up_next[0].reason == "you look sad"


def test_a_smile_shortens_the_lift() -> None:
    stage = sad_stage()
    stage.ask(requests.NextGoal())
    stage.look(HAPPY)
    assert planned(stage) == ["happy"] * 12
    assert stage.snapshot.mood.emotion == HAPPY


def test_a_pin_comes_first_and_the_way_goes_on_after_it() -> None:
    stage = sad_stage()
    stage.ask(requests.NextGoal())
    way = planned(stage)
    stage.ask(requests.PinMood(Emotion.ANGRY))
    assert planned(stage) == ["angry"] * 12
    stage.ask(requests.Skip())
    stage.ask(requests.Unpin())
    assert planned(stage) == way


def test_a_goal_can_be_undone() -> None:
    stage = sad_stage()
    before = stage.snapshot.up_next
    stage.ask(requests.NextGoal())
    stage.ask(requests.Undo())
    assert stage.snapshot.mood.goal is None
    assert stage.snapshot.up_next == before


def test_a_step_taken_just_before_the_end_is_kept() -> None:
    stage = sad_stage()
    stage.ask(requests.NextGoal())
    stage.director.handle(events.UserAsked(requests.Skip()), stage.moment)
    last = stage.director.shutdown(stage.moment)
    facts = [command.fact for command in last if isinstance(command, Remember)]
    (orders,) = (fact for fact in facts if isinstance(fact, MoodOrders))
    assert orders.goal is not None
    assert orders.goal.played == 2


def test_what_is_asked_for_by_hand_is_no_step() -> None:
    stage = sad_stage()
    stage.ask(requests.NextGoal())
    asked = next(t for t in stage.catalog.tracks.values() if t.title == "angry 1")
    stage.ask(requests.QueueTrack(asked.id))
    way = planned(stage)[1:]
    stage.ask(requests.Skip())
    assert playing(stage) == "angry 1"
    assert planned(stage) == way


def test_a_goal_without_a_mood_begins_with_the_first() -> None:
    stage = Stage()
    stage.library_is_read()
    stage.ask(requests.NextGoal())
    assert "once a mood is read" in stage.snapshot.notices[-1].text
    stage.look(SAD)
    assert planned(stage)[:5] == ["sad", "sad", "neutral", "neutral", "happy"]


def test_a_rejected_mood_takes_its_way_with_it() -> None:
    stage = Stage()
    stage.library_is_read()
    stage.look(NEUTRAL)
    stage.look(SAD)
    stage.ask(requests.NextGoal())
    stage.ask(requests.RejectMood())
    assert stage.snapshot.mood.goal == GoalView("lift", HAPPY, (NEUTRAL, HAPPY), 0)
