"""The Director and the music: the queue, what goes wrong, and what is remembered."""

from collections.abc import Callable, Collection

import pytest

from tests.core.stage import Stage, playing
from tests.fakes import ListCatalog
from tests.makers import track
from tui_player.core.director_settings import DirectorSettings
from tui_player.core.memory import Memory
from tui_player.messages import events, requests
from tui_player.messages.commands import (
    OutputVolume,
    Pause,
    PlayNow,
    Remember,
    Resume,
    ScanFolder,
    Seek,
    SetUpNext,
)
from tui_player.messages.facts import OpinionGiven, ResumePoint
from tui_player.model.mood.emotion import Emotion
from tui_player.model.music.track import Track, TrackId
from tui_player.ports.catalog import Randomness, nobody_is_barred

# -- the queue ---------------------------------------------------------------------------------


def test_asked_for_tracks_stay_through_a_change_of_mood() -> None:
    stage = Stage()
    stage.library_is_read()
    stage.ask(requests.QueueTrack(TrackId("angry 3.flac")))
    stage.ask(requests.QueueTrack(TrackId("angry 4.flac"), first=True))
    stage.look(Emotion.HAPPY)
    titles = [entry.track.title for entry in stage.snapshot.up_next]
    assert titles[:2] == ["angry 4", "angry 3"]
    assert stage.snapshot.up_next[0].reason == "you asked for it"


def test_playing_one_track_leaves_up_next_alone() -> None:
    stage = Stage()
    stage.library_is_read()
    planned = stage.snapshot.up_next
    stage.ask(requests.PlayTrack(TrackId("sad 7.flac")))
    assert playing(stage) == "sad 7"
    assert stage.snapshot.up_next == planned


def test_an_entry_of_up_next_can_be_played_at_once() -> None:
    stage = Stage()
    stage.library_is_read()
    planned = stage.snapshot.up_next
    third = planned[2]
    stage.ask(requests.PlayFromUpNext(third.play_id))
    assert playing(stage) == third.track.title
    kept = [entry.play_id for entry in stage.snapshot.up_next]
    assert kept[:4] == [planned[0].play_id, planned[1].play_id, *(e.play_id for e in planned[3:5])]
    stage.ask(requests.PlayFromUpNext(99_999))
    assert playing(stage) == third.track.title


def test_taking_out_moving_and_undoing() -> None:
    stage = Stage()
    stage.library_is_read()
    first, second, *_ = planned = stage.snapshot.up_next
    stage.ask(requests.MoveInUpNext(second.play_id, -1))
    assert stage.snapshot.up_next[0].play_id == second.play_id
    stage.ask(requests.RemoveFromUpNext(first.play_id))
    assert first.play_id not in {entry.play_id for entry in stage.snapshot.up_next}
    stage.ask(requests.Undo())
    stage.ask(requests.Undo())
    assert stage.snapshot.up_next == planned
    stage.ask(requests.Undo())
    assert stage.snapshot.notices[-1].text == "Nothing to undo."


def test_what_was_taken_out_stays_out_until_the_mood_changes() -> None:
    stage = Stage(catalog=ListCatalog(track(f"happy {i}", "happy music") for i in range(4)))
    stage.library_is_read()
    stage.look(Emotion.HAPPY)
    taken_out = stage.snapshot.up_next[0]
    stage.ask(requests.RemoveFromUpNext(taken_out.play_id))
    for _ in range(8):
        stage.ask(requests.Skip())
        sounds_or_follows = {playing(stage), *(e.track.title for e in stage.snapshot.up_next)}
        assert taken_out.track.title not in sounds_or_follows
    stage.ask(requests.PinMood(Emotion.SAD))
    titles = {playing(stage), *(e.track.title for e in stage.snapshot.up_next)}
    assert taken_out.track.title in titles


