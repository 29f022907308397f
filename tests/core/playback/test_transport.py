"""The transport: queue and sound process stay in step through every turn of events."""

from tests.makers import track
from tui_player.core.playback.crossfade import CrossfadeSettings
from tui_player.core.playback.loudness_planner import Neighbours
from tui_player.core.playback.transport import FAILURES_IN_A_ROW, GainOf, Transport, no_gain
from tui_player.core.selection.picker import Pick
from tui_player.messages.commands import (
    OutputVolume,
    Pause,
    PlayNow,
    Resume,
    Seek,
    SetRate,
    SetUpNext,
    StopPlaying,
)
from tui_player.messages.facts import Outcome
from tui_player.messages.snapshot import UpNextEntry
from tui_player.model.music.track import Track


class Scene:
    """A Transport with `tracks` up next, and a record of what was heard."""

    def __init__(
        self,
        tracks: int = 3,
        gain_of: GainOf = no_gain,
        crossfade: CrossfadeSettings | None = None,
    ) -> None:
        self.heard: list[tuple[str, float, Outcome]] = []
        self.playback = Transport(self._note, 70, gain_of, crossfade)
        picks = tuple(Pick(track(f"t{i + 1}"), "you look happy") for i in range(tracks))
        self.playback.queue = self.playback.queue.with_more(self.playback.entries(picks))

    def _note(self, entry: UpNextEntry, heard_s: float, outcome: Outcome) -> None:
        self.heard.append((entry.track.title, heard_s, outcome))

    @property
    def now(self) -> str | None:
        entry = self.playback.queue.now
        return None if entry is None else entry.track.title


def test_playing_begins_with_the_first_entry_and_announces_the_second() -> None:
    scene = Scene()
    commands = scene.playback.in_step()
    assert commands == [PlayNow(1, "/music/t1.flac"), SetUpNext(2, "/music/t2.flac")]
    assert scene.playback.in_step() == []


def test_the_sound_process_moves_on_by_itself() -> None:
    scene = Scene()
    scene.playback.in_step()
    scene.playback.started(1, 100.0)
    assert scene.playback.ended(1, now_s=100.0) == []
    assert scene.playback.started(2, 90.0)
    assert scene.now == "t2"
    assert scene.playback.duration_s == 90.0
    assert scene.heard == [("t1", 100.0, Outcome.FINISHED)]
    assert scene.playback.in_step() == [SetUpNext(3, "/music/t3.flac")]


def test_a_handover_that_never_comes_is_made() -> None:
    scene = Scene()
    scene.playback.in_step()
    scene.playback.started(1, 100.0)
    scene.playback.ended(1, now_s=100.0)
    assert scene.playback.ticked(101.0) == []
    assert scene.playback.ticked(102.5)[0] == PlayNow(2, "/music/t2.flac")
    assert scene.playback.ticked(110.0) == []


def test_an_entry_withdrawn_too_late_is_shown_when_it_sounds() -> None:
    scene = Scene()
    scene.playback.in_step()
    scene.playback.started(1, None)
    scene.playback.queue = scene.playback.queue.without([2])
    assert scene.playback.in_step() == [SetUpNext(3, "/music/t3.flac")]
    assert scene.playback.started(2, None)
    assert scene.now == "t2"
    assert scene.playback.in_step() == [SetUpNext(3, "/music/t3.flac")]


def test_news_of_a_track_skipped_meanwhile_is_out_of_date() -> None:
    scene = Scene()
    scene.playback.in_step()
    scene.playback.started(1, None)
    asked = scene.playback.entry(track("asked"), "you asked for it", asked_for=True)
    scene.playback.play(asked)
    assert not scene.playback.started(2, None)
    assert scene.now == "asked"
    assert scene.playback.started(asked.play_id, None)


