"""What the Director keeps of a person, and what it leads to: rest, orders, mood history."""

from dataclasses import replace

from tests.core.stage import DAY_UNIX_S, Stage
from tests.makers import face_reading
from tui_player.core.director_settings import DirectorSettings
from tui_player.core.memory import Memory
from tui_player.core.mood.profile import Person
from tui_player.messages import events, requests
from tui_player.messages.commands import Command, Remember
from tui_player.messages.events import CameraState
from tui_player.messages.facts import (
    Fact,
    MoodHistoryAllowed,
    MoodHistoryErased,
    MoodOrders,
    NeutralFaceSet,
)
from tui_player.messages.snapshot import RestView
from tui_player.model.mood.emotion import Emotion
from tui_player.model.mood.face_reading import FaceReading
from tui_player.model.mood.goal import GoalKind
from tui_player.model.mood.mood_minute import MoodMinute
from tui_player.model.mood.pin_span import PinSpan

ANGRY, NEUTRAL, HAPPY = Emotion.ANGRY, Emotion.NEUTRAL, Emotion.HAPPY
FROWN = face_reading(ANGRY, 0.65, second=NEUTRAL, second_share=0.25)


def show(stage: Stage, reading: FaceReading, for_s: float) -> None:
    """A face that reads so, five frames a second."""
    for _ in range(round(for_s * 5)):
        stage.now_s += 0.2
        stage.tell(events.FaceRead(reading))


def facts(commands: list[Command], kind: type[Fact]) -> list[Fact]:
    return [c.fact for c in commands if isinstance(c, Remember) and isinstance(c.fact, kind)]


def rest_of(stage: Stage) -> RestView | None:
    return stage.snapshot.mood.rest


def watched_stage(memory: Memory | None = None) -> Stage:
    stage = Stage(memory=memory)
    stage.tell(events.CameraChanged(CameraState.OK))
    return stage


def next_run(stage: Stage, settings: DirectorSettings | None = None) -> Stage:
    """A stage that remembers what this one knew, and what it told to remember."""
    memory = stage.memory
    for command in stage.commands:
        if isinstance(command, Remember):
            memory = memory.with_fact(command.fact)
    return Stage(settings, memory)


# -- my face at rest -------------------------------------------------------------------------


def test_twenty_seconds_of_rest_make_a_frown_neutral() -> None:
    stage = watched_stage()
    show(stage, FROWN, 6.0)
    assert stage.snapshot.mood.emotion == ANGRY
    stage.ask(requests.MeasureNeutralFace())
    assert rest_of(stage) == RestView(20, is_seen=True)
    show(stage, FROWN, 10.2)
    assert rest_of(stage) == RestView(10, is_seen=True)
    show(stage, FROWN, 10.0)
    assert rest_of(stage) is None
    assert stage.snapshot.notices[-1].text == (
        "Saved: your resting face looks angry 65 %, neutral 25 %. That counts as neutral now."
    )
    show(stage, FROWN, 8.0)
    assert stage.snapshot.mood.emotion == NEUTRAL


def test_the_face_at_rest_survives_a_restart_until_it_is_forgotten() -> None:
    stage = watched_stage()
    stage.ask(requests.MeasureNeutralFace())
    show(stage, FROWN, 21.0)
    again = next_run(stage)
    again.tell(events.CameraChanged(CameraState.OK))
    show(again, FROWN, 6.0)
    assert again.snapshot.mood.emotion == NEUTRAL
    again.ask(requests.ForgetNeutralFace())
    show(again, FROWN, 12.0)
    assert again.snapshot.mood.emotion == ANGRY
    assert facts(again.commands, NeutralFaceSet) == [NeutralFaceSet(None)]
    again.ask(requests.ForgetNeutralFace())
    assert "No resting face saved" in again.snapshot.notices[-1].text


def test_measuring_can_be_stopped_and_keeps_nothing_then() -> None:
    for stop in (requests.StopMeasuring(), requests.MeasureNeutralFace()):
        stage = watched_stage()
        stage.ask(requests.MeasureNeutralFace())
        show(stage, FROWN, 10.0)
        stage.ask(stop)
        assert stage.snapshot.mood.rest is None
        assert stage.snapshot.notices[-1].text == "Stopped. Nothing was saved."
        show(stage, FROWN, 20.0)
        assert facts(stage.commands, NeutralFaceSet) == []


def test_stopping_what_does_not_run_says_nothing() -> None:
    stage = watched_stage()
    stage.ask(requests.StopMeasuring())
    assert stage.snapshot.notices == ()


def test_a_face_hardly_seen_is_not_kept() -> None:
    stage = watched_stage()
    stage.ask(requests.MeasureNeutralFace())
    show(stage, FROWN, 2.0)
    stage.tell(events.FaceLost())
    stage.now_s += 19.0
    stage.tell(events.ClockTicked())
    assert facts(stage.commands, NeutralFaceSet) == []
    assert "hardly seen" in stage.snapshot.notices[-1].text


def test_a_face_that_was_not_at_rest_is_not_kept() -> None:
    stage = watched_stage()
    stage.ask(requests.MeasureNeutralFace())
    show(stage, FROWN, 12.0)
    show(stage, face_reading(HAPPY), 9.0)
    assert facts(stage.commands, NeutralFaceSet) == []
    assert "was not at rest" in stage.snapshot.notices[-1].text


def test_measuring_needs_a_camera_that_sees() -> None:
    stage = Stage()
    stage.ask(requests.MeasureNeutralFace())
    assert stage.snapshot.mood.rest is None
    assert "needs a camera" in stage.snapshot.notices[-1].text


