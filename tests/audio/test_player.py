import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.audio.conftest import Ear, MakePlayer, is_running, wait_until
from tests.media_files import tone, write_audio, write_pcm
from tui_player.audio.player import Player
from tui_player.domain.commands import (
    Pause,
    PlayNow,
    Resume,
    Seek,
    SetUpNext,
    SetVolume,
    StopPlaying,
)
from tui_player.domain.events import (
    PositionMoved,
    RingRanDry,
    SpeakerChanged,
    SpeakerState,
    TrackEnded,
    TrackStarted,
    TrackUnplayable,
    WorkerFailed,
)

TROUBLED = [
    *(sys.executable, "-P", "-m", "tests.audio.troubled_sound_process"),
    "--audio-device=null",
]


@pytest.fixture
def song(tmp_path: Path) -> str:
    return str(write_audio(tmp_path / "song.flac", 60.0))


@pytest.fixture
def short(tmp_path: Path) -> str:
    return str(write_audio(tmp_path / "short.ogg", 0.5))


def child_of(player: Player) -> int:
    wait_until(lambda: player.child_pid is not None)
    assert player.child_pid is not None
    return player.child_pid


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
    player.post(SetVolume(30))
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


# -- deaths ----------------------------------------------------------------------------------


def test_a_killed_sound_process_is_replaced_and_goes_on(
    ear: Ear, make_player: MakePlayer, song: str
) -> None:
    player = make_player()
    player.post(PlayNow(1, song, 10.0))
    last = ear.wait_for(PositionMoved, lambda moved: moved.position_s > 10.5)
    pid = child_of(player)
    os.kill(pid, signal.SIGKILL)
    assert "started again" in ear.wait_for(WorkerFailed).sentence
    resumed = ear.wait_for(PositionMoved, lambda moved: moved.position_s > last.position_s)
    assert resumed.position_s == pytest.approx(last.position_s, abs=1.0)
    assert player.child_pid not in (None, pid)
    assert not is_running(pid)
    assert len(ear.heard(TrackStarted)) == 1
    assert not ear.heard(TrackUnplayable)


def test_a_stuck_sound_process_is_replaced(ear: Ear, make_player: MakePlayer, song: str) -> None:
    player = make_player()
    player.post(PlayNow(1, song))
    ear.wait_for(TrackStarted)
    ear.wait_for(PositionMoved, lambda moved: moved.position_s > 0.4)
    pid = child_of(player)
    os.kill(pid, signal.SIGSTOP)
    ear.wait_for(WorkerFailed)
    ear.wait_for(PositionMoved, lambda moved: moved.position_s > 0.8)
    assert not is_running(pid)


def test_what_paused_stays_paused_in_the_new_process(
    ear: Ear, make_player: MakePlayer, song: str
) -> None:
    player = make_player()
    player.post(PlayNow(1, song))
    player.post(Seek(30.0))
    ear.wait_for(PositionMoved, lambda moved: moved.position_s > 30)
    player.post(Pause())
    wait_until(lambda: player.child_pid is not None)
    os.kill(child_of(player), signal.SIGKILL)
    ear.wait_for(WorkerFailed)
    ready = ear.wait_for(PositionMoved)
    threading.Event().wait(0.5)
    assert ear.heard(PositionMoved)[-1] == ready
    assert ready.position_s == pytest.approx(30.2, abs=0.5)


@pytest.mark.parametrize(("name", "word"), [("abort", "crashes"), ("freeze", "hangs")])
def test_a_file_that_kills_its_decoder_is_named_and_not_tried_again(
    name: str, word: str, ear: Ear, make_player: MakePlayer, tmp_path: Path, short: str
) -> None:
    player = make_player(arguments=TROUBLED)
    player.post(PlayNow(1, str(tmp_path / f"{name}.mp3")))
    unplayable = ear.wait_for(TrackUnplayable)
    assert unplayable.play_id == 1
    assert word in unplayable.reason
    player.post(PlayNow(2, short))
    assert ear.wait_for(TrackEnded).play_id == 2
    assert len(ear.heard(TrackUnplayable)) == 1
    # A hang may be the machine's fault, so it is given a second try.
    assert len(ear.heard(WorkerFailed)) == (1 if name == "freeze" else 0)


