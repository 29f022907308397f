"""The camera rests under a pin where that is wished, and is back in time."""

from tests.core.stage import Stage
from tui_player.core.director_settings import DirectorSettings
from tui_player.core.memory import Memory
from tui_player.core.mood.camera_policy import BACK_BEFORE_S
from tui_player.core.mood.profile import Person
from tui_player.core.settings import PresenceSettings
from tui_player.messages import events, requests
from tui_player.messages.commands import CameraCommand, OpenCamera, ReleaseCamera
from tui_player.messages.events import CameraState
from tui_player.messages.facts import MoodOrders
from tui_player.model.mood.emotion import Emotion
from tui_player.model.mood.pin_span import PinSpan


def resting_stage(*, rests: bool = True) -> Stage:
    presence = PresenceSettings(camera_rests_while_pinned=rests)
    stage = Stage(DirectorSettings(folder="m", presence=presence))
    stage.library_is_read()
    stage.look(Emotion.HAPPY)
    stage.commands.clear()
    return stage


def orders(stage: Stage) -> list[CameraCommand]:
    """What the camera was told since last asked."""
    told = [c for c in stage.commands if isinstance(c, OpenCamera | ReleaseCamera)]
    stage.commands.clear()
    return told


def wait(stage: Stage, for_s: float) -> None:
    stage.now_s += for_s
    stage.tell(events.ClockTicked())


def test_a_pin_gives_the_camera_rest_until_it_is_taken_off() -> None:
    stage = resting_stage()
    stage.ask(requests.PinMood(Emotion.SAD))
    assert orders(stage) == [ReleaseCamera()]
    stage.tell(events.CameraChanged(CameraState.OFF))
    assert stage.snapshot.camera.resting
    wait(stage, 3600.0)
    assert orders(stage) == []
    stage.ask(requests.Unpin())
    assert orders(stage) == [OpenCamera()]
    assert not stage.snapshot.camera.resting


def test_without_the_wish_the_camera_looks_on() -> None:
    stage = resting_stage(rests=False)
    stage.ask(requests.PinMood(Emotion.SAD))
    assert orders(stage) == []


def test_the_camera_is_back_before_a_pin_for_some_time_ends() -> None:
    stage = resting_stage()
    stage.ask(requests.PinMood(Emotion.SAD, PinSpan(seconds=600.0)))
    assert orders(stage) == [ReleaseCamera()]
    wait(stage, 600.0 - BACK_BEFORE_S - 1.0)
    assert orders(stage) == []
    wait(stage, 2.0)
    assert orders(stage) == [OpenCamera()]
    assert stage.snapshot.mood.pin is not None


def test_the_camera_is_back_before_the_last_pinned_track_ends() -> None:
    stage = resting_stage()
    stage.ask(requests.PinFor(PinSpan(tracks=1)))
    assert orders(stage) == [ReleaseCamera()]
    now = stage.snapshot.now_playing
    assert now is not None
    stage.tell(events.PositionMoved(now.play_id, 180.0 - BACK_BEFORE_S + 1.0))
    assert orders(stage) == [OpenCamera()]


def test_the_key_brings_a_resting_camera_back_for_this_pin() -> None:
    stage = resting_stage()
    stage.ask(requests.PinMood(Emotion.SAD))
    stage.ask(requests.ToggleCamera())
    assert orders(stage) == [ReleaseCamera(), OpenCamera()]
    wait(stage, 60.0)
    assert orders(stage) == []
    stage.ask(requests.Unpin())
    stage.ask(requests.PinMood(Emotion.SAD))
    assert orders(stage) == [ReleaseCamera()]


def test_a_camera_turned_off_by_hand_stays_off_after_the_pin() -> None:
    stage = resting_stage()
    stage.ask(requests.ToggleCamera())
    stage.ask(requests.PinMood(Emotion.SAD))
    stage.ask(requests.Unpin())
    assert orders(stage) == [ReleaseCamera()]


def test_a_pin_of_last_time_keeps_the_camera_closed_from_the_start() -> None:
    memory = Memory(person=Person(orders=MoodOrders(pin=Emotion.SAD)))
    presence = PresenceSettings(camera_rests_while_pinned=True)
    stage = Stage(DirectorSettings(folder="m", presence=presence), memory)
    assert orders(stage) == []
    assert stage.snapshot.camera.resting
    stage.ask(requests.Unpin())
    assert orders(stage) == [OpenCamera()]
