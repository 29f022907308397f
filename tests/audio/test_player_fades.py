"""Crossfades and gains: what the player tells of them, and what reaches a loudspeaker."""

from pathlib import Path

import numpy as np
import pytest

from tests.audio.conftest import Ear, Loudspeaker, MakePlayer, find, read_recording, wait_until
from tests.media_files import Pcm, noise, write_pcm
from tui_player.messages.commands import Pause, PlayNow, Resume, Seek, SetUpNext
from tui_player.messages.events import PositionMoved, RingRanDry, TrackEnded, TrackStarted

RATE_HZ = 44_100
A, B = noise(3.0, seed=1), noise(3.0, seed=2)
FADE_S = 1.0


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    return str(write_pcm(tmp_path / "a.wav", A)), str(write_pcm(tmp_path / "b.flac", B))


def powers_db(sound: Pcm) -> list[float]:
    """The power of each tenth of a second."""
    tenth = RATE_HZ // 10
    return [
        float(10 * np.log10((sound[at : at + tenth].astype(float) ** 2).mean() + 1e-9))
        for at in range(0, len(sound) - tenth, tenth)
    ]


def assert_a_fade_is_heard(heard: Pcm, first_frame: int) -> None:
    """From A's first frame on, A, a fade and B: no gap, no step, the power within 1 dB."""
    end = find(B[-5_000:], heard) + 5_000
    assert end > first_frame
    level_db = np.median(powers_db(A))
    # Noise of limited length varies by itself: half a second evens that out.
    levels = np.convolve(powers_db(heard[first_frame:end]), np.ones(5) / 5, "valid")
    assert np.abs(levels - level_db).max() < 1.0
    steps = np.abs(np.diff(heard[first_frame:end].astype(int), axis=0)).max()
    assert steps < 1.5 * np.abs(np.diff(A.astype(int), axis=0)).max()


@pytest.mark.needs_pulse
def test_a_crossfade_keeps_the_power_and_does_not_click(
    ear: Ear, make_player: MakePlayer, loudspeaker: Loudspeaker, files: tuple[str, str]
) -> None:
    recording = loudspeaker.record()
    player = make_player(audio_device=None)
    player.post(PlayNow(1, files[0]))
    player.post(SetUpNext(2, files[1], crossfade_s=FADE_S))
    ear.wait_for(TrackEnded, lambda ended: ended.play_id == 2)
    wait_until(lambda: find(B[-5_000:], read_recording(recording)) > 0)
    loudspeaker.stop_recording()
    heard = read_recording(recording)
    begin = find(A[:RATE_HZ], heard)
    assert begin > 0
    assert_a_fade_is_heard(heard, begin)
    whole = find(B[-5_000:], heard) + 5_000 - begin
    assert whole == len(A) + len(B) - RATE_HZ
    assert not ear.heard(RingRanDry)


