"""The Director: events in, commands and a snapshot out, with no thread, clock or device."""

from tests.core.stage import Stage, playing
from tests.fakes import ListCatalog
from tests.makers import track
from tui_player.core.director_settings import DirectorSettings
from tui_player.messages import events, requests
from tui_player.messages.commands import (
    OpenCamera,
    OutputVolume,
    PlayNow,
    ReleaseCamera,
    Remember,
    SetUpNext,
)
from tui_player.messages.events import CameraState
from tui_player.messages.facts import Outcome, TrackHeard
from tui_player.messages.snapshot import Pin
from tui_player.model.device_states import FaceSight
from tui_player.model.mood.emotion import EMOTIONS, Emotion
from tui_player.model.mood.pin_span import PinSpan
from tui_player.model.music.track import TrackId

# -- the main job ------------------------------------------------------------------------------


def test_a_run_begins_with_volume_and_camera() -> None:
    assert Stage().commands == [OutputVolume(72), OpenCamera()]
    no_camera = Stage(DirectorSettings(folder="~/Music", camera_wanted=False))
    assert no_camera.commands == [OutputVolume(72)]


def test_music_starts_as_soon_as_there_are_tracks() -> None:
    stage = Stage()
    commands = stage.library_is_read()
    assert isinstance(commands[0], PlayNow)
    assert isinstance(commands[1], SetUpNext)
    assert len(stage.snapshot.up_next) == 12
    assert {entry.reason for entry in stage.snapshot.up_next} == {"shuffled"}
    stage.tell(events.CameraChanged(CameraState.OK))
    assert {entry.reason for entry in stage.snapshot.up_next} == {"no mood read yet"}


def test_a_smile_puts_happy_music_next_and_does_not_cut_the_present_track() -> None:
    stage = Stage()
    stage.library_is_read()
    before = playing(stage)
    stage.commands.clear()
    stage.look(Emotion.HAPPY)
    assert stage.snapshot.mood.emotion == Emotion.HAPPY
    assert stage.up_next_moods == {"happy"}
    assert {entry.reason for entry in stage.snapshot.up_next} == {"you look happy"}
    assert playing(stage) == before
    assert not [c for c in stage.commands if isinstance(c, PlayNow)]
    assert any(isinstance(command, SetUpNext) for command in stage.commands)


def test_the_mood_follows_the_face_to_another() -> None:
    stage = Stage()
    stage.library_is_read()
    stage.look(Emotion.SAD)
    stage.look(Emotion.HAPPY, for_s=4.0)
    assert stage.up_next_moods == {"happy"}
    assert stage.snapshot.mood.families == ("happy music",)


def test_changing_at_once_is_an_option() -> None:
    stage = Stage(DirectorSettings(folder="~/Music", change_at_once=True))
    stage.library_is_read()
    stage.look(Emotion.SAD)
    stage.commands.clear()
    stage.look(Emotion.HAPPY)
    assert playing(stage).startswith("happy")
    facts = [command.fact for command in stage.commands if isinstance(command, Remember)]
    outcomes = [fact.outcome for fact in facts if isinstance(fact, TrackHeard)]
    assert outcomes == [Outcome.REPLACED]


def test_what_was_asked_for_is_not_cut_by_a_mood() -> None:
    stage = Stage(DirectorSettings(folder="~/Music", change_at_once=True))
    stage.library_is_read()
    stage.look(Emotion.SAD)
    stage.ask(requests.PlayTracks((TrackId("angry 1.flac"), TrackId("angry 2.flac"))))
    stage.look(Emotion.HAPPY)
    assert playing(stage) == "angry 1"
    stage.ask(requests.Skip())
    stage.look(Emotion.SAD)
    assert playing(stage) == "angry 2", "this one was asked for as well"
    stage.ask(requests.Skip())
    assert playing(stage).startswith("sad")
    stage.look(Emotion.HAPPY)
    assert playing(stage).startswith("happy")