def test_skipping_counts_as_skipped_with_the_time_heard() -> None:
    scene = Scene()
    scene.playback.in_step()
    scene.playback.started(1, None)
    scene.playback.moved(1, 12.5)
    assert scene.playback.skip()[0] == PlayNow(2, "/music/t2.flac")
    assert scene.heard == [("t1", 12.5, Outcome.SKIPPED)]


def test_what_is_paused_may_stay_so_on_another_track() -> None:
    scene = Scene()
    scene.playback.in_step()
    scene.playback.set_paused(True)
    assert scene.playback.skip(stays_paused=True)[0] == PlayNow(2, "/music/t2.flac", paused=True)
    assert scene.playback.paused
    assert scene.playback.back(stays_paused=True)[0] == PlayNow(4, "/music/t1.flac", paused=True)
    scene.playback.set_paused(False)
    assert scene.playback.skip(stays_paused=True)[0] == PlayNow(2, "/music/t2.flac")
    scene.playback.set_paused(True)
    assert scene.playback.skip()[0] == PlayNow(3, "/music/t3.flac")


def test_skipping_the_last_track_falls_silent_until_more_is_chosen() -> None:
    scene = Scene(tracks=1)
    scene.playback.in_step()
    scene.playback.skip()
    assert scene.now is None
    assert scene.playback.in_step() == []


def test_back_restarts_then_goes_to_the_track_before() -> None:
    scene = Scene()
    scene.playback.in_step()
    scene.playback.skip()
    scene.playback.started(2, None)
    scene.playback.moved(2, 10.0)
    assert scene.playback.back() == [Seek(0.0)]
    scene.playback.moved(2, 0.1)
    play = scene.playback.back()[0]
    assert isinstance(play, PlayNow)
    assert scene.now == "t1"
    assert play.play_id not in (1, 2, 3), "it is a new play of that track"
    assert [e.track.title for e in scene.playback.queue.up_next] == ["t2", "t3"]


def test_pause_and_resume() -> None:
    scene = Scene()
    assert scene.playback.set_paused(True) == []
    assert not scene.playback.paused, "there is nothing to pause yet"
    scene.playback.in_step()
    assert scene.playback.set_paused(True) == [Pause()]
    assert scene.playback.set_paused(True) == []
    assert scene.playback.set_paused(False) == [Resume()]
    assert scene.playback.set_paused(False) == []


def test_skipping_while_paused_plays() -> None:
    scene = Scene()
    scene.playback.in_step()
    scene.playback.set_paused(True)
    scene.playback.skip()
    assert not scene.playback.paused


def test_seeking_stays_within_the_track() -> None:
    scene = Scene()
    scene.playback.in_step()
    scene.playback.started(1, 100.0)
    assert scene.playback.seek_to(-5.0) == [Seek(0.0)]
    assert scene.playback.seek_to(500.0) == [Seek(99.5)]


def test_the_speed_changes_in_tenths_between_its_ends() -> None:
    playback = Scene().playback
    assert playback.rate == 1.0
    assert playback.set_rate(1.0 + 1 / 10) == [SetRate(1.1)]
    assert playback.set_rate(1.1 + 1 / 10) == [SetRate(1.2)]
    assert playback.set_rate(9.0) == [SetRate(2.0)]
    assert playback.set_rate(2.1) == []
    assert playback.set_rate(0.1) == [SetRate(0.5)]
    assert playback.set_rate(1.0) == [SetRate(1.0)]


def test_volume_has_ends_and_muting_comes_back() -> None:
    playback = Scene().playback
    assert playback.set_volume(130) == [OutputVolume(100)]
    assert playback.toggle_mute() == [OutputVolume(0)]
    assert playback.toggle_mute() == [OutputVolume(100)]
    playback.toggle_mute()
    assert playback.set_volume(40) == [OutputVolume(40)]
    assert not playback.muted