@pytest.mark.needs_pulse
def test_a_fade_into_another_track_begins_soon_and_does_not_click(
    ear: Ear, make_player: MakePlayer, loudspeaker: Loudspeaker, files: tuple[str, str]
) -> None:
    recording = loudspeaker.record()
    player = make_player(audio_device=None)
    player.post(PlayNow(1, files[0]))
    moved = ear.wait_for(PositionMoved, lambda moved: moved.position_s > 0.9)
    player.post(PlayNow(2, files[1], fade_s=FADE_S))
    assert ear.wait_for(TrackStarted, lambda started: started.play_id == 2)
    ear.wait_for(TrackEnded, lambda ended: ended.play_id == 2)
    wait_until(lambda: find(B[-5_000:], read_recording(recording)) > 0)
    loudspeaker.stop_recording()
    heard = read_recording(recording)
    begin = find(A[: RATE_HZ // 2], heard)
    assert begin > 0
    assert_a_fade_is_heard(heard, begin)
    fade_begins = find(B[-5_000:], heard) + 5_000 - len(B) - begin
    assert 0 < fade_begins / RATE_HZ - moved.position_s < 1.0
    assert [event.play_id for event in ear.heard(TrackStarted)] == [1, 2]
    assert [event.play_id for event in ear.heard(TrackEnded)] == [2]


def test_the_next_track_starts_with_its_fade(
    ear: Ear, make_player: MakePlayer, files: tuple[str, str]
) -> None:
    player = make_player()
    player.post(PlayNow(1, files[0]))
    player.post(SetUpNext(2, files[1], crossfade_s=FADE_S))
    ear.wait_for(TrackEnded, lambda ended: ended.play_id == 1)
    before = [moved for moved in ear.heard(PositionMoved) if moved.play_id == 1][-1]
    assert before.position_s == pytest.approx(len(A) / RATE_HZ - FADE_S, abs=0.3)
    assert ear.wait_for(TrackStarted).play_id == 2
    assert ear.wait_for(PositionMoved) == PositionMoved(2, 0.0)
    ear.wait_for(TrackEnded, lambda ended: ended.play_id == 2)


def test_during_a_fade_one_can_seek_in_the_new_track_and_pause(
    ear: Ear, make_player: MakePlayer, files: tuple[str, str]
) -> None:
    player = make_player()
    player.post(PlayNow(1, files[0], 1.5))
    player.post(SetUpNext(2, files[1], crossfade_s=FADE_S))
    ear.wait_for(TrackStarted, lambda started: started.play_id == 2)
    player.post(Pause())
    player.post(Resume())
    player.post(Seek(2.0))
    moved = ear.wait_for(PositionMoved, lambda moved: moved.position_s >= 2.0)
    assert moved == PositionMoved(2, 2.0)
    assert ear.wait_for(TrackEnded).play_id == 2
    assert [event.play_id for event in ear.heard(TrackStarted)] == [1, 2]


def test_a_seek_back_before_the_fade_goes_through_it_again(
    ear: Ear, make_player: MakePlayer, files: tuple[str, str]
) -> None:
    player = make_player()
    player.post(PlayNow(1, files[0], 1.0))
    player.post(SetUpNext(2, files[1], crossfade_s=FADE_S))
    ear.wait_for(PositionMoved, lambda moved: moved.position_s > 1.4)
    player.post(Seek(0.5))
    ear.wait_for(PositionMoved, lambda moved: moved == PositionMoved(1, 0.5))
    ear.wait_for(TrackEnded, lambda ended: ended.play_id == 1)
    last = [moved for moved in ear.heard(PositionMoved) if moved.play_id == 1][-1]
    assert last.position_s == pytest.approx(2.0, abs=0.3)
    assert ear.wait_for(TrackStarted).play_id == 2


def test_a_follower_that_is_all_decoded_can_be_searched(
    ear: Ear, make_player: MakePlayer, files: tuple[str, str], short: str
) -> None:
    player = make_player()
    player.post(PlayNow(1, short))
    player.post(SetUpNext(2, files[1]))
    ear.wait_for(PositionMoved, lambda moved: moved.play_id == 2 and moved.position_s > 0.8)
    player.post(Seek(0.25))
    assert ear.wait_for(PositionMoved, lambda moved: moved.position_s < 0.8).position_s == 0.25


@pytest.mark.needs_pulse
def test_gains_change_at_the_very_join(
    ear: Ear, make_player: MakePlayer, loudspeaker: Loudspeaker, files: tuple[str, str]
) -> None:
    recording = loudspeaker.record()
    player = make_player(audio_device=None)
    player.post(PlayNow(1, files[0], 2.0, gain_db=-6.0))
    player.post(SetUpNext(2, files[1], gain_db=-2.0))
    ear.wait_for(TrackEnded, lambda ended: ended.play_id == 2)
    floats = A[-20_000:].astype(np.float32), B.astype(np.float32)
    parts = [part * np.float32(10 ** (db / 20)) for part, db in zip(floats, (-6, -2), strict=True)]
    expected: Pcm = np.rint(np.concatenate(parts)).astype(np.int16)
    wait_until(lambda: find(expected[-5_000:-4_000], read_recording(recording)) > 0)
    loudspeaker.stop_recording()
    # A machine that is busy all over may lose some of a recording, elsewhere.
    join, around = 20_000, RATE_HZ // 10
    assert find(expected[join - around : join + around], read_recording(recording)) > 0