def test_a_mood_does_not_cut_where_something_queued_would_follow() -> None:
    stage = Stage(DirectorSettings(folder="~/Music", change_at_once=True))
    stage.library_is_read()
    stage.look(Emotion.SAD)
    before = playing(stage)
    stage.ask(requests.QueueTrack(TrackId("angry 1.flac")))
    stage.look(Emotion.HAPPY)
    assert playing(stage) == before


def test_one_track_alone_is_not_begun_again_for_another_mood() -> None:
    settings = DirectorSettings(folder="~/Music", change_at_once=True)
    stage = Stage(settings, catalog=ListCatalog([track("alone", "sad music")]))
    stage.library_is_read()
    stage.look(Emotion.SAD)
    stage.commands.clear()
    stage.look(Emotion.HAPPY)
    stage.ask(requests.ChangeMusicNow())
    assert not [command for command in stage.commands if isinstance(command, PlayNow)]
    assert stage.snapshot.notices[-1].text == "There is no other music to change to."


# -- what the eyes see -------------------------------------------------------------------------


def test_nobody_there_keeps_the_plan() -> None:
    stage = Stage()
    stage.library_is_read()
    stage.look(Emotion.HAPPY)
    planned = stage.snapshot.up_next
    for _ in range(30):
        stage.now_s += 0.2
        stage.tell(events.FaceLost())
    mood = stage.snapshot.mood
    assert mood.sight is FaceSight.NOBODY
    assert mood.emotion == Emotion.HAPPY
    assert mood.probabilities == (0.0,) * len(EMOTIONS)
    assert stage.snapshot.up_next == planned


def test_several_faces_are_said() -> None:
    stage = Stage()
    stage.look(Emotion.HAPPY, faces_seen=2)
    assert stage.snapshot.mood.sight is FaceSight.SEVERAL


def test_a_guest_holds_the_mood_and_does_not_change_it() -> None:
    stage = Stage()
    stage.library_is_read()
    stage.look(Emotion.HAPPY)
    planned = stage.snapshot.up_next
    stage.look(Emotion.ANGRY, for_s=60.0, faces_seen=2)
    with_guest = stage.snapshot
    assert with_guest.mood.emotion == Emotion.HAPPY
    assert with_guest.mood.held_by_guest
    assert with_guest.up_next == planned
    stage.look(Emotion.ANGRY, for_s=8.0)
    assert not stage.snapshot.mood.held_by_guest
    assert stage.snapshot.mood.emotion == Emotion.ANGRY


def test_two_people_from_the_start_get_a_first_mood() -> None:
    stage = Stage()
    stage.look(Emotion.HAPPY, faces_seen=2)
    assert stage.snapshot.mood.emotion == Emotion.HAPPY


def test_the_rate_of_analysis_is_counted() -> None:
    stage = Stage()
    stage.look(Emotion.HAPPY)
    assert stage.snapshot.camera.analysed_per_s == 5.0


def test_a_camera_in_trouble_is_told_in_its_own_words() -> None:
    stage = Stage()
    stage.look(Emotion.HAPPY)
    stage.tell(events.CameraChanged(CameraState.UNPLUGGED, "The camera was unplugged."))
    assert stage.snapshot.camera.sentence == "The camera was unplugged."
    assert not stage.snapshot.camera.device_is_open
    assert stage.snapshot.mood.sight is FaceSight.NOT_LOOKING


def test_without_a_camera_the_reason_is_how_the_face_looked() -> None:
    stage = Stage()
    stage.library_is_read()
    stage.look(Emotion.HAPPY)
    before = stage.snapshot.up_next
    stage.tell(events.CameraChanged(CameraState.OFF))
    after = stage.snapshot.up_next
    assert {entry.reason for entry in after} == {"you looked happy"}
    assert [entry.play_id for entry in after] == [entry.play_id for entry in before]
    stage.tell(events.CameraChanged(CameraState.OK))
    assert {entry.reason for entry in stage.snapshot.up_next} == {"you look happy"}