def test_an_unplayable_track_is_passed_over_and_not_counted_as_heard() -> None:
    scene = Scene()
    scene.playback.in_step()
    entry, commands = scene.playback.failed(1, now_s=0.0)
    assert entry is not None
    assert entry.track.title == "t1"
    assert commands[0] == PlayNow(2, "/music/t2.flac")
    assert scene.heard == []
    assert entry.track.id in scene.playback.unplayable


def test_an_unplayable_follower_is_replaced_in_time() -> None:
    scene = Scene()
    scene.playback.in_step()
    _, commands = scene.playback.failed(2, now_s=0.0)
    assert commands == [SetUpNext(3, "/music/t3.flac")]
    assert scene.now == "t1"


def test_a_track_that_breaks_off_is_left_to_the_sound_process_to_follow() -> None:
    scene = Scene()
    scene.playback.in_step()
    scene.playback.started(1, 100.0)
    entry, commands = scene.playback.failed(1, now_s=50.0)
    assert entry is not None
    assert commands == []
    assert scene.playback.ticked(50.4) == []
    assert scene.playback.ticked(50.6)[0] == PlayNow(2, "/music/t2.flac")


def test_what_was_set_up_before_a_stop_no_longer_begins() -> None:
    scene = Scene(tracks=2)
    scene.playback.in_step()
    scene.playback.queue = scene.playback.queue.without([2])
    scene.playback.in_step()
    assert scene.playback.failed(1, now_s=0.0)[1] == [StopPlaying()]
    assert not scene.playback.started(2, 100.0), "the order to stop is on its way"
    assert scene.now is None


def test_a_track_set_up_once_more_as_it_began_does_not_follow_itself() -> None:
    scene = Scene(tracks=2)
    scene.playback.in_step()
    scene.playback.started(1, 100.0)
    scene.playback.started(2, 100.0)
    assert scene.playback.in_step() == [SetUpNext(0, None)]


def test_a_track_that_breaks_off_was_not_heard_out() -> None:
    by_itself, told_to = Scene(), Scene()
    for scene in (by_itself, told_to):
        scene.playback.in_step()
        scene.playback.started(1, 100.0)
        scene.playback.failed(1, now_s=50.0)
    by_itself.playback.started(2, 100.0)
    told_to.playback.ticked(50.6)
    for scene in (by_itself, told_to):
        assert scene.now == "t2"
        assert scene.heard == []


def test_a_start_that_is_told_twice_counts_once() -> None:
    scene = Scene()
    scene.playback.in_step()
    assert scene.playback.started(1, 100.0)
    assert not scene.playback.started(1, 100.0)


def test_forgiven_tracks_may_be_tried_again() -> None:
    scene = Scene()
    scene.playback.in_step()
    scene.playback.failed(1, now_s=0.0)
    scene.playback.forgive()
    assert scene.playback.unplayable == frozenset()


def test_failures_of_unknown_plays_change_nothing() -> None:
    scene = Scene()
    assert scene.playback.failed(99, now_s=0.0) == (None, [])


def test_a_folder_of_broken_files_ends_in_silence_not_in_a_race() -> None:
    scene = Scene(tracks=FAILURES_IN_A_ROW + 10)
    scene.playback.in_step()
    for _ in range(FAILURES_IN_A_ROW):
        assert scene.playback.queue.now is not None
        scene.playback.failed(scene.playback.queue.now.play_id, now_s=0.0)
    assert scene.playback.is_worn_out
    assert scene.playback.in_step() == []
    scene.playback.skip()
    assert not scene.playback.is_worn_out, "the person may try on"


class Gains:
    """Gives every track its gain, which may change, and notes between which others it was asked."""

    def __init__(self, **gains_db: float) -> None:
        self.gains_db = gains_db
        self.asked: list[tuple[str, Neighbours]] = []

    def __call__(self, one: Track, neighbours: Neighbours) -> float:
        self.asked.append((one.title, neighbours))
        return self.gains_db.get(one.title, 0.0)


