"""What really reaches a loudspeaker: recorded from a PulseAudio sink that plays to nowhere."""

import threading
from pathlib import Path

import numpy as np
import pytest

from tests.audio.conftest import Ear, Loudspeaker, MakePlayer, find, read_recording, wait_until
from tests.media_files import Pcm, noise, tone, write_pcm
from tui_player.audio.decoders.registry import open_decoder
from tui_player.messages.commands import OutputVolume, Pause, PlayNow, Resume, Seek, SetUpNext
from tui_player.messages.events import (
    PositionMoved,
    RingRanDry,
    SpeakerChanged,
    SpeakerState,
    TrackEnded,
    TrackStarted,
)

pytestmark = pytest.mark.needs_pulse

RATE_HZ = 44_100
SOUND = noise(1.9)
CUT = 41_234  # where a recording is cut into two tracks: no multiple of any block


def decoded(path: Path) -> Pcm:
    decoder = open_decoder(str(path))
    data = b"".join(iter(lambda: decoder.read(4_096), b""))
    decoder.close()
    pcm: Pcm = (
        np.rint(np.frombuffer(data, np.float32).reshape(-1, 2) * 32_768)
        .clip(-32_768, 32_767)
        .astype(np.int16)
    )
    return pcm


@pytest.mark.parametrize("suffix", [".wav", ".flac", ".ogg", ".mp3", ".m4a"])
def test_a_recording_cut_in_two_is_heard_as_one(
    suffix: str, ear: Ear, make_player: MakePlayer, loudspeaker: Loudspeaker, tmp_path: Path
) -> None:
    first = write_pcm(tmp_path / f"first{suffix}", SOUND[:CUT])
    second = write_pcm(tmp_path / f"second{suffix}", SOUND[CUT:])
    recording = loudspeaker.record()
    player = make_player(audio_device=None)
    player.post(PlayNow(1, str(first)))
    player.post(SetUpNext(2, str(second)))
    ear.wait_for(TrackEnded, lambda ended: ended.play_id == 2)
    whole = np.concatenate([decoded(first), decoded(second)])
    wait_until(lambda: find(whole[-1_000:], read_recording(recording)) > 0)
    loudspeaker.stop_recording()
    # An MP4 file tells its length in milliseconds.
    assert abs(len(whole) - len(SOUND)) <= (44 if suffix == ".m4a" else 0)
    if suffix in (".wav", ".flac"):
        np.testing.assert_array_equal(whole, SOUND)
    assert find(whole, read_recording(recording)) > 0, "the recording is not the two tracks"
    assert not ear.heard(RingRanDry)


def silences(heard: Pcm, least_s: float) -> list[tuple[int, int]]:
    """The stretches of silence of this length or more within a recording: first frame, end."""
    loud = np.flatnonzero(heard.any(axis=1))
    gaps = np.flatnonzero(np.diff(loud) > least_s * RATE_HZ)
    return [(int(loud[gap]) + 1, int(loud[gap + 1])) for gap in gaps]


def test_pause_loses_nothing_and_repeats_nothing(
    ear: Ear, make_player: MakePlayer, loudspeaker: Loudspeaker, tmp_path: Path
) -> None:
    sound = noise(4.0)
    recording = loudspeaker.record()
    player = make_player(audio_device=None)
    player.post(PlayNow(1, str(write_pcm(tmp_path / "a.flac", sound))))
    ear.wait_for(PositionMoved, lambda moved: moved.position_s > 1.2)
    player.post(Pause())
    threading.Event().wait(0.5)
    player.post(Resume())
    ear.wait_for(TrackEnded)
    wait_until(lambda: find(sound[-1_000:], read_recording(recording)) > 0)
    loudspeaker.stop_recording()
    heard = read_recording(recording)
    begin = find(sound[:RATE_HZ], heard)
    end = find(sound[-RATE_HZ:], heard) + RATE_HZ
    assert begin > 0
    ((paused_at, resumed_at),) = silences(heard[:end], 0.3)
    # It falls to silence and rises from there: a few of the softest samples round to nothing. Only
    # where the sink took its next block of 25 ms in that very moment is so much heard again.
    assert abs((paused_at - begin) + (end - resumed_at) - len(sound)) < 0.03 * RATE_HZ


