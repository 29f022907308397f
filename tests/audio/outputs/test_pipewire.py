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
    alsa_plugin,
    make_default_of_alsa,
    pipewire_settings,
    skip_where_programs_are_missing,
)
from tests.media_files import Pcm, noise, write_pcm
from tui_player.audio.player import Player
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
LIKE = 0.99  # what `locate` finds at least where a stretch is heard as it is


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


class Halves:
    """A recording cut into two files, and where its stretches are in what was heard of it."""

    def __init__(self, folder: Path, rate_hz: int) -> None:
        self._sound = noise(2.5, sample_rate_hz=rate_hz)
        self._cut = len(self._sound) // 2 + 77  # no multiple of any block
        parts = (self._sound[: self._cut], self._sound[self._cut :])
        self._paths = [
            write_pcm(folder / f"part{number}.flac", part, sample_rate_hz=rate_hz)
            for number, part in enumerate(parts)
        ]

    def play(self, player: Player, ear: Ear) -> None:
        """Play one file after the other, to the end."""
        first, second = map(str, self._paths)
        player.post(PlayNow(1, first))
        player.post(SetUpNext(2, second))
        ear.wait_for(TrackEnded, lambda ended: ended.play_id == 2)

    def is_at_its_end(self, recording: Path) -> bool:
        heard = read_recording(recording)
        return len(heard) > PROBE and locate(self._sound[-PROBE:], heard)[1] > LIKE

    def shifts(self, recording: Path) -> list[int]:
        """How much later each of some stretches is heard than it lies in the sound, in frames."""
        heard, cut, last = read_recording(recording), self._cut, len(self._sound) - PROBE
        begins = (0, PROBE, cut - PROBE, cut - PROBE // 2, cut, cut + PROBE, last)
        probes = [locate(self._sound[begin : begin + PROBE], heard) for begin in begins]
        assert min(alike for _, alike in probes) > LIKE
        return [frame - begin for (frame, _), begin in zip(probes, begins, strict=True)]


@pytest.mark.parametrize("rate_hz", [GRAPH_RATE_HZ, 44_100])
def test_a_recording_cut_in_two_is_heard_as_one(
    rate_hz: int, ear: Ear, make_player: MakePlayer, pipewire: PipeWire, tmp_path: Path
) -> None:
    halves = Halves(tmp_path, rate_hz)
    recording = pipewire.record("one", rate_hz)
    halves.play(make_player(audio_device=None), ear)
    wait_until(lambda: halves.is_at_its_end(recording))
    pipewire.stop_recording()
    shifts = halves.shifts(recording)
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


def test_music_comes_by_alsa_where_nothing_serves_pulseaudios_programs(
    ear: Ear,
    make_player: MakePlayer,
    pipewire: PipeWire,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plugin = alsa_plugin()
    if plugin is None:
        pytest.skip("needs ALSA's plug-in of PipeWire, from pipewire-alsa")
    make_default_of_alsa(plugin, pipewire.folder)
    halves = Halves(tmp_path, GRAPH_RATE_HZ)
    recording = pipewire.record("one", GRAPH_RATE_HZ)
    monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path / 'nowhere'}")
    player = make_player(audio_device=None)
    changed = ear.wait_for(SpeakerChanged)
    assert (changed.state, changed.backend) == (SpeakerState.OK, "ALSA")
    halves.play(player, ear)
    wait_until(lambda: halves.is_at_its_end(recording))
    pipewire.stop_recording()
    assert len(set(halves.shifts(recording))) == 1


def test_the_servers_leave_nothing_running(pipewire: PipeWire) -> None:
    pids = [server.pid for server in pipewire.running.values()]
    assert len(pids) == 4
    pipewire.switch_off()
    assert not any(is_running(pid) for pid in pids)
    sockets = [path.name for path in pipewire.folder.rglob("*") if path.is_socket()]
    assert sockets in ([], ["bus"])  # which the bus leaves
