import os
import threading
from pathlib import Path

import pytest

from tests.audio.conftest import Ear, MakePlayer, child_of
from tests.media_files import without_decoder, write_audio
from tui_player.audio.player import Player
from tui_player.audio.protocol import Sought, encode
from tui_player.messages.commands import (
    OutputVolume,
    Pause,
    PlayNow,
    Resume,
    Seek,
    SetUpNext,
    StopPlaying,
)
from tui_player.messages.events import (
    PositionMoved,
    RingRanDry,
    SpeakerChanged,
    SpeakerState,
    TrackEnded,
    TrackStarted,
    TrackUnplayable,
)

# -- playing -------------------------------------------------------------------------------


def test_a_track_starts_moves_and_ends(ear: Ear, make_player: MakePlayer, short: str) -> None:
    make_player().post(PlayNow(1, short))
    started = ear.wait_for(TrackStarted)
    assert started.play_id == 1
    assert started.duration_s == pytest.approx(0.5, abs=0.05)
    ear.wait_for(PositionMoved, lambda moved: 0.1 < moved.position_s <= 0.5)
    assert ear.wait_for(TrackEnded) == TrackEnded(1)
    assert not ear.heard(RingRanDry)


def test_the_following_track_starts_by_itself(
    ear: Ear, make_player: MakePlayer, short: str
) -> None:
    player = make_player()
    player.post(PlayNow(1, short))
    player.post(SetUpNext(2, short))
    for play_id in (1, 2):
        assert ear.wait_for(TrackStarted).play_id == play_id
        assert ear.wait_for(TrackEnded).play_id == play_id
    assert not ear.heard(RingRanDry)


def test_a_follower_that_comes_too_late_starts_at_once(
    ear: Ear, make_player: MakePlayer, short: str
) -> None:
    player = make_player()
    player.post(PlayNow(1, short))
    ear.wait_for(TrackEnded)
    player.post(SetUpNext(2, short))
    assert ear.wait_for(TrackStarted).play_id == 2


def test_a_follower_replaced_after_it_was_decoded_is_never_heard(
    ear: Ear, make_player: MakePlayer, tmp_path: Path
) -> None:
    first = str(write_audio(tmp_path / "first.wav", 1.5))
    player = make_player()
    player.post(PlayNow(1, first))
    player.post(SetUpNext(2, str(write_audio(tmp_path / "second.wav", 0.4))))
    # All of the first and the second lie in the ring by now: it holds three seconds.
    ear.wait_for(PositionMoved, lambda moved: moved.position_s > 0.4)
    player.post(SetUpNext(3, str(write_audio(tmp_path / "third.mp3", 0.4))))
    assert ear.wait_for(TrackEnded).play_id == 1
    assert ear.wait_for(TrackStarted).play_id == 3
    assert ear.wait_for(TrackEnded).play_id == 3
    assert 2 not in {event.play_id for event in ear.heard(TrackStarted)}


def test_a_follower_can_be_taken_back(ear: Ear, make_player: MakePlayer, short: str) -> None:
    player = make_player()
    player.post(PlayNow(1, short))
    player.post(SetUpNext(2, short))
    ear.wait_for(TrackStarted)
    player.post(SetUpNext(0, None))
    ear.wait_for(TrackEnded)
    player.post(PlayNow(3, short))
    assert ear.wait_for(TrackStarted).play_id == 3


def test_seeking_says_so_at_once_and_both_ways(
    ear: Ear, make_player: MakePlayer, song: str
) -> None:
    player = make_player()
    player.post(PlayNow(1, song))
    ear.wait_for(TrackStarted)
    for position_s in (40.0, 10.0):
        player.post(Seek(position_s))
        moved = ear.wait_for(PositionMoved, lambda moved: moved.position_s >= 9)
        assert moved == PositionMoved(1, position_s)
    assert len(ear.heard(TrackStarted)) == 1


def test_seeking_past_the_end_goes_on_with_the_next(
    ear: Ear, make_player: MakePlayer, song: str, short: str
) -> None:
    player = make_player()
    player.post(PlayNow(1, song))
    player.post(SetUpNext(2, short))
    ear.wait_for(TrackStarted)
    player.post(Seek(99.0))
    assert ear.wait_for(TrackEnded).play_id == 1
    assert ear.wait_for(TrackStarted).play_id == 2


def test_paused_nothing_moves_and_resumed_it_goes_on_there(
    ear: Ear, make_player: MakePlayer, song: str
) -> None:
    player = make_player()
    player.post(PlayNow(1, song, 20.0))
    ear.wait_for(PositionMoved, lambda moved: moved.position_s > 20.3)
    player.post(Pause())
    player.post(Seek(30.0))
    ear.wait_for(PositionMoved, lambda moved: moved.position_s == 30.0)
    number = len(ear.heard(PositionMoved))
    threading.Event().wait(0.6)
    assert len(ear.heard(PositionMoved)) == number
    player.post(Resume())
    assert ear.wait_for(PositionMoved).position_s == pytest.approx(30.3, abs=0.3)


def test_a_track_can_be_made_ready_and_wait(ear: Ear, make_player: MakePlayer, song: str) -> None:
    player = make_player()
    player.post(PlayNow(1, song, 5.0, paused=True))
    assert ear.wait_for(PositionMoved) == PositionMoved(1, 5.0)
    assert not ear.heard(TrackStarted)
    player.post(Resume())
    assert ear.wait_for(TrackStarted).play_id == 1