def test_nothing_clicks(
    ear: Ear, make_player: MakePlayer, loudspeaker: Loudspeaker, tmp_path: Path
) -> None:
    frequency_hz, amplitude = 200.0, 0.3
    sound = tone(60.0, frequency_hz, amplitude=amplitude)
    path = str(write_pcm(tmp_path / "a.flac", sound))
    recording = loudspeaker.record()
    player = make_player(audio_device=None)
    orders = (
        *(Pause(), Resume(), OutputVolume(60), OutputVolume(0), OutputVolume(100)),
        *(Seek(30.1), Pause(), Resume(), PlayNow(2, path), PlayNow(3, path, 20.02)),
    )
    player.post(PlayNow(1, path))
    ear.wait_for(TrackStarted)
    threading.Event().wait(0.5)
    for order in orders:
        player.post(order)
        threading.Event().wait(0.3)
    player.stop()
    loudspeaker.stop_recording()
    # Where one play falls silent and another rises, both are heard at once.
    steepest = 2 * 2 * np.pi * frequency_hz / RATE_HZ * amplitude * 32_767
    steps = np.abs(np.diff(read_recording(recording)[:, 0].astype(int)))
    # A change may meet the sink just as it takes its next block: seldom, so a few are let pass.
    clicks = np.flatnonzero(steps > 1.1 * steepest)
    assert np.count_nonzero(np.diff(clicks, prepend=-RATE_HZ) > RATE_HZ // 100) <= 3


def test_after_a_seek_and_after_a_skip_only_the_new_is_heard(
    ear: Ear, make_player: MakePlayer, loudspeaker: Loudspeaker, tmp_path: Path
) -> None:
    sound, other = noise(20.0), noise(1.0, seed=8)
    recording = loudspeaker.record()
    player = make_player(audio_device=None)
    player.post(PlayNow(1, str(write_pcm(tmp_path / "a.flac", sound))))
    ear.wait_for(PositionMoved, lambda moved: moved.position_s > 0.5)
    player.post(Seek(12.0))
    ear.wait_for(PositionMoved, lambda moved: moved.position_s > 12.5)
    player.post(PlayNow(2, str(write_pcm(tmp_path / "b.flac", other))))
    ear.wait_for(TrackEnded, lambda ended: ended.play_id == 2)
    wait_until(lambda: find(other[-1_000:], read_recording(recording)) > 0)
    loudspeaker.stop_recording()
    heard = read_recording(recording)
    # For a moment the old falls silent while the new is heard already.
    together = RATE_HZ // 10
    from_there = 12 * RATE_HZ + together
    assert find(sound[: RATE_HZ // 4], heard) > 0
    assert find(sound[from_there : from_there + RATE_HZ // 4], heard) > 0
    assert find(other[together:], heard) > 0
    assert find(sound[3 * RATE_HZ : 3 * RATE_HZ + 2_000], heard) == -1


def test_volume_is_heard(
    ear: Ear, make_player: MakePlayer, loudspeaker: Loudspeaker, tmp_path: Path
) -> None:
    sound = noise(0.8)
    recording = loudspeaker.record()
    player = make_player(audio_device=None)
    player.post(OutputVolume(50))
    player.post(PlayNow(1, str(write_pcm(tmp_path / "a.wav", sound))))
    ear.wait_for(TrackEnded)
    quiet: Pcm = np.rint(sound * 0.125).astype(np.int16)
    wait_until(lambda: find(quiet[2_000:-2_000], read_recording(recording)) > 0)


def test_the_device_is_named(ear: Ear, make_player: MakePlayer, loudspeaker: Loudspeaker) -> None:
    make_player(audio_device=None)
    changed = ear.wait_for(SpeakerChanged)
    assert (changed.state, changed.backend) == (SpeakerState.OK, "PulseAudio")
    assert changed.device
    assert changed.sentence == ""


def test_music_is_back_by_itself_after_the_sound_server_died(
    ear: Ear, make_player: MakePlayer, loudspeaker: Loudspeaker, tmp_path: Path
) -> None:
    player = make_player(audio_device=None)
    player.post(PlayNow(1, str(write_pcm(tmp_path / "a.flac", noise(60.0)))))
    before = ear.wait_for(PositionMoved, lambda moved: moved.position_s > 0.5)
    pid = player.child_pid
    loudspeaker.switch_off()
    loudspeaker.switch_on()
    recording = loudspeaker.record()
    wait_until(lambda: bool(read_recording(recording).any()))
    after = ear.wait_for(PositionMoved, lambda moved: moved.position_s > before.position_s)
    assert after.position_s < before.position_s + 10
    assert player.child_pid == pid
    assert len(ear.heard(TrackStarted)) == 1


def test_without_a_device_it_says_so_plays_on_and_takes_one_that_appears(
    ear: Ear, make_player: MakePlayer, loudspeaker: Loudspeaker, tmp_path: Path
) -> None:
    loudspeaker.switch_off()
    player = make_player(audio_device="no such device")
    changed = ear.wait_for(SpeakerChanged)
    assert changed.state is SpeakerState.SILENT
    assert "no such device" in changed.sentence
    player.stop()
    player = make_player(audio_device="Null Output")
    ear.wait_for(SpeakerChanged)
    player.post(PlayNow(1, str(write_pcm(tmp_path / "a.flac", noise(60.0)))))
    ear.wait_for(PositionMoved, lambda moved: moved.position_s > 0.5)
    loudspeaker.switch_on()
    recording = loudspeaker.record()
    ear.wait_for(SpeakerChanged, lambda change: change.state is SpeakerState.OK)
    wait_until(lambda: bool(read_recording(recording).any()))


def test_a_hundred_skips_leak_nothing(
    ear: Ear, make_player: MakePlayer, loudspeaker: Loudspeaker, tmp_path: Path
) -> None:
    path = str(write_pcm(tmp_path / "a.flac", SOUND))
    player = make_player(audio_device=None)

    def open_files() -> int:
        return len(list(Path(f"/proc/{player.child_pid}/fd").iterdir()))

    player.post(PlayNow(1_000, path))
    ear.wait_for(TrackStarted)
    before = open_files()
    for play_id in range(100):
        player.post(PlayNow(play_id, path))
        ear.wait_for(TrackStarted, lambda started: started.play_id == play_id)  # noqa: B023
    wait_until(lambda: open_files() <= before)
