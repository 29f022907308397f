"""Playing by libpulse: what is asked of it is never missed, and no trouble goes untold."""

import subprocess
import threading
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from tests.audio.conftest import LIMIT_S, Loudspeaker, open_files, read_recording, wait_until
from tests.media_files import tone
from tui_player.audio.outputs import pulse_connection
from tui_player.audio.outputs.libpulse import PulseError, TimingInfo
from tui_player.audio.outputs.pulse import PulseDevice
from tui_player.audio.outputs.pulse_connection import PulseConnection, timing_of
from tui_player.audio.pcm.mixer import Mixer
from tui_player.audio.pcm.ring_buffer import PcmRing

RATE_HZ = 44_100
STREAM = 1


@pytest.mark.parametrize(
    ("sink_usec", "transport_usec", "heard_in_s"),
    [(30_000, 0, 0.03), (30_000, 12_000, 0.018), (5_000, 12_000, 0.0)],
)
def test_the_sink_went_on_while_the_answer_was_under_way(
    sink_usec: int, transport_usec: int, heard_in_s: float
) -> None:
    info = TimingInfo(
        sink_usec=sink_usec, transport_usec=transport_usec, read_index=4_000, playing=1
    )
    timing = timing_of(info)
    assert timing.heard_in_s == pytest.approx(heard_in_s)
    assert (timing.taken_frame, timing.is_playing) == (1_000, True)


class WatchedLibrary:
    """libpulse, in which something happens just before one of its functions."""

    def __init__(self, library: Any, name: str, before: Callable[[], None]) -> None:
        self._library, self._name, self._before = library, name, before

    def __getattr__(self, name: str) -> Any:
        if name == self._name:
            self._before()
        return getattr(self._library, name)


@pytest.fixture
def connection(loudspeaker: Loudspeaker) -> Iterator[PulseConnection]:
    connection = PulseConnection()
    yield connection
    connection.close()


@pytest.mark.needs_pulse
def test_a_wake_up_in_the_wrong_moment_is_not_lost(connection: PulseConnection) -> None:
    asked = threading.Event()

    def ask() -> None:
        asked.set()
        connection.wake()

    library: Any = WatchedLibrary(connection._library, "pa_mainloop_prepare", ask)
    connection._library = library
    waiting = threading.Thread(target=connection.iterate, args=(LIMIT_S, asked.is_set))
    waiting.start()
    waiting.join(LIMIT_S / 3)
    is_stuck = waiting.is_alive()
    connection._library = library._library
    connection.wake()
    waiting.join()
    assert not is_stuck