def test_what_was_taken_out_comes_back_by_undo_and_for_want_of_others() -> None:
    stage = Stage(catalog=ListCatalog(track(f"happy {i}", "happy music") for i in range(3)))
    stage.library_is_read()
    stage.look(Emotion.HAPPY)
    up_next = stage.snapshot.up_next
    stage.ask(requests.RemoveFromUpNext(up_next[0].play_id))
    assert stage.snapshot.up_next == up_next[1:]
    stage.ask(requests.Undo())
    assert stage.snapshot.up_next == up_next
    for entry in up_next:
        stage.ask(requests.RemoveFromUpNext(entry.play_id))
    assert len(stage.snapshot.up_next) == 1, "something has to follow"


def test_undoing_a_pin_brings_the_old_plans_back() -> None:
    stage = Stage()
    stage.library_is_read()
    stage.look(Emotion.HAPPY)
    planned = stage.snapshot.up_next
    stage.ask(requests.PinMood(Emotion.SAD))
    stage.ask(requests.Undo())
    assert stage.snapshot.mood.pin is None
    assert stage.snapshot.up_next == planned


def test_the_music_can_be_changed_now() -> None:
    stage = Stage()
    stage.library_is_read()
    stage.look(Emotion.FEARFUL)
    stage.ask(requests.ChangeMusicNow())
    assert playing(stage).startswith("fearful")


def test_what_was_queued_comes_before_the_music_of_the_mood_and_is_told() -> None:
    stage = Stage()
    stage.library_is_read()
    stage.look(Emotion.FEARFUL)
    stage.ask(requests.QueueTrack(TrackId("angry 3.flac")))
    stage.ask(requests.ChangeMusicNow())
    assert playing(stage) == "angry 3"
    assert "queued comes first" in stage.snapshot.notices[-1].text


def test_the_player_moving_on_by_itself_keeps_up_next_full() -> None:
    stage = Stage()
    stage.library_is_read()
    following = stage.snapshot.up_next[0]
    now = stage.snapshot.now_playing
    assert now is not None
    stage.tell(events.TrackEnded(now.play_id))
    commands = stage.tell(events.TrackStarted(following.play_id, 200.0))
    assert playing(stage) == following.track.title
    assert len(stage.snapshot.up_next) == 12
    assert any(isinstance(command, SetUpNext) for command in commands)


# -- what goes wrong ---------------------------------------------------------------------------


def test_an_unplayable_track_is_named_once_and_skipped() -> None:
    stage = Stage()
    stage.library_is_read()
    now = stage.snapshot.now_playing
    assert now is not None
    stage.tell(events.TrackUnplayable(now.play_id, "the file is empty"))
    stage.now_s += 1.0
    stage.tell(events.ClockTicked())
    assert playing(stage) != now.track.title
    texts = [notice.text for notice in stage.snapshot.notices]
    assert texts == [f"Cannot play {now.track.title}: the file is empty. Skipped."]


def test_notices_go_after_a_while() -> None:
    stage = Stage()
    stage.tell(events.WorkerFailed("camera", "Something broke."))
    stage.now_s += 60
    stage.tell(events.ClockTicked())
    assert stage.snapshot.notices == ()


def test_a_deleted_track_leaves_up_next_and_the_present_one_plays_on() -> None:
    stage = Stage()
    stage.library_is_read()
    before, gone = playing(stage), stage.snapshot.up_next[0]
    stage.catalog.remove(gone.track.id)
    stage.library_is_read()
    assert gone not in stage.snapshot.up_next
    assert len(stage.snapshot.up_next) == 12
    assert playing(stage) == before


def test_an_empty_library_plays_nothing_and_begins_when_tracks_come() -> None:
    stage = Stage(catalog=ListCatalog())
    assert stage.library_is_read() == []
    stage.look(Emotion.HAPPY)
    assert stage.snapshot.now_playing is None
    stage.catalog.add(track("first", "happy music"))
    stage.library_is_read()
    assert playing(stage) == "first"