def test_a_follower_that_kills_its_decoder_does_not_end_the_present_track(
    ear: Ear, make_player: MakePlayer, tmp_path: Path, song: str, short: str
) -> None:
    player = make_player(arguments=TROUBLED)
    player.post(PlayNow(1, song, 57.0))
    player.post(SetUpNext(2, str(tmp_path / "abort.mp3")))
    assert ear.wait_for(TrackUnplayable).play_id == 2
    player.post(SetUpNext(3, short))
    assert ear.wait_for(TrackEnded).play_id == 1
    assert ear.wait_for(TrackStarted).play_id == 3
    assert [event.play_id for event in ear.heard(TrackUnplayable)] == [2]


def test_a_kill_from_outside_does_not_blame_the_file(
    ear: Ear, make_player: MakePlayer, tmp_path: Path
) -> None:
    path = write_pcm(tmp_path / "killed.wav", tone(0.5, 440))
    make_player(arguments=TROUBLED).post(PlayNow(1, str(path)))
    assert ear.wait_for(TrackEnded).play_id == 1
    assert len(ear.heard(WorkerFailed)) == 1
    assert not ear.heard(TrackUnplayable)


def test_a_sound_process_that_cannot_live_is_not_started_in_a_storm(
    ear: Ear, make_player: MakePlayer
) -> None:
    make_player(arguments=["false"])
    for _ in range(3):
        ear.wait_for(WorkerFailed)
    threading.Event().wait(0.8)
    assert len(ear.heard(WorkerFailed)) <= 5


def test_a_missing_program_is_told(ear: Ear, make_player: MakePlayer) -> None:
    make_player(arguments=["/no/such/program"])
    assert "cannot be started" in ear.wait_for(WorkerFailed).sentence


# -- the end ---------------------------------------------------------------------------------


def open_files() -> set[str]:
    return {path.name for path in Path("/proc/self/fd").iterdir()}


def test_stop_leaves_nothing(ear: Ear, song: str) -> None:
    before = open_files()
    player = Player(ear, audio_device="null")
    player.start()
    player.post(PlayNow(1, song))
    ear.wait_for(TrackStarted)
    pid = child_of(player)
    player.stop()
    assert not is_running(pid)
    assert player.child_pid is None
    assert open_files() == before
    assert "player" not in {thread.name for thread in threading.enumerate()}
    player.post(Pause())  # nobody minds


def test_a_frozen_sound_process_is_ended_too(ear: Ear, song: str) -> None:
    player = Player(ear, audio_device="null")
    player.start()
    player.post(PlayNow(1, song))
    ear.wait_for(TrackStarted)
    pid = child_of(player)
    os.kill(pid, signal.SIGSTOP)
    player.stop()
    assert not is_running(pid)


def test_a_player_that_never_started_can_be_stopped(ear: Ear) -> None:
    before = open_files()
    Player(ear).stop()
    assert open_files() == before


def test_the_sound_process_ends_when_its_player_is_killed(tmp_path: Path, song: str) -> None:
    script = (
        "import sys, threading\n"
        "from tui_player.audio.player import Player\n"
        "from tui_player.domain.commands import PlayNow\n"
        "from tui_player.domain.events import TrackStarted\n"
        "player = Player(lambda e: isinstance(e, TrackStarted) and\n"
        "    print(player.child_pid, flush=True), audio_device='null')\n"
        "player.start()\n"
        "player.post(PlayNow(1, sys.argv[1]))\n"
        "threading.Event().wait()\n"
    )
    with subprocess.Popen([sys.executable, "-c", script, song], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        assert is_running(pid)
        parent.kill()
    wait_until(lambda: not is_running(pid))


def test_ctrl_c_does_not_reach_the_sound_process(
    ear: Ear, make_player: MakePlayer, song: str
) -> None:
    player = make_player()
    player.post(PlayNow(1, song))
    ear.wait_for(TrackStarted)
    pid = child_of(player)
    assert os.getpgid(pid) != os.getpgid(0)
    os.kill(pid, signal.SIGINT)
    ear.wait_for(PositionMoved, lambda moved: moved.position_s > 0.5)
    assert player.child_pid == pid
