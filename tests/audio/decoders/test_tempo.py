"""Faster and slower with the pitch kept: the sound, its positions, and what follows."""

import itertools
import os
from pathlib import Path

import numpy as np
import pytest

from tests.audio.conftest import Ear, MakePlayer
from tests.media_files import tone, write_audio, write_pcm
from tui_player.audio.decoders.registry import open_decoder
from tui_player.audio.decoders.tempo import TempoChange
from tui_player.audio.engine.feeder_messages import Play
from tui_player.audio.engine.source import Source
from tui_player.messages.commands import Pause, PlayNow, Resume, Seek, SetRate, SetUpNext
from tui_player.messages.events import PositionMoved, TrackEnded, TrackStarted, TrackUnplayable

RATE_HZ = 44_100


def frequency_hz(sound: "np.ndarray[tuple[int], np.dtype[np.float32]]") -> float:
    """Of a tone: half its changes of sign a second."""
    return np.count_nonzero(np.diff(np.signbit(sound))) / 2 / (len(sound) / RATE_HZ)


@pytest.mark.parametrize("rate", [0.5, 0.8, 1.3, 2.0])
def test_it_lasts_as_long_as_it_should_and_keeps_its_pitch(rate: float, tmp_path: Path) -> None:
    decoder = open_decoder(str(write_pcm(tmp_path / "a.flac", tone(4.0, 441.0))))
    changed = TempoChange(decoder, rate)
    data = b"".join(iter(lambda: changed.read(5_000), b""))
    decoder.close()
    sound = np.frombuffer(data, np.float32).reshape(-1, 2)
    assert len(sound) / RATE_HZ == pytest.approx(4.0 / rate, abs=0.06)
    middle = sound[RATE_HZ // 4 : -RATE_HZ // 4, 0]
    assert frequency_hz(middle) == pytest.approx(441.0, rel=0.01)
    assert np.abs(middle).max() == pytest.approx(0.5, abs=0.1)


def test_a_source_tells_its_length_and_its_breaking_off_in_its_own_time(tmp_path: Path) -> None:
    path = str(write_audio(tmp_path / "a.flac", 8.0))
    source = Source(Play(1, path, 2.0, rate=2.0), open_decoder(path))
    assert source.frames_in_all == 3.0 * RATE_HZ
    source.decoder.seek(2.0)
    while len(source.read(8_192)):
        pass
    assert source.complaint() == ""
    source.close()
    short = Source(Play(1, path, 0.0, rate=2.0), open_decoder(path))
    short.frames = RATE_HZ
    assert short.complaint() == "it breaks off after 2 of 8 seconds"
    short.close()


def test_positions_run_faster_and_go_on_where_they_were(
    ear: Ear, make_player: MakePlayer, song: str
) -> None:
    player = make_player()
    player.post(PlayNow(1, song, 10.0))
    before = ear.wait_for(PositionMoved, lambda moved: moved.position_s > 10.4)
    player.post(SetRate(2.0))
    changed = ear.wait_for(PositionMoved)
    assert changed.position_s == pytest.approx(before.position_s, abs=0.3)
    player.post(SetRate(2.0))  # as it is: nothing is begun again
    number = len(ear.heard(PositionMoved))
    ear.wait_for(PositionMoved, lambda moved: moved.position_s > changed.position_s + 2.0)
    # Told four times a second: twice as much of the track passes between two of them.
    told = ear.heard(PositionMoved)[number + 2 :]
    steps_s = [b.position_s - a.position_s for a, b in itertools.pairwise(told)]
    assert np.median(steps_s) == pytest.approx(0.5, abs=0.1)
    player.post(Seek(30.0))
    assert ear.wait_for(PositionMoved, lambda moved: moved.position_s >= 30).position_s == 30.0
    player.post(SetRate(1.0))
    ear.wait_for(PositionMoved, lambda moved: moved.position_s > 31.0)
    assert len(ear.heard(TrackStarted)) == 1


def test_it_holds_for_what_follows_while_paused_and_in_a_new_process(
    ear: Ear, make_player: MakePlayer, tmp_path: Path
) -> None:
    first, second = (str(write_audio(tmp_path / f"{name}.flac", 6.0)) for name in "ab")
    player = make_player()
    player.post(PlayNow(1, first, 3.0))
    player.post(SetUpNext(2, second))
    ear.wait_for(TrackStarted)
    player.post(Pause())
    player.post(SetRate(2.0))
    player.post(Resume())
    assert ear.wait_for(TrackEnded).play_id == 1
    started = ear.wait_for(TrackStarted)
    assert started.play_id == 2
    assert started.duration_s == pytest.approx(6.0, abs=0.1)
    ear.wait_for(PositionMoved, lambda moved: moved.position_s > 2.0)
    assert player.child_pid is not None
    os.kill(player.child_pid, 9)
    ear.wait_for(PositionMoved, lambda moved: moved.position_s > 5.0)
    assert ear.wait_for(TrackEnded).play_id == 2
    assert not ear.heard(TrackUnplayable)
