"""The pause of an empty room: after some minutes, ended by a face, and only its own."""

from tests.core.stage import Stage, playing
from tui_player.core.director_settings import DirectorSettings
from tui_player.core.settings import PresenceSettings
from tui_player.messages import events, requests
from tui_player.messages.commands import Pause, Resume
from tui_player.messages.events import CameraState
from tui_player.model.mood.emotion import Emotion

AFTER_S = 120.0


def stage_with_rule(after_s: float | None = AFTER_S) -> Stage:
    """Somebody in front of the camera, music playing."""
    stage = Stage(DirectorSettings(folder="m", presence=PresenceSettings(pause_after_s=after_s)))
    stage.library_is_read()
    stage.look(Emotion.HAPPY)
    stage.commands.clear()
    return stage


def leave(stage: Stage, for_s: float) -> None:
    for _ in range(round(for_s)):
        stage.now_s += 1.0
        stage.tell(events.FaceLost())


def test_music_pauses_in_an_empty_room_and_goes_on_for_a_face() -> None:
    stage = stage_with_rule()
    leave(stage, AFTER_S)
    assert Pause() not in stage.commands
    leave(stage, 2.0)
    assert stage.commands.count(Pause()) == 1
    assert (
        stage.snapshot.notices[-1].text == "Nobody there for 2 minutes: paused until you are back."
    )
    leave(stage, 600.0)
    stage.look(Emotion.HAPPY, for_s=0.6)
    assert Resume() not in stage.commands, "one frame may be a mistake of the face finder"
    stage.look(Emotion.HAPPY, for_s=2.0)
    assert stage.commands.count(Resume()) == 1
    assert stage.commands.count(Pause()) == 1


def test_without_the_rule_nothing_pauses() -> None:
    stage = stage_with_rule(None)
    leave(stage, 4 * AFTER_S)
    assert Pause() not in stage.commands


def test_a_pause_by_hand_is_not_ended_by_a_face() -> None:
    stage = stage_with_rule()
    stage.ask(requests.TogglePause())
    leave(stage, 2 * AFTER_S)
    stage.look(Emotion.HAPPY)
    assert stage.snapshot.paused
    assert Resume() not in stage.commands


def test_who_resumes_by_hand_unseen_is_not_paused_again_at_once() -> None:
    stage = stage_with_rule()
    leave(stage, AFTER_S + 2.0)
    stage.ask(requests.TogglePause())
    leave(stage, 2 * AFTER_S)
    assert not stage.snapshot.paused
    stage.look(Emotion.HAPPY)
    leave(stage, AFTER_S + 2.0)
    assert stage.snapshot.paused


def test_a_track_chosen_in_the_meantime_is_no_longer_the_rules_business() -> None:
    stage = stage_with_rule()
    leave(stage, AFTER_S + 2.0)
    stage.ask(requests.Skip())
    stage.ask(requests.TogglePause())
    stage.look(Emotion.HAPPY)
    assert stage.snapshot.paused
    assert playing(stage)


def test_a_camera_that_never_saw_anybody_pauses_nothing() -> None:
    stage = Stage(DirectorSettings(folder="m", presence=PresenceSettings(pause_after_s=60.0)))
    stage.library_is_read()
    stage.tell(events.CameraChanged(CameraState.OK))
    leave(stage, 600.0)
    assert not stage.snapshot.paused


def test_a_dark_room_is_not_an_empty_one() -> None:
    stage = stage_with_rule()
    stage.tell(events.CameraChanged(CameraState.DARK, "too dark"))
    for _ in range(300):
        stage.now_s += 1.0
        stage.tell(events.ClockTicked())
    assert not stage.snapshot.paused