def test_the_camera_can_be_closed_and_opened() -> None:
    stage = Stage()
    assert ReleaseCamera() in stage.ask(requests.ToggleCamera())
    assert OpenCamera() in stage.ask(requests.ToggleCamera())


# -- pins and rejections -----------------------------------------------------------------------


def test_a_pin_overrules_the_face_until_it_is_taken_off() -> None:
    stage = Stage()
    stage.library_is_read()
    stage.look(Emotion.HAPPY)
    stage.ask(requests.PinMood(Emotion.SAD))
    assert stage.up_next_moods == {"sad"}
    assert stage.snapshot.up_next[0].reason == "pinned: sad"
    stage.look(Emotion.HAPPY)
    assert stage.up_next_moods == {"sad"}
    stage.ask(requests.Unpin())
    assert stage.up_next_moods == {"happy"}


def test_pinning_the_present_mood_keeps_up_next_and_retells_the_reason() -> None:
    stage = Stage()
    stage.library_is_read()
    stage.look(Emotion.HAPPY)
    planned = [entry.play_id for entry in stage.snapshot.up_next]
    stage.ask(requests.TogglePin())
    assert stage.snapshot.mood.pin == Pin(Emotion.HAPPY)
    assert [entry.play_id for entry in stage.snapshot.up_next] == planned
    assert stage.snapshot.up_next[0].reason == "pinned: happy"
    stage.ask(requests.TogglePin())
    assert stage.snapshot.mood.pin is None


def test_a_pin_for_some_tracks_ends_by_itself() -> None:
    stage = Stage()
    stage.library_is_read()
    stage.look(Emotion.HAPPY)
    stage.ask(requests.PinMood(Emotion.SAD, PinSpan(tracks=2)))
    assert stage.snapshot.mood.pin == Pin(Emotion.SAD, "for 2 tracks")
    stage.ask(requests.Skip())
    assert stage.snapshot.mood.pin == Pin(Emotion.SAD, "for this track")
    assert playing(stage).startswith("sad")
    stage.ask(requests.Skip())
    assert stage.up_next_moods == {"happy"}
    assert stage.snapshot.mood.pin is None


def test_a_pin_for_some_time_ends_by_itself() -> None:
    stage = Stage()
    stage.library_is_read()
    stage.look(Emotion.HAPPY)
    stage.ask(requests.PinFor(PinSpan(seconds=1800.0)))
    assert stage.snapshot.mood.pin == Pin(Emotion.HAPPY, "for 30 min")
    stage.now_s += 1799.0
    stage.tell(events.ClockTicked())
    assert stage.snapshot.mood.pin is not None
    stage.now_s += 1.0
    stage.tell(events.ClockTicked())
    assert stage.snapshot.mood.pin is None


def test_pinning_without_a_mood_explains_itself() -> None:
    stage = Stage()
    stage.ask(requests.TogglePin())
    assert "press 1–7 to pin one" in stage.snapshot.notices[-1].text


def test_not_this_mood_goes_back_to_the_one_before() -> None:
    stage = Stage()
    stage.library_is_read()
    stage.look(Emotion.HAPPY)
    stage.look(Emotion.ANGRY)
    stage.ask(requests.RejectMood())
    assert stage.snapshot.mood.emotion == Emotion.HAPPY
    assert stage.up_next_moods == {"happy"}
    assert stage.snapshot.notices[-1].text == "Not angry: back to happy."


def test_not_this_mood_takes_off_a_pin_first() -> None:
    stage = Stage()
    stage.look(Emotion.HAPPY)
    stage.ask(requests.PinMood(Emotion.SAD))
    stage.ask(requests.RejectMood())
    assert stage.snapshot.mood.pin is None
    assert stage.snapshot.mood.emotion == Emotion.HAPPY