@pytest.mark.needs_pulse
def test_an_order_without_an_answer_is_cancelled(
    connection: PulseConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    cancelled: list[str] = []
    library: Any = WatchedLibrary(
        connection._library, "pa_operation_cancel", lambda: cancelled.append("once")
    )
    connection._library = library
    with monkeypatch.context() as patch:
        patch.setattr(pulse_connection, "ANSWERING_S", 0.0)
        with pytest.raises(PulseError, match="does not answer"):
            connection.sinks()
    assert cancelled == ["once"]
    assert len(connection.sinks()) == 1


class Bench:
    """A device that plays a tone, opened but not started."""

    def __init__(self) -> None:
        self.mixer = Mixer(lambda: 0.0)
        self.changed = threading.Event()
        ring = PcmRing(30 * RATE_HZ)
        ring.write(tone(30.0, 440.0).astype(np.float32) / np.float32(32_768))
        self.mixer.stream = STREAM
        self.mixer.begin(ring)
        self.device = PulseDevice(None, RATE_HZ, STREAM, self.mixer, self.changed.set)


@pytest.fixture
def bench(loudspeaker: Loudspeaker) -> Iterator[Bench]:
    bench = Bench()
    yield bench
    bench.device.close()
    bench.device.wait_closed(LIMIT_S)


def suspend(is_suspended: bool) -> None:
    """Stop the only sink from taking sound, or let it go on."""
    subprocess.run(["pactl", "suspend-sink", "test", "01"[is_suspended]], check=True)


@pytest.mark.needs_pulse
def test_a_volume_set_while_the_sink_rests_holds_from_its_first_sample(
    bench: Bench, loudspeaker: Loudspeaker
) -> None:
    recording = loudspeaker.record()
    suspend(True)
    bench.device.start()
    wait_until(lambda: bool(bench.mixer.handed))
    bench.mixer.set_volume(0)
    bench.device.renew_volume()
    wait_until(lambda: not bench.device._volume_changed.is_set())
    suspend(False)
    wait_until(lambda: len(bench.mixer.handed) > 3)
    bench.device.close()
    loudspeaker.stop_recording()
    loud = np.abs(read_recording(recording)).max(axis=1) > 100
    assert np.count_nonzero(loud) <= 441  # the way down


@pytest.mark.needs_pulse
def test_what_a_resting_sink_never_played_is_known_when_it_is_closed(bench: Bench) -> None:
    suspend(True)
    bench.device.start()
    wait_until(lambda: bool(bench.mixer.handed))
    bench.device.close()
    bench.device.wait_closed(LIMIT_S)
    assert bench.mixer.end_of(STREAM) == 0


@pytest.mark.needs_pulse
def test_an_unexpected_error_is_told_at_once_as_a_loss(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("out of order")

    before = open_files()
    monkeypatch.setattr(bench.mixer, "draw", fail)
    bench.device.start()
    assert bench.changed.wait(LIMIT_S)
    assert bench.device.is_lost
    assert bench.mixer.error == "RuntimeError: out of order"
    bench.device.wait_closed(LIMIT_S)
    assert len(open_files()) < len(before)


@pytest.mark.needs_pulse
def test_a_call_interrupts_and_its_end_is_heard_by_a_stream_that_was_closed_meanwhile(
    bench: Bench,
) -> None:
    subprocess.run(["pactl", "load-module", "module-role-cork"], check=True, capture_output=True)
    bench.device.start()
    call = subprocess.Popen(
        ["paplay", "--raw", "--property=media.role=phone", "/dev/zero"], stderr=subprocess.DEVNULL
    )
    try:
        wait_until(lambda: bench.device.is_interrupted)
        bench.device.close()
    finally:
        call.terminate()
        call.wait()
    wait_until(lambda: not bench.device.is_interrupted)
    bench.device.wait_closed(LIMIT_S)
    assert not bench.device.is_lost


@pytest.mark.needs_pulse
def test_the_end_of_a_call_is_noticed_by_a_stream_that_is_not_corked_yet(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    subprocess.run(["pactl", "load-module", "module-role-cork"], check=True, capture_output=True)
    bench.device.start()
    call = subprocess.Popen(
        ["paplay", "--raw", "--property=media.role=phone", "/dev/zero"], stderr=subprocess.DEVNULL
    )
    cork = bench.device._connection.cork

    def hang_up_and_cork() -> None:
        call.terminate()
        call.wait()
        wait_until(lambda: len(sink_inputs()) == 1)
        cork()

    monkeypatch.setattr(bench.device._connection, "cork", hang_up_and_cork)
    wait_until(lambda: bench.device.is_interrupted)
    bench.device.close()
    wait_until(lambda: not bench.device.is_interrupted)
    bench.device.wait_closed(LIMIT_S)
    assert not bench.device.is_lost


def sink_inputs() -> list[str]:
    """What plays at the moment, as `pactl` lists it: one line a stream."""
    listed = subprocess.run(
        ["pactl", "list", "short", "sink-inputs"], check=True, capture_output=True, text=True
    )
    return listed.stdout.splitlines()


@pytest.mark.needs_pulse
def test_a_released_stream_waits_for_no_end(bench: Bench) -> None:
    subprocess.run(["pactl", "load-module", "module-role-cork"], check=True, capture_output=True)
    bench.device.start()
    call = subprocess.Popen(
        ["paplay", "--raw", "--property=media.role=phone", "/dev/zero"], stderr=subprocess.DEVNULL
    )
    try:
        wait_until(lambda: bench.device.is_interrupted)
        bench.device.close()
        bench.device.release()
        bench.device.wait_closed(LIMIT_S)
        assert not bench.device._thread.is_alive()
    finally:
        call.terminate()
        call.wait()