def test_stopped_nothing_sounds_until_told(ear: Ear, make_player: MakePlayer, song: str) -> None:
    player = make_player()
    player.post(PlayNow(1, song))
    ear.wait_for(TrackStarted)
    player.post(StopPlaying())
    player.post(SetUpNext(2, song))
    threading.Event().wait(0.5)
    assert [event.play_id for event in ear.heard(TrackStarted)] == [1]
    player.post(PlayNow(3, song))
    assert ear.wait_for(TrackStarted).play_id == 3


def test_commands_from_before_the_start_are_carried_out(ear: Ear, short: str) -> None:
    player = Player(ear, audio_device="null")
    player.post(OutputVolume(30))
    player.post(PlayNow(1, short))
    player.start()
    ear.wait_for(TrackEnded)
    player.stop()


def test_the_null_device_says_that_it_is_silent(ear: Ear, make_player: MakePlayer) -> None:
    make_player()
    changed = ear.wait_for(SpeakerChanged)
    assert changed.state is SpeakerState.SILENT
    assert "null" in changed.sentence


# -- bad files -------------------------------------------------------------------------------


def test_bad_files_are_named_and_the_player_goes_on(
    ear: Ear, make_player: MakePlayer, tmp_path: Path, short: str
) -> None:
    (tmp_path / "empty.mp3").write_bytes(b"")
    (tmp_path / "words.flac").write_text("no music" * 999)
    hostile = Path(__file__).parent / "crash_stbvorbis.ogg"
    player = make_player()
    pid = child_of(player)
    for play_id, path in enumerate(
        (tmp_path / "gone.mp3", tmp_path / "empty.mp3", tmp_path / "words.flac", hostile, tmp_path)
    ):
        player.post(PlayNow(play_id, str(path)))
        unplayable = ear.wait_for(TrackUnplayable)
        assert unplayable.play_id == play_id
        assert unplayable.reason
    player.post(PlayNow(9, short))
    ear.wait_for(TrackEnded, lambda ended: ended.play_id == 9)
    assert player.child_pid == pid


def test_an_unplayable_follower_is_named_early_and_can_be_replaced(
    ear: Ear, make_player: MakePlayer, tmp_path: Path, short: str
) -> None:
    player = make_player()
    player.post(PlayNow(1, str(write_audio(tmp_path / "first.mp3", 1.5))))
    player.post(SetUpNext(2, str(tmp_path / "gone.mp3")))
    assert ear.wait_for(TrackUnplayable).play_id == 2
    assert not ear.heard(TrackEnded)
    player.post(SetUpNext(3, short))
    ear.wait_for(TrackEnded, lambda ended: ended.play_id == 1)
    assert ear.wait_for(TrackStarted).play_id == 3


def test_a_file_that_breaks_off_is_named_where_it_does(
    ear: Ear, make_player: MakePlayer, tmp_path: Path
) -> None:
    path = write_audio(tmp_path / "a.flac", 20.0)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    player = make_player()
    player.post(PlayNow(1, str(path), 9.0))
    ear.wait_for(TrackStarted)
    unplayable = ear.wait_for(TrackUnplayable)
    assert unplayable.play_id == 1
    assert "of 20 seconds" in unplayable.reason
    assert not ear.heard(TrackEnded)


def test_a_name_that_is_not_utf8_plays(ear: Ear, make_player: MakePlayer, tmp_path: Path) -> None:
    path = write_audio(tmp_path / os.fsdecode(b"caf\xe9.m4a"), 0.3)
    make_player().post(PlayNow(1, str(path)))
    assert ear.wait_for(TrackEnded).play_id == 1


def test_positions_from_before_a_seek_are_no_news(ear: Ear) -> None:
    player = Player(ear)
    player._take_reports([encode(PositionMoved(1, 3.0))])
    player.post(Seek(50.0))
    player.post(Seek(55.0))
    player._take_reports([encode(PositionMoved(1, 3.2)), encode(Sought())])
    player._take_reports([encode(PositionMoved(1, 50.0)), encode(Sought())])
    player._take_reports([encode(PositionMoved(1, 55.0))])
    assert [moved.position_s for moved in ear.heard(PositionMoved)] == [3.0, 55.0]
    player.stop()


def test_after_a_burst_of_seeks_the_clock_goes_on_from_the_last(
    ear: Ear, make_player: MakePlayer, song: str
) -> None:
    player = make_player()
    player.post(PlayNow(1, song))
    ear.wait_for(PositionMoved, lambda moved: moved.position_s > 0.3)
    for place in range(5, 45):
        player.post(Seek(float(place)))
    ear.wait_for(PositionMoved, lambda moved: moved.position_s >= 44)
    os.kill(child_of(player), 9)
    again = ear.wait_for(PositionMoved, lambda moved: moved.position_s >= 44)
    assert again.position_s < 47
    player.post(Seek(2.0))
    ear.wait_for(PositionMoved, lambda moved: 2 <= moved.position_s < 5)


@pytest.mark.parametrize(
    ("kind", "word"),
    [(b"ac-4", "no decoder"), (b"drms", "copy-protected"), (b"zzzz", "no decoder")],
    ids=str,
)
def test_a_follower_without_a_decoder_is_named_and_the_music_goes_on(
    kind: bytes, word: str, ear: Ear, make_player: MakePlayer, tmp_path: Path, song: str, short: str
) -> None:
    player = make_player()
    player.post(PlayNow(1, song, 57.0))
    ear.wait_for(TrackStarted)
    player.post(SetUpNext(2, str(without_decoder(tmp_path / "odd.m4a", kind))))
    unplayable = ear.wait_for(TrackUnplayable)
    assert unplayable.play_id == 2
    assert word in unplayable.reason
    player.post(SetUpNext(3, short))
    assert ear.wait_for(TrackEnded).play_id == 1
    assert ear.wait_for(TrackStarted).play_id == 3
    assert not ear.heard(RingRanDry)