def test_what_was_chosen_while_scanning_is_chosen_again_from_the_whole() -> None:
    stage = Stage(catalog=ListCatalog([track(f"first {i}", "pop") for i in range(20)]))
    stage.tell(events.LibraryChanged(tracks=20, genres=1, finished=False))
    before = playing(stage)
    stage.catalog.add(*(track(f"later {i}", "pop") for i in range(400)))
    stage.tell(events.LibraryChanged(tracks=420, genres=1))
    titles = [entry.track.title for entry in stage.snapshot.up_next]
    assert sum(title.startswith("later") for title in titles) > 6
    assert playing(stage) == before


def test_a_thin_library_is_not_asked_the_same_again() -> None:
    class CountingCatalog(ListCatalog):
        asked = 0

        def sample(
            self,
            families: Collection[str],
            limit: int,
            randomness: Randomness,
            is_barred: Callable[[TrackId], bool] = nobody_is_barred,
        ) -> tuple[Track, ...]:
            self.asked += 1
            return super().sample(families, limit, randomness, is_barred)

    catalog = CountingCatalog([track("one", "pop"), track("two", "pop")])
    stage = Stage(catalog=catalog)
    stage.library_is_read()
    asked = catalog.asked
    now = stage.snapshot.now_playing
    assert now is not None
    for second in range(5):
        stage.tell(events.PositionMoved(now.play_id, float(second)))
    assert catalog.asked == asked
    catalog.add(track("three", "pop"))
    stage.library_is_read()
    assert len(stage.snapshot.up_next) == 2


def test_what_was_in_vain_beside_something_queued_is_asked_again_without_it() -> None:
    """Beside what is queued nothing of another kind is chosen; alone it is better than silence."""
    tracks = [track("happy", "happy music"), track("sad", "sad music")]
    stage = Stage(catalog=ListCatalog(tracks))
    stage.ask(requests.PinMood(Emotion.HAPPY))
    stage.library_is_read()
    for _ in range(2):
        stage.ask(requests.QueueTrack(TrackId("happy.flac")))
    (chosen,) = (entry for entry in stage.snapshot.up_next if not entry.asked_for)
    stage.ask(requests.RemoveFromUpNext(chosen.play_id))
    stage.ask(requests.Skip())
    (queued,) = stage.snapshot.up_next
    stage.ask(requests.RemoveFromUpNext(queued.play_id))
    assert [entry.track.title for entry in stage.snapshot.up_next] == ["sad"]


def test_one_track_alone_is_played_again_and_again() -> None:
    stage = Stage(catalog=ListCatalog([track("only", "happy music")]))
    stage.library_is_read()
    now = stage.snapshot.now_playing
    assert now is not None
    stage.tell(events.TrackEnded(now.play_id))
    again = stage.snapshot.now_playing
    assert again is not None
    assert again.play_id != now.play_id


def test_the_scanner_tells_how_far_it_is() -> None:
    stage = Stage()
    stage.tell(events.ScanProgressed(10, 50))
    view = stage.snapshot.library
    assert (view.scanning, view.scan_done, view.scan_total) == (True, 10, 50)
    stage.library_is_read()
    assert not stage.snapshot.library.scanning
    assert ScanFolder() in stage.ask(requests.Rescan())


def test_sound_trouble_is_shown_with_the_speaker() -> None:
    stage = Stage()
    stage.tell(events.SpeakerChanged(events.SpeakerState.SILENT, sentence="No sound device."))
    assert stage.snapshot.speaker.sentence == "No sound device."
    stage.tell(events.RingRanDry(2))
    assert stage.snapshot.speaker.ran_dry_count == 2


# -- the past ----------------------------------------------------------------------------------


def test_likes_belong_to_the_mood_and_are_taken_back_by_asking_again() -> None:
    stage = Stage()
    stage.library_is_read()
    stage.look(Emotion.HAPPY)
    commands = stage.ask(requests.Like())
    now = stage.snapshot.now_playing
    assert now is not None
    assert Remember(OpinionGiven(now.track.id, Emotion.HAPPY, 1)) in commands
    assert now.opinion == 1
    stage.ask(requests.Like())
    liked = stage.snapshot.now_playing
    assert liked is not None
    assert liked.opinion == 0


