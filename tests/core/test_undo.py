"""Undo takes back what a person did, and nothing that has come of itself since."""

from tests.core.stage import Stage, playing
from tests.fakes import ListCatalog
from tests.makers import track
from tui_player.core.director_settings import DirectorSettings
from tui_player.messages import events, requests
from tui_player.messages.commands import PlayNow
from tui_player.messages.snapshot import Pin
from tui_player.model.mood.emotion import Emotion
from tui_player.model.mood.pin_span import PinSpan
from tui_player.model.music.track import TrackId


def stage_with(emotion: Emotion) -> Stage:
    stage = Stage()
    stage.library_is_read()
    stage.look(emotion)
    return stage


def mood(stage: Stage) -> str | None:
    return stage.snapshot.mood.emotion


def test_an_old_change_of_up_next_brings_back_no_music_of_another_mood() -> None:
    stage = stage_with(Emotion.HAPPY)
    stage.ask(requests.QueueTrack(TrackId("angry 1.flac")))
    stage.ask(requests.RemoveFromUpNext(stage.snapshot.up_next[0].play_id))
    stage.look(Emotion.SAD)
    stage.ask(requests.Undo())
    first, *others = stage.snapshot.up_next
    assert first.track.title == "angry 1"
    assert {entry.reason for entry in others} == {"you look sad"}
    assert mood(stage) == Emotion.SAD


def test_what_is_brought_back_is_told_in_the_words_of_now() -> None:
    stage = stage_with(Emotion.HAPPY)
    before = stage.snapshot.up_next
    stage.ask(requests.RemoveFromUpNext(before[3].play_id))
    stage.ask(requests.TogglePin())
    stage.ask(requests.Like())
    stage.ask(requests.Undo())
    stage.now_s += 1.0
    stage.ask(requests.Unpin())
    stage.ask(requests.PinMood(Emotion.HAPPY, PinSpan(seconds=1.0)))
    for _ in range(4):
        stage.ask(requests.Undo())
    after = stage.snapshot.up_next
    assert [entry.play_id for entry in after] == [entry.play_id for entry in before]
    assert {entry.reason for entry in after} == {"you look happy"}


def test_a_pin_taken_back_leaves_the_face_where_it_is_by_now() -> None:
    stage = stage_with(Emotion.HAPPY)
    stage.ask(requests.PinMood(Emotion.ANGRY))
    stage.look(Emotion.SAD)
    stage.ask(requests.Undo())
    assert stage.snapshot.mood.pin is None
    assert mood(stage) == Emotion.SAD
    assert stage.up_next_moods == {"sad"}


def test_a_goal_taken_back_leaves_a_pin_set_before_it_that_has_ended() -> None:
    stage = stage_with(Emotion.HAPPY)
    stage.ask(requests.PinMood(Emotion.SAD, PinSpan(seconds=60.0)))
    stage.ask(requests.NextGoal())
    stage.now_s += 61.0
    stage.tell(events.ClockTicked())
    stage.ask(requests.Undo())
    assert stage.snapshot.mood.pin is None
    assert stage.snapshot.mood.goal is None


def test_a_pin_whose_time_is_over_does_not_come_back() -> None:
    stage = stage_with(Emotion.HAPPY)
    stage.ask(requests.PinMood(Emotion.SAD, PinSpan(seconds=60.0)))
    stage.ask(requests.Unpin())
    stage.now_s += 61.0
    stage.ask(requests.Undo())
    assert stage.snapshot.mood.pin is None
    assert stage.up_next_moods == {"happy"}


def test_a_rejection_taken_back_leaves_a_mood_that_came_since() -> None:
    stage = stage_with(Emotion.HAPPY)
    stage.look(Emotion.ANGRY)
    stage.ask(requests.RejectMood())
    assert mood(stage) == Emotion.HAPPY
    stage.look(Emotion.SAD)
    stage.ask(requests.Undo())
    assert mood(stage) == Emotion.SAD
    stage.look(Emotion.ANGRY)
    assert mood(stage) == Emotion.ANGRY, "it is no longer held to be wrong"


def test_a_track_that_a_pin_cut_in_is_no_step_of_the_goal_after_it() -> None:
    stage = Stage(DirectorSettings(folder="m", change_at_once=True))
    stage.library_is_read()
    stage.look(Emotion.SAD)
    stage.ask(requests.NextGoal())
    way = [entry.play_id for entry in stage.snapshot.up_next[:4]]
    pinned = events.UserAsked(requests.PinMood(Emotion.HAPPY))
    commands = stage.director.handle(pinned, stage.moment)
    assert isinstance(commands[0], PlayNow)
    stage.director.handle(events.UserAsked(requests.Undo()), stage.moment)
    assert [entry.play_id for entry in stage.snapshot.up_next[:4]] == way


def test_what_was_taken_out_stays_out_of_what_undo_brings_back() -> None:
    tracks = (track(f"happy {number}", "happy music") for number in range(5))
    stage = Stage(catalog=ListCatalog(tracks))
    stage.library_is_read()
    stage.look(Emotion.HAPPY)
    stage.ask(requests.RemoveFromUpNext(stage.snapshot.up_next[0].play_id))
    before = stage.snapshot.up_next
    stage.ask(requests.PinMood(Emotion.SAD))
    stage.ask(requests.Undo())
    assert stage.snapshot.up_next == before


def test_undo_never_cuts_what_sounds() -> None:
    stage = Stage()
    stage.library_is_read()
    stage.look(Emotion.HAPPY)
    stage.ask(requests.PinMood(Emotion.SAD))
    sounding = playing(stage)
    stage.ask(requests.Undo())
    assert playing(stage) == sounding
    assert stage.up_next_moods == {"happy"}


def test_a_like_is_not_brought_back_once_it_is_forgotten() -> None:
    stage = stage_with(Emotion.HAPPY)
    stage.ask(requests.Like())
    stage.ask(requests.Like())
    stage.ask(requests.PinMood(Emotion.HAPPY))
    stage.ask(requests.ForgetLearned(Emotion.HAPPY))
    stage.ask(requests.Undo())
    assert stage.snapshot.mood.pin is None
    stage.ask(requests.Undo())
    assert stage.snapshot.notices[-1].text == "Nothing to undo."
    now = stage.snapshot.now_playing
    assert now is not None
    assert now.opinion == 0


def test_a_pin_comes_back_with_all_of_its_time() -> None:
    stage = stage_with(Emotion.HAPPY)
    stage.ask(requests.PinMood(Emotion.SAD, PinSpan(tracks=2)))
    stage.ask(requests.Unpin())
    stage.ask(requests.Undo())
    assert stage.snapshot.mood.pin == Pin(Emotion.SAD, "for 2 tracks")
