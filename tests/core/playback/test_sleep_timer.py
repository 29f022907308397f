"""The sleep timer, and stopping after the present track."""

import pytest

from tests.core.stage import Stage, playing
from tui_player.core.director_settings import DirectorSettings
from tui_player.core.playback.sleep_timer import SleepTimer
from tui_player.core.playback.transport import HANDOVER_LIMIT_S
from tui_player.messages import events, requests
from tui_player.messages.commands import PlayNow, SetUpNext
from tui_player.messages.snapshot import EndingView
from tui_player.model.mood.emotion import Emotion


def end_track(stage: Stage) -> None:
    now = stage.snapshot.now_playing
    assert now is not None
    stage.tell(events.TrackEnded(now.play_id))


def is_paused(stage: Stage) -> bool:
    return stage.snapshot.paused


def stage_playing() -> Stage:
    stage = Stage()
    stage.library_is_read()
    return stage


def test_the_timer_counts_down_and_runs_out_once() -> None:
    timer = SleepTimer()
    timer.set(2, now_s=10.0)
    assert timer.minutes_left(10.0) == 2
    assert timer.minutes_left(71.0) == 1
    assert not timer.runs_out(129.0)
    assert timer.runs_out(130.0)
    assert not timer.runs_out(131.0)
    assert timer.minutes_left(131.0) is None


def test_the_music_pauses_after_this_track_at_the_start_of_the_next() -> None:
    stage = stage_playing()
    following = stage.snapshot.up_next[0].track.title
    commands = stage.ask(requests.SleepAfter(0))
    assert SetUpNext(0, None) in commands
    assert stage.snapshot.ending == EndingView(stops_after_track=True)
    end_track(stage)
    now = stage.snapshot.now_playing
    assert now is not None
    assert now.track.title == following
    assert is_paused(stage)
    assert not stage.snapshot.ending.stops_after_track
    assert [c.paused for c in stage.commands if isinstance(c, PlayNow)] == [False, True]
    stage.ask(requests.TogglePause())
    assert not is_paused(stage)


def test_another_track_played_by_hand_takes_the_stop_back() -> None:
    stage = stage_playing()
    stage.ask(requests.SleepAfter(0))
    stage.ask(requests.Skip())
    assert not stage.snapshot.ending.stops_after_track
    assert [c.play_id for c in stage.commands if isinstance(c, SetUpNext)][-1] != 0


def test_after_so_many_minutes_the_track_that_plays_is_the_last() -> None:
    stage = stage_playing()
    stage.ask(requests.SleepAfter(30))
    assert stage.snapshot.ending.sleep_min == 30
    stage.now_s += 30 * 60
    stage.tell(events.ClockTicked())
    assert stage.snapshot.ending == EndingView(stops_after_track=True)
    assert not is_paused(stage)
    end_track(stage)
    assert is_paused(stage)


@pytest.mark.parametrize("minutes", [0, 30])
def test_it_can_be_taken_back(minutes: int) -> None:
    stage = stage_playing()
    stage.ask(requests.SleepAfter(minutes))
    stage.ask(requests.SleepAfter(None))
    stage.now_s += 30 * 60
    stage.tell(events.ClockTicked())
    end_track(stage)
    assert not is_paused(stage)


def test_a_mood_that_changes_the_music_at_once_leaves_the_last_track_alone() -> None:
    stage = Stage(DirectorSettings(folder="~/Music", change_at_once=True))
    stage.look(Emotion.SAD)
    stage.library_is_read()
    last = playing(stage)
    stage.ask(requests.SleepAfter(0))
    stage.look(Emotion.HAPPY, for_s=20.0)
    assert stage.up_next_moods == {"happy"}
    assert playing(stage) == last
    end_track(stage)
    assert is_paused(stage)


def test_the_music_pauses_also_when_the_last_track_cannot_be_played() -> None:
    stage = stage_playing()
    stage.ask(requests.SleepAfter(0))
    now = stage.snapshot.now_playing
    assert now is not None
    stage.tell(events.TrackUnplayable(now.play_id, "the file is broken"))
    assert is_paused(stage)
    assert [c.paused for c in stage.commands if isinstance(c, PlayNow)] == [False, True]


def test_an_order_that_comes_as_the_next_track_begins_makes_that_one_the_last() -> None:
    stage = stage_playing()
    following = stage.snapshot.up_next[0]
    stage.ask(requests.SleepAfter(0))
    stage.tell(events.TrackStarted(following.play_id, 180.0))
    assert playing(stage) == following.track.title
    assert stage.snapshot.ending.stops_after_track
    end_track(stage)
    assert is_paused(stage)


def test_the_music_pauses_also_where_the_handover_has_to_be_made() -> None:
    stage = stage_playing()
    end_track(stage)
    stage.ask(requests.SleepAfter(0))
    stage.now_s += HANDOVER_LIMIT_S
    stage.tell(events.ClockTicked())
    assert is_paused(stage)


def test_a_timer_that_runs_out_in_a_pause_is_not_used_up() -> None:
    stage = stage_playing()
    stage.ask(requests.SleepAfter(30))
    stage.ask(requests.TogglePause())
    stage.now_s += 31 * 60
    stage.tell(events.ClockTicked())
    assert stage.snapshot.ending == EndingView(sleep_min=0)
    stage.ask(requests.TogglePause())
    stage.tell(events.ClockTicked())
    assert stage.snapshot.ending == EndingView(stops_after_track=True)


def test_a_timer_that_runs_out_before_anything_plays_is_not_used_up() -> None:
    stage = Stage()
    stage.ask(requests.SleepAfter(1))
    stage.now_s += 2 * 60
    stage.tell(events.ClockTicked())
    stage.library_is_read()
    stage.tell(events.ClockTicked())
    assert stage.snapshot.ending == EndingView(stops_after_track=True)
