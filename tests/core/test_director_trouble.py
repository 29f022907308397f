"""The Director where things go wrong: pauses, gaps, lost files, thin moods, early keys."""

import pytest

from tests.core.stage import Stage, playing
from tests.fakes import ListCatalog
from tests.makers import track
from tui_player.core.director_settings import DirectorSettings
from tui_player.core.memory import Memory
from tui_player.core.playback.continuity import RESUME_PATIENCE_S
from tui_player.messages import events, requests
from tui_player.messages.commands import PlayNow, Remember, SetUpNext
from tui_player.messages.facts import OpinionGiven, ResumePoint
from tui_player.messages.snapshot import Pin
from tui_player.model.mood.emotion import Emotion
from tui_player.model.mood.pin_span import PinSpan
from tui_player.model.music.track import TrackId

POINT = ResumePoint(TrackId("sad 3.flac"), 61.5, (TrackId("sad 4.flac"),), 40)


def facts(stage: Stage) -> list[object]:
    return [command.fact for command in stage.commands if isinstance(command, Remember)]


def now_id(stage: Stage) -> int:
    now = stage.snapshot.now_playing
    assert now is not None
    return now.play_id


def test_a_change_of_mood_does_not_end_a_pause() -> None:
    stage = Stage(DirectorSettings(folder="m", change_at_once=True))
    stage.library_is_read()
    stage.look(Emotion.SAD)
    stage.ask(requests.TogglePause())
    stage.look(Emotion.HAPPY)
    assert stage.snapshot.paused
    plays = [command for command in stage.commands if isinstance(command, PlayNow)]
    assert plays[-1].paused
    assert playing(stage).startswith("happy")


def test_an_unplayable_track_does_not_end_a_pause() -> None:
    stage = Stage()
    stage.library_is_read()
    stage.ask(requests.TogglePause())
    stage.tell(events.TrackUnplayable(now_id(stage), "it is gone"))
    stage.now_s += 1.0
    stage.tell(events.ClockTicked())
    assert stage.snapshot.paused


def test_where_all_of_a_mood_is_unplayable_other_music_plays_and_says_why() -> None:
    catalog = ListCatalog([track("broken", "happy music")])
    catalog.add(*(track(f"good {i}", "sad music") for i in range(20)))
    stage = Stage(catalog=catalog)
    stage.library_is_read()
    stage.ask(requests.PinMood(Emotion.HAPPY))
    stage.ask(requests.Skip())
    assert playing(stage) == "broken"
    stage.tell(events.TrackUnplayable(now_id(stage), "it is empty"))
    stage.now_s += 1.0
    stage.tell(events.ClockTicked())
    now = stage.snapshot.now_playing
    assert now is not None
    assert now.reason == "no other tagged for happy"


def test_a_library_in_which_nothing_plays_says_so_and_is_tried_again_when_asked() -> None:
    stage = Stage(catalog=ListCatalog([track("one", "pop"), track("two", "pop")]))
    stage.library_is_read()
    for _ in range(2):
        stage.tell(events.TrackUnplayable(now_id(stage), "the disk is gone"))
        stage.now_s += 1.0
        stage.tell(events.ClockTicked())
    assert stage.snapshot.now_playing is None
    assert "Nothing here can be played" in stage.snapshot.notices[-1].text
    stage.ask(requests.Rescan())
    assert stage.snapshot.now_playing is not None


def test_a_library_of_which_all_is_disliked_says_so() -> None:
    stage = Stage(catalog=ListCatalog([track("alone", "happy music")]))
    stage.library_is_read()
    stage.look(Emotion.HAPPY)
    stage.ask(requests.Dislike())
    assert stage.snapshot.now_playing is None
    assert stage.snapshot.notices[-1].text == (
        "You dislike all music here while happy: / finds what to play."
    )
    stage.ask(requests.PinMood(Emotion.SAD))
    assert playing(stage) == "alone"


def test_a_library_that_empties_takes_what_would_follow_along() -> None:
    stage = Stage()
    stage.library_is_read()
    stage.catalog.remove(*list(stage.catalog.tracks))
    commands = stage.library_is_read()
    assert SetUpNext(0, None) in commands
    assert stage.snapshot.now_playing is not None


