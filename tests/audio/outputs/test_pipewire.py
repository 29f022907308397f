"""What really reaches a loudspeaker of PipeWire, which most desktops have."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.audio.conftest import (
    Ear,
    MakePlayer,
    is_running,
    read_recording,
    wait_until,
)
from tests.audio.outputs.pipewire_server import (
    PipeWire,
    pipewire_settings,
    skip_where_programs_are_missing,
)
from tests.media_files import Pcm, noise, write_pcm
from tui_player.messages.commands import PlayNow, SetUpNext
from tui_player.messages.events import (
    PositionMoved,
    RingRanDry,
    SpeakerChanged,
    SpeakerState,
    TrackEnded,
    TrackStarted,
)

pytestmark = pytest.mark.needs_pipewire

GRAPH_RATE_HZ = 48_000
PROBE = 2_000  # frames, of which no two stretches of noise are alike


@pytest.fixture
def pipewire(tmp_path: Path) -> Iterator[PipeWire]:
    """Running servers, in which the sink `one` is the default beside another, `two`."""
    skip_where_programs_are_missing()
    folder = tmp_path / "pipewire"
    folder.mkdir(mode=0o700)
    servers = PipeWire(folder)
    with pipewire_settings(folder):
        try:
            servers.switch_on()
            servers.add_sink("one")
            servers.add_sink("two")
            servers.make_default("one")
            yield servers
        finally:
            servers.switch_off()


def locate(part: Pcm, heard: Pcm) -> tuple[int, float]:
    """Where in a recording a stretch of sound lies best, and how alike both are there, up to 1."""
    wanted, within = part[:, 0].astype(np.float64), heard[:, 0].astype(np.float64)
    size = 1 << (len(within) + len(wanted)).bit_length()
    spectrum = np.fft.rfft(within, size) * np.conj(np.fft.rfft(wanted, size))
    matches = np.fft.irfft(spectrum, size)[: len(within) - len(wanted) + 1]
    frame = int(matches.argmax())
    found = within[frame : frame + len(wanted)]
    lengths = float(np.linalg.norm(found) * np.linalg.norm(wanted))
    return frame, float(matches[frame]) / lengths if lengths else 0.0


def is_heard(part: Pcm, recording: Path) -> bool:
    heard = read_recording(recording)
    return len(heard) > len(part) and locate(part, heard)[1] > 0.9


@pytest.mark.parametrize("rate_hz", [GRAPH_RATE_HZ, 44_100])
def test_a_recording_cut_in_two_is_heard_as_one(
    rate_hz: int, ear: Ear, make_player: MakePlayer, pipewire: PipeWire, tmp_path: Path
) -> None:
    sound = noise(2.5, sample_rate_hz=rate_hz)
    cut = len(sound) // 2 + 77  # no multiple of any block
    first = write_pcm(tmp_path / "first.flac", sound[:cut], sample_rate_hz=rate_hz)
    second = write_pcm(tmp_path / "second.flac", sound[cut:], sample_rate_hz=rate_hz)
    recording = pipewire.record("one", rate_hz)
    player = make_player(audio_device=None)
    player.post(PlayNow(1, str(first)))
    player.post(SetUpNext(2, str(second)))
    ear.wait_for(TrackEnded, lambda ended: ended.play_id == 2)
    wait_until(lambda: is_heard(sound[-PROBE:], recording))
    pipewire.stop_recording()
    heard = read_recording(recording)
    begins = [0, PROBE, cut - PROBE, cut - PROBE // 2, cut, cut + PROBE, len(sound) - PROBE]
    probes = [locate(sound[begin : begin + PROBE], heard) for begin in begins]
    assert min(alike for _, alike in probes) > 0.99
    shifts = [frame - begin for (frame, _), begin in zip(probes, begins, strict=True)]
    # Two resamplers lie between, for files of another rate than the server's.
    assert max(shifts) - min(shifts) <= (0 if rate_hz == GRAPH_RATE_HZ else 1), shifts
    assert not ear.heard(RingRanDry)


def test_music_goes_on_after_a_restart_of_what_serves_pulseaudios_programs(
    ear: Ear, make_player: MakePlayer, pipewire: PipeWire, tmp_path: Path
) -> None:
    sound = noise(60.0, sample_rate_hz=GRAPH_RATE_HZ)
    path = write_pcm(tmp_path / "a.flac", sound, sample_rate_hz=GRAPH_RATE_HZ)
    player = make_player(audio_device=None)
    player.post(PlayNow(1, str(path)))
    before = ear.wait_for(PositionMoved, lambda moved: moved.position_s > 0.5)
    pid = player.child_pid
    pipewire.stop("pipewire-pulse")
    pipewire.start_pulse()
    recording = pipewire.record("one", GRAPH_RATE_HZ)
    wait_until(lambda: bool(read_recording(recording).any()))
    after = ear.wait_for(PositionMoved, lambda moved: moved.position_s > before.position_s)
    assert after.position_s < before.position_s + 10
    assert player.child_pid == pid
    assert len(ear.heard(TrackStarted)) == 1


def test_music_follows_the_default_sink(
    ear: Ear, make_player: MakePlayer, pipewire: PipeWire, tmp_path: Path
) -> None:
    path = write_pcm(tmp_path / "a.flac", noise(60.0))
    player = make_player(audio_device=None)
    player.post(PlayNow(1, str(path)))
    on_first = ear.wait_for(
        SpeakerChanged, lambda changed: changed.state is SpeakerState.OK and changed.device != ""
    )
    assert on_first.device == "one"
    ear.wait_for(PositionMoved, lambda moved: moved.position_s > 0.5)
    recording = pipewire.record("two", GRAPH_RATE_HZ)
    assert not read_recording(recording).any()
    pipewire.make_default("two")
    ear.wait_for(SpeakerChanged, lambda changed: changed.device == "two")
    wait_until(lambda: bool(read_recording(recording).any()))
    assert not ear.heard(RingRanDry)
    assert len(ear.heard(TrackStarted)) == 1


def test_the_servers_leave_nothing_running(pipewire: PipeWire) -> None:
    pids = [server.pid for server in pipewire.running.values()]
    assert len(pids) == 4
    pipewire.switch_off()
    assert not any(is_running(pid) for pid in pids)
    sockets = [path.name for path in pipewire.folder.rglob("*") if path.is_socket()]
    assert sockets in ([], ["bus"])  # which the bus leaves
