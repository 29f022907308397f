"""The Director and even loudness: measured in time, heeded at once, remembered for good."""

from dataclasses import replace

from tests.core.stage import Stage, playing
from tests.fakes import ListCatalog
from tests.makers import track
from tui_player.core.director_settings import DirectorSettings
from tui_player.core.memory import Memory
from tui_player.core.playback.crossfade import CrossfadeSettings
from tui_player.core.playback.gain import LoudnessMode, LoudnessSettings
from tui_player.core.settings import SoundSettings
from tui_player.messages import events, requests
from tui_player.messages.commands import Command, MeasureLoudness, PlayNow, Remember, SetUpNext
from tui_player.messages.facts import LoudnessKnown
from tui_player.model.mood.emotion import Emotion
from tui_player.model.music.loudness import Loudness
from tui_player.model.music.track import TrackId

LOUD = Loudness(track_gain_db=-9.0, track_peak=1.0)


def set_up(commands: list[Command]) -> list[SetUpNext]:
    return [command for command in commands if isinstance(command, SetUpNext)]


def wished(commands: list[Command]) -> list[TrackId]:
    return [command.track_id for command in commands if isinstance(command, MeasureLoudness)]


def test_the_present_track_and_the_next_few_are_measured_the_next_one_first() -> None:
    stage = Stage()
    commands = stage.library_is_read()
    now = stage.snapshot.now_playing
    assert now is not None
    first, second, third = (entry.track.id for entry in stage.snapshot.up_next[:3])
    assert wished(commands) == [now.track.id, third, second, first]
    assert wished(stage.tell(events.ClockTicked())) == []


def test_a_measured_follower_is_set_up_anew_and_remembered() -> None:
    stage = Stage()
    stage.library_is_read()
    following = stage.snapshot.up_next[0]
    commands = stage.tell(events.LoudnessMeasured(following.track.id, LOUD))
    assert set_up(commands) == [SetUpNext(following.play_id, following.track.path, -9.0)]
    assert Remember(LoudnessKnown(following.track.id, LOUD)) in commands
    assert stage.tell(events.ClockTicked()) == []


def test_a_track_measured_while_it_waits_plays_with_its_gain() -> None:
    stage = Stage()
    stage.library_is_read()
    asked = TrackId("sad 7.flac")
    assert asked in wished(stage.ask(requests.QueueTrack(asked, first=True)))
    stage.tell(events.LoudnessMeasured(asked, LOUD))
    play = stage.ask(requests.Skip())[0]
    assert isinstance(play, PlayNow)
    assert (play.path, play.gain_db) == ("/music/sad 7.flac", -9.0)


def test_what_an_earlier_run_measured_counts_from_the_start() -> None:
    tracks = [track(f"t{n}", "happy music") for n in range(3)]
    memory = Memory(loudness={one.id: LOUD for one in tracks})
    stage = Stage(catalog=ListCatalog(tracks), memory=memory)
    commands = stage.library_is_read()
    orders = [c.gain_db for c in commands if isinstance(c, PlayNow | SetUpNext)]
    assert set(orders) == {-9.0}
    assert wished(commands), "the files may have been replaced since"
    for one in tracks:
        assert wished(stage.tell(events.LoudnessMeasured(one.id, None))) == []
    assert wished(stage.tell(events.ClockTicked())) == []


def test_a_file_that_cannot_be_measured_is_left_and_no_fact() -> None:
    stage = Stage()
    stage.library_is_read()
    following = stage.snapshot.up_next[0]
    commands = stage.tell(events.LoudnessMeasured(following.track.id, Loudness()))
    assert commands == []


def test_an_album_heard_through_keeps_its_own_balance() -> None:
    tags = Loudness(track_gain_db=-3.0, track_peak=0.9, album_gain_db=-8.0, album_peak=1.0)
    album = [
        replace(
            track(f"song {n}", "happy music", artist="Band"),
            album="Album",
            track_number=n,
            loudness=tags,
        )
        for n in range(1, 4)
    ]
    settings = SoundSettings(crossfade=CrossfadeSettings(crossfade_s=6.0))
    stage = Stage(DirectorSettings(folder="~/Music", sound=settings), catalog=ListCatalog(album))
    stage.library_is_read()
    for entry in stage.snapshot.up_next:
        stage.ask(requests.RemoveFromUpNext(entry.play_id))
    stage.ask(requests.PlayTrack(album[0].id))
    commands = stage.ask(requests.QueueTrack(album[1].id, first=True))
    assert [(c.gain_db, c.crossfade_s) for c in set_up(commands)] == [(-8.0, 0.0)]


def test_loudness_can_be_left_as_it_is() -> None:
    off = SoundSettings(LoudnessSettings(LoudnessMode.OFF))
    stage = Stage(DirectorSettings(folder="~/Music", sound=off), memory=Memory())
    commands = stage.library_is_read()
    assert wished(commands) == []
    assert {c.gain_db for c in commands if isinstance(c, PlayNow | SetUpNext)} == {0.0}


def test_changing_the_music_now_fades() -> None:
    stage = Stage()
    stage.library_is_read()
    stage.look(Emotion.HAPPY)
    play = stage.ask(requests.ChangeMusicNow())[0]
    assert isinstance(play, PlayNow)
    assert play.fade_s == 3.0
    skipped = stage.ask(requests.Skip())[0]
    assert isinstance(skipped, PlayNow)
    assert skipped.fade_s == 0.0


def test_a_change_of_mood_fades_if_it_does_not_wait() -> None:
    settings = SoundSettings(crossfade=CrossfadeSettings(fade_s=1.5))
    stage = Stage(DirectorSettings(folder="~/Music", change_at_once=True, sound=settings))
    stage.library_is_read()
    stage.look(Emotion.HAPPY)
    stage.commands.clear()
    stage.look(Emotion.SAD)
    fades = [c.fade_s for c in stage.commands if isinstance(c, PlayNow)]
    assert fades == [1.5]
    assert playing(stage).startswith("sad")


def test_tracks_cross_over_if_wanted() -> None:
    settings = SoundSettings(crossfade=CrossfadeSettings(crossfade_s=6.0))
    stage = Stage(DirectorSettings(folder="~/Music", sound=settings))
    commands = stage.library_is_read()
    assert [command.crossfade_s for command in set_up(commands)] == [6.0]