def test_what_is_played_before_the_last_run_is_resumed_has_followers() -> None:
    left = ResumePoint(now=TrackId("not scanned yet.flac"))
    stage = Stage(memory=Memory(resume_point=left))
    stage.tell(events.LibraryChanged(tracks=5, genres=7, finished=False))
    assert stage.snapshot.now_playing is None
    commands = stage.ask(requests.PlayTrack(TrackId("happy 1.flac")))
    assert [type(c) for c in commands if isinstance(c, PlayNow | SetUpNext)] == [PlayNow, SetUpNext]


def test_when_the_folder_is_back_its_tracks_are_tried_again() -> None:
    stage = Stage(catalog=ListCatalog([track("one", "pop")]))
    stage.library_is_read()
    stage.tell(events.TrackUnplayable(now_id(stage), "the disk is gone"))
    stage.tell(events.LibraryTroubled("The folder has gone."))
    assert stage.snapshot.notices[-1].text == "The folder has gone."
    stage.tell(events.LibraryTroubled(""))
    assert playing(stage) == "one"


def test_space_before_there_is_music_keeps_the_resume_point() -> None:
    stage = Stage(memory=Memory(resume_point=POINT))
    stage.ask(requests.TogglePause())
    assert facts(stage) == []
    stage.library_is_read()
    assert playing(stage) == "sad 3"


def test_a_rebuilt_index_is_waited_for_until_it_holds_what_was_left() -> None:
    whole = Stage().catalog
    stage = Stage(memory=Memory(resume_point=POINT), catalog=ListCatalog([track("other", "pop")]))
    stage.tell(events.ScanProgressed(1, 100))
    stage.tell(events.LibraryChanged(tracks=1, genres=1, finished=False))
    assert stage.snapshot.now_playing is None
    stage.catalog.add(*whole.tracks.values())
    stage.tell(events.LibraryChanged(tracks=141, genres=7, finished=False))
    assert playing(stage) == "sad 3"
    assert stage.snapshot.up_next[0].track.title == "sad 4"


def test_it_is_not_waited_for_long() -> None:
    stage = Stage(memory=Memory(resume_point=POINT), catalog=ListCatalog([track("other", "pop")]))
    stage.tell(events.ScanProgressed(1, 100))
    stage.tell(events.LibraryChanged(tracks=1, genres=1, finished=False))
    stage.now_s += RESUME_PATIENCE_S
    stage.tell(events.ClockTicked())
    assert playing(stage) == "other"


def test_a_track_asked_for_early_is_not_cut_by_resuming() -> None:
    stage = Stage(memory=Memory(resume_point=POINT))
    stage.ask(requests.PlayTrack(TrackId("happy 1.flac")))
    stage.library_is_read()
    assert playing(stage) == "happy 1"
    assert stage.snapshot.up_next[0].track.title == "sad 4"


def test_asked_for_tracks_stay_while_an_index_is_built_anew() -> None:
    stage = Stage()
    stage.library_is_read()
    stage.ask(requests.QueueTrack(TrackId("angry 3.flac")))
    lost = stage.catalog.tracks[TrackId("angry 3.flac")]
    stage.catalog.remove(lost.id)
    stage.tell(events.LibraryChanged(tracks=100, genres=7, finished=False))
    assert stage.snapshot.up_next[0].track == lost
    stage.tell(events.LibraryChanged(tracks=139, genres=7))
    assert stage.snapshot.up_next[0].track != lost


def test_what_was_chosen_from_the_first_of_many_batches_is_chosen_again() -> None:
    stage = Stage(catalog=ListCatalog(track(f"first {i}", "pop") for i in range(100)))
    stage.tell(events.LibraryChanged(tracks=100, genres=1, finished=False))
    stage.catalog.add(*(track(f"later {i}", "pop") for i in range(2900)))
    for count in (1100, 2100):
        stage.tell(events.LibraryChanged(tracks=count, genres=1, finished=False))
    stage.tell(events.LibraryChanged(tracks=3000, genres=1))
    titles = [entry.track.title for entry in stage.snapshot.up_next]
    assert sum(title.startswith("later") for title in titles) > 6


def test_a_pin_for_some_tracks_counts_the_one_it_began_as_the_first() -> None:
    stage = Stage(DirectorSettings(folder="m", change_at_once=True))
    stage.library_is_read()
    stage.look(Emotion.HAPPY)
    stage.ask(requests.PinMood(Emotion.SAD, PinSpan(tracks=1)))
    assert stage.snapshot.mood.pin == Pin(Emotion.SAD, "for this track")
    assert playing(stage).startswith("sad")


