import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.audio.conftest import Ear, MakePlayer, child_of, is_running, open_files, wait_until
from tests.media_files import tone, write_pcm
from tui_player.audio.player import Player
from tui_player.messages.commands import Pause, PlayNow, Seek, SetUpNext
from tui_player.messages.events import (
    PositionMoved,
    TrackEnded,
    TrackStarted,
    TrackUnplayable,
    WorkerFailed,
)

TROUBLED = [
    *(sys.executable, "-P", "-m", "tests.audio.troubled_sound_process"),
    "--audio-device=null",
]


# -- deaths ----------------------------------------------------------------------------------


def test_a_killed_sound_process_is_replaced_and_goes_on(
    ear: Ear, make_player: MakePlayer, song: str, tmp_path: Path
) -> None:
    player = make_player()
    player.post(PlayNow(1, song, 10.0))
    last = ear.wait_for(PositionMoved, lambda moved: moved.position_s > 10.5)
    pid = child_of(player)
    os.kill(pid, signal.SIGKILL)
    sentence = ear.wait_for(WorkerFailed).sentence
    assert sentence == "The sound broke off for a moment: what plays it was started again."
    assert f"ended: {-signal.SIGKILL}" in (tmp_path / "sound.log").read_text()
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
    assert "does not start" in ear.wait_for(WorkerFailed).sentence


# -- the end ---------------------------------------------------------------------------------


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
        "from tui_player.messages.commands import PlayNow\n"
        "from tui_player.messages.events import TrackStarted\n"
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