def test_a_dislike_also_skips() -> None:
    stage = Stage()
    stage.library_is_read()
    stage.look(Emotion.HAPPY)
    before = playing(stage)
    stage.ask(requests.Dislike())
    assert playing(stage) != before


def test_an_opinion_needs_a_mood() -> None:
    stage = Stage()
    stage.library_is_read()
    commands = stage.ask(requests.Like())
    assert not any(isinstance(c, Remember) and isinstance(c.fact, OpinionGiven) for c in commands)
    assert "No mood detected yet" in stage.snapshot.notices[-1].text


def test_a_run_resumes_where_the_last_one_stopped() -> None:
    point = ResumePoint(TrackId("sad 3.flac"), 61.5, (TrackId("sad 4.flac"),), 40)
    stage = Stage(memory=Memory(resume_point=point))
    commands = stage.library_is_read()
    play = commands[0]
    assert isinstance(play, PlayNow)
    assert (play.path, play.position_s) == ("/music/sad 3.flac", 61.5)
    assert stage.snapshot.up_next[0].track.title == "sad 4"
    assert stage.commands[0] == OutputVolume(40)


def test_resuming_can_be_declined_and_survives_a_lost_track() -> None:
    point = ResumePoint(TrackId("gone.flac"), 61.5, (TrackId("gone too.flac"),))
    stage = Stage(memory=Memory(resume_point=point))
    stage.library_is_read()
    assert playing(stage) != "gone"
    declined = Stage(
        DirectorSettings(folder="~/Music", resume=False),
        memory=Memory(resume_point=ResumePoint(TrackId("sad 3.flac"), 61.5)),
    )
    commands = declined.library_is_read()
    assert isinstance(commands[0], PlayNow)
    assert commands[0].position_s == 0.0


def test_the_farewell_notes_where_to_go_on() -> None:
    stage = Stage()
    stage.library_is_read()
    now = stage.snapshot.now_playing
    assert now is not None
    stage.tell(events.PositionMoved(now.play_id, 33.3))
    farewell = stage.director.shutdown(stage.moment)
    assert Remember(ResumePoint(now.track.id, 33.3, (), 72)) in farewell


@pytest.mark.parametrize(
    "request_",
    [
        requests.Skip(),
        requests.Back(),
        requests.SeekBy(5.0),
        requests.SeekTo(0.5),
        requests.TogglePause(),
        requests.SetPaused(True),
        requests.ToggleMute(),
        requests.ChangeVolume(5),
        requests.SetVolume(50),
        requests.Dislike(),
        requests.ChangeMusicNow(),
        requests.RejectMood(),
        requests.Undo(),
    ],
)
def test_no_request_fails_before_there_is_anything_to_play(request_: requests.Request) -> None:
    stage = Stage(catalog=ListCatalog())
    stage.ask(request_)
    assert stage.snapshot.now_playing is None


def test_pausing_and_resuming_may_be_asked_twice() -> None:
    stage = Stage()
    stage.library_is_read()
    assert Pause() in stage.ask(requests.SetPaused(True))
    again = stage.ask(requests.SetPaused(True))
    assert stage.snapshot.paused
    assert Pause() not in again
    assert Resume() not in again
    assert Resume() in stage.ask(requests.SetPaused(False))
    assert not stage.snapshot.paused


def test_a_volume_is_set_within_its_scale_and_ends_muting() -> None:
    stage = Stage()
    stage.ask(requests.ToggleMute())
    assert OutputVolume(35) in stage.ask(requests.SetVolume(35))
    assert (stage.snapshot.speaker.volume_percent, stage.snapshot.speaker.muted) == (35, False)
    stage.ask(requests.SetVolume(400))
    assert stage.snapshot.speaker.volume_percent == 100


def test_a_time_in_the_track_is_gone_to_but_not_past_its_end() -> None:
    stage = Stage()
    stage.library_is_read()
    assert stage.ask(requests.SeekToTime(90.0)) == [Seek(90.0)]
    assert stage.ask(requests.SeekToTime(9_000.0)) == [Seek(179.5)]