def test_a_click_on_the_bar_of_a_track_of_unknown_length_moves_nothing() -> None:
    stage = Stage(catalog=ListCatalog([track("endless", "pop", duration_s=None)]))
    commands = stage.director.handle(events.LibraryChanged(tracks=1, genres=1), stage.moment)
    assert isinstance(commands[0], PlayNow)
    stage.director.handle(events.TrackStarted(commands[0].play_id, None), stage.moment)
    assert stage.ask(requests.SeekTo(0.5)) == []
    assert "track's length is unknown" in stage.snapshot.notices[-1].text


def test_undo_leaves_the_mood_alone_where_only_the_queue_was_changed() -> None:
    stage = Stage()
    stage.library_is_read()
    stage.look(Emotion.HAPPY)
    stage.ask(requests.RemoveFromUpNext(stage.snapshot.up_next[0].play_id))
    stage.look(Emotion.SAD)
    stage.ask(requests.Undo())
    assert stage.snapshot.mood.emotion == Emotion.SAD


def test_undo_does_not_bring_back_what_was_played_since() -> None:
    stage = Stage()
    stage.library_is_read()
    last = stage.snapshot.up_next[-1]
    stage.ask(requests.RemoveFromUpNext(last.play_id))
    skipped = [entry.play_id for entry in stage.snapshot.up_next[:3]]
    for _ in skipped:
        stage.ask(requests.Skip())
    stage.ask(requests.Undo())
    back = {entry.play_id for entry in stage.snapshot.up_next}
    assert last.play_id in back
    assert not back & set(skipped)


def test_a_dislike_can_be_taken_back() -> None:
    stage = Stage()
    stage.library_is_read()
    stage.look(Emotion.HAPPY)
    stage.ask(requests.PinMood(Emotion.SAD))
    disliked = playing(stage)
    stage.ask(requests.Dislike())
    commands = stage.ask(requests.Undo())
    taken_back = OpinionGiven(TrackId(f"{disliked}.flac"), Emotion.SAD, 0)
    assert Remember(taken_back) in commands
    assert stage.snapshot.notices[-1].text == f"Undone: your opinion of {disliked}."
    assert stage.snapshot.mood.pin is not None
    stage.ask(requests.Undo())
    assert stage.snapshot.notices[-1].text == "Undone: the change of the mood."
    assert stage.snapshot.mood.pin is None


def test_playing_a_track_is_nothing_to_undo() -> None:
    stage = Stage()
    stage.library_is_read()
    stage.ask(requests.PlayFromUpNext(stage.snapshot.up_next[2].play_id))
    stage.ask(requests.PlayTrack(TrackId("happy 1.flac")))
    stage.ask(requests.Undo())
    assert stage.snapshot.notices[-1].text == "Nothing to undo."


def test_changing_the_music_now_plays_what_is_up_next() -> None:
    stage = Stage()
    stage.library_is_read()
    stage.ask(requests.ChangeMusicNow())
    assert "No mood detected yet" in stage.snapshot.notices[-1].text
    stage.look(Emotion.FEARFUL)
    first = stage.snapshot.up_next[0].track.title
    stage.ask(requests.ChangeMusicNow())
    assert playing(stage) == first


def test_a_track_asked_for_is_no_longer_chosen_as_well() -> None:
    stage = Stage()
    stage.library_is_read()
    chosen = stage.snapshot.up_next[5].track
    stage.ask(requests.QueueTrack(chosen.id))
    same = [entry for entry in stage.snapshot.up_next if entry.track == chosen]
    assert len(same) == 1
    assert same[0].asked_for


def test_orders_already_decided_survive_an_error_later_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stage = Stage()
    stage.library_is_read()
    with monkeypatch.context() as broken:
        broken.setattr(ListCatalog, "sample", None)
        with pytest.raises(TypeError):
            stage.director.handle(events.UserAsked(requests.Skip()), stage.moment)
    commands = stage.director.handle(events.ClockTicked(), stage.moment)
    assert isinstance(commands[0], PlayNow)


def test_the_resume_point_is_not_written_again_while_nothing_changes() -> None:
    stage = Stage()
    stage.library_is_read()
    stage.ask(requests.TogglePause())
    stage.commands.clear()
    for _ in range(100):
        stage.now_s += 10.0
        stage.tell(events.ClockTicked())
    assert facts(stage) == []