def gained(scene: Scene) -> list[tuple[str | None, float]]:
    """What starts or follows now, and with which gain."""
    return [
        (command.path, command.gain_db)
        for command in scene.playback.in_step()
        if isinstance(command, PlayNow | SetUpNext)
    ]


def test_every_play_has_its_gain() -> None:
    scene = Scene(gain_of=Gains(t1=-3.0, t2=-6.0, t3=-1.0))
    assert gained(scene) == [("/music/t1.flac", -3.0), ("/music/t2.flac", -6.0)]
    scene.playback.started(1, None)
    scene.playback.started(2, None)
    assert gained(scene) == [("/music/t3.flac", -1.0)]


def test_what_follows_is_set_up_anew_when_its_gain_becomes_known() -> None:
    gains = Gains(t1=-3.0)
    scene = Scene(gain_of=gains)
    scene.playback.in_step()
    gains.gains_db["t2"] = -0.3
    assert gained(scene) == [], "nobody hears so little"
    gains.gains_db["t2"] = -7.0
    assert gained(scene) == [("/music/t2.flac", -7.0)]
    assert gained(scene) == []
    gains.gains_db["t1"] = -9.0
    assert gained(scene) == [], "the present track goes on as it began"


def test_a_gain_is_asked_for_with_what_sounds_before_and_after() -> None:
    gains = Gains(t1=-3.0, t2=-6.0)
    scene = Scene(gain_of=gains)
    scene.playback.in_step()
    t1, t2, t3 = (track(f"t{n}") for n in (1, 2, 3))
    assert gains.asked == [("t1", Neighbours(None, t2)), ("t2", Neighbours(t1, t3, -3.0))]
    gains.asked.clear()
    scene.playback.started(1, None)
    scene.playback.started(2, None)
    scene.playback.in_step()
    assert gains.asked == [("t3", Neighbours(t2, None, -6.0))]


def test_tracks_cross_over_as_set_and_fade_only_where_the_mood_cuts_in() -> None:
    scene = Scene(crossfade=CrossfadeSettings(crossfade_s=5.0, fade_s=2.0))
    assert scene.playback.in_step()[1] == SetUpNext(2, "/music/t2.flac", crossfade_s=5.0)
    scene.playback.started(1, 6.0)
    assert scene.playback.in_step() == [SetUpNext(2, "/music/t2.flac", crossfade_s=3.0)]
    play, _ = scene.playback.skip()
    assert play == PlayNow(2, "/music/t2.flac")
    play, *_ = scene.playback.fade_to_next()
    assert play == PlayNow(3, "/music/t3.flac", fade_s=2.0)
    assert scene.heard[-1][2] is Outcome.REPLACED


def test_nothing_fades_out_of_a_pause() -> None:
    scene = Scene()
    scene.playback.in_step()
    scene.playback.set_paused(True)
    assert scene.playback.fade_to_next()[0] == PlayNow(2, "/music/t2.flac", paused=True)
    assert scene.playback.paused, "only the person ends a pause"


def test_what_an_earlier_run_heard_of_a_track_does_not_count_again() -> None:
    scene = Scene()
    scene.playback.play(scene.playback.entry(track("resumed"), "where you left off"), 150.0)
    scene.playback.left()
    assert scene.heard == []
    scene.playback.moved(4, 152.0)
    scene.playback.left()
    scene.playback.fade_to_next()
    assert scene.heard == [("resumed", 2.0, Outcome.LEFT), ("resumed", 2.0, Outcome.REPLACED)]
    scene.playback.moved(1, 8.0)
    scene.playback.left()
    assert scene.heard[-1] == ("t1", 8.0, Outcome.LEFT)


def test_a_resumed_track_may_be_begun_again() -> None:
    scene = Scene()
    scene.playback.play(scene.playback.entry(track("resumed"), "where you left off"), 150.0)
    scene.playback.seek_to(0.0)
    scene.playback.moved(4, 40.0)
    scene.playback.left()
    assert scene.heard == [("resumed", 40.0, Outcome.LEFT)]