def test_while_measuring_the_mood_stays() -> None:
    stage = watched_stage()
    show(stage, face_reading(HAPPY), 6.0)
    stage.ask(requests.MeasureNeutralFace())
    show(stage, FROWN, 19.0)
    assert stage.snapshot.mood.emotion == HAPPY


# -- orders that last ------------------------------------------------------------------------


def test_a_lasting_pin_and_a_goal_come_back_and_say_so() -> None:
    stage = watched_stage()
    show(stage, face_reading(Emotion.SAD), 6.0)
    stage.ask(requests.NextGoal())
    stage.ask(requests.PinMood(ANGRY))
    again = next_run(stage)
    assert again.snapshot.mood.pin is not None
    assert again.snapshot.mood.pin.emotion == ANGRY
    goal = again.snapshot.mood.goal
    assert goal is not None
    assert goal.kind == GoalKind.LIFT
    assert [notice.text for notice in again.snapshot.notices] == [
        "Still pinned from last time: angry. 0 follows your face.",
        "The goal of last time goes on: lift sad → neutral → happy. g changes it.",
    ]
    again.library_is_read()
    assert again.up_next_moods == {"angry"}
    again.ask(requests.Unpin())
    again.ask(requests.NextGoal())
    again.ask(requests.NextGoal())
    last = next_run(again)
    assert last.snapshot.mood.pin is None
    assert last.snapshot.mood.goal is None


def test_a_pin_with_an_end_does_not_come_back() -> None:
    for span in (PinSpan(tracks=3), PinSpan(seconds=1800.0)):
        stage = watched_stage()
        stage.ask(requests.PinMood(ANGRY, span))
        assert next_run(stage).snapshot.mood.pin is None


def test_without_resuming_orders_stay_away() -> None:
    stage = watched_stage()
    stage.ask(requests.PinMood(ANGRY))
    again = next_run(stage, DirectorSettings(folder="m", resume=False))
    assert again.snapshot.mood.pin is None


def test_without_resuming_orders_are_kept_for_another_time() -> None:
    stage = watched_stage()
    stage.ask(requests.PinMood(ANGRY))
    stage.ask(requests.NextGoal())
    declined = next_run(stage, DirectorSettings(folder="m", resume=False))
    declined.library_is_read()
    later = next_run(declined)
    assert later.snapshot.mood.pin is not None
    assert later.snapshot.mood.goal is not None


def test_without_resuming_only_what_is_ordered_anew_replaces_what_is_kept() -> None:
    stage = watched_stage()
    stage.ask(requests.PinMood(ANGRY))
    stage.ask(requests.NextGoal())
    declined = next_run(stage, DirectorSettings(folder="m", resume=False))
    declined.ask(requests.PinMood(HAPPY))
    later = next_run(declined)
    assert later.snapshot.mood.pin is not None
    assert later.snapshot.mood.pin.emotion == HAPPY
    assert later.snapshot.mood.goal is not None


def test_orders_are_written_only_when_they_change() -> None:
    stage = watched_stage()
    stage.ask(requests.PinMood(ANGRY))
    show(stage, face_reading(HAPPY), 6.0)
    assert facts(stage.commands, MoodOrders) == [MoodOrders(ANGRY)]


# -- the history of moods --------------------------------------------------------------------


def minutes_pass(stage: Stage, minutes: int) -> None:
    show(stage, face_reading(HAPPY, 0.8), 60.0 * minutes)


def test_nothing_is_written_down_before_the_person_said_yes() -> None:
    stage = watched_stage()
    minutes_pass(stage, 3)
    assert facts(stage.commands, MoodMinute) == []
    shown = stage.snapshot.mood_history
    assert shown.may_keep is None
    assert [m.emotion for m in shown.minutes] == [HAPPY] * 3


def test_after_a_yes_one_emotion_a_minute_is_written_until_a_no() -> None:
    stage = watched_stage()
    stage.ask(requests.KeepMoodHistory(allowed=True))
    minutes_pass(stage, 3)
    first = int(DAY_UNIX_S // 60)
    kept = facts(stage.commands, MoodMinute)
    assert [fact for fact in kept if isinstance(fact, MoodMinute)][1:] == [
        MoodMinute(first + 1, HAPPY, 0.8),
        MoodMinute(first + 2, HAPPY, 0.8),
    ]
    stage.commands.clear()
    stage.ask(requests.KeepMoodHistory(allowed=False))
    minutes_pass(stage, 3)
    assert facts(stage.commands, MoodMinute) == []


def test_the_answer_holds_for_later_runs() -> None:
    stage = watched_stage()
    stage.ask(requests.KeepMoodHistory(allowed=True))
    assert facts(stage.commands, MoodHistoryAllowed) == [MoodHistoryAllowed(True)]
    assert next_run(stage).snapshot.mood_history.may_keep is True


def test_the_last_half_hour_is_there_at_the_next_start() -> None:
    minute = MoodMinute(int(DAY_UNIX_S // 60) - 5, Emotion.SAD, 0.5)
    person = replace(Person(), may_keep_history=True, minutes=(minute,))
    assert watched_stage(Memory(person=person)).snapshot.mood_history.minutes == (minute,)


def test_erasing_leaves_nothing_on_the_screen_either() -> None:
    stage = watched_stage()
    stage.ask(requests.KeepMoodHistory(allowed=True))
    minutes_pass(stage, 2)
    stage.ask(requests.EraseMoodHistory())
    assert facts(stage.commands, MoodHistoryErased) == [MoodHistoryErased()]
    assert stage.snapshot.mood_history.minutes == ()
