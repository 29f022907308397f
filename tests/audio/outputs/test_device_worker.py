import queue
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from tests.audio.conftest import LIMIT_S, wait_until
from tui_player.audio.outputs.device_worker import (
    CLOSED,
    DeviceInterrupted,
    DeviceLost,
    DeviceMissing,
    DeviceReady,
    DeviceRequest,
    DevicesListed,
    DeviceWorker,
    NoDeviceError,
    Note,
)
from tui_player.audio.pcm.mixer import Mixer


class FakeDevice:
    backend = "Fake"

    def __init__(self, diary: list[str], rate_hz: int, stream: int) -> None:
        self.name, self.is_lost, self.is_broken = "Fake", False, False
        self.is_interrupted = False
        self._diary, self._stream = diary, stream
        diary.append(f"open {stream} at {rate_hz}")

    def start(self) -> None:
        self._diary.append(f"start {self._stream}")
        if self.is_broken:
            raise OSError("it does not start")

    def renew_volume(self) -> None:
        if self.is_broken:
            raise OSError("it takes no volume")
        self._diary.append(f"renew the volume of {self._stream}")

    def close(self) -> None:
        self._diary.append(f"close {self._stream}")

    def release(self) -> None:
        self._diary.append(f"release {self._stream}")

    def wait_closed(self, limit_s: float) -> None:
        assert limit_s > 0


class Bench:
    """A speaker with fake devices, of which the first `missing` cannot be opened."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.diary: list[str] = []
        self.notes: queue.SimpleQueue[Note] = queue.SimpleQueue()
        self.missing = self.broken = self.tries = 0
        self.may_open = threading.Event()
        self.may_open.set()
        self.mixer = Mixer(lambda: 0.0)
        self.speaker = DeviceWorker(self, self.mixer, self.notes.put, clock)
        self.speaker.start()

    def list_names(self, chosen: str | None) -> tuple[tuple[str, ...], str | None]:
        return ("Fake", "Other"), chosen

    def __call__(
        self,
        name: str | None,
        rate_hz: int,
        stream: int,
        mixer: Mixer,
        changed: Callable[[], None],
    ) -> FakeDevice:
        self.tries += 1
        self.may_open.wait(LIMIT_S)
        if self.missing:
            self.missing -= 1
            raise NoDeviceError("There is none.")
        self.changed = changed
        self.device = FakeDevice(self.diary, rate_hz, stream)
        if self.broken:
            self.broken -= 1
            self.device.is_broken = True
        return self.device

    def next_note(self) -> Note:
        return self.notes.get(timeout=LIMIT_S)


@pytest.fixture
def bench() -> Iterator[Bench]:
    bench = Bench()
    yield bench
    bench.speaker.stop(LIMIT_S)


def test_each_stream_gets_a_device_of_its_own(bench: Bench) -> None:
    bench.speaker.want(DeviceRequest(44_100, 1, running=True))
    assert bench.next_note() == DeviceReady(1, "Fake", "Fake")
    bench.speaker.want(DeviceRequest(48_000, 2, running=False))
    assert bench.next_note() == DeviceReady(2, "Fake", "Fake")
    bench.speaker.want(CLOSED)
    bench.speaker.stop(LIMIT_S)
    assert bench.diary == [
        *("open 1 at 44100", "start 1", "close 1"),
        *("open 2 at 48000", "close 2"),
    ]


def test_the_end_closes_the_device(bench: Bench) -> None:
    bench.speaker.want(DeviceRequest(44_100, 1, running=True))
    bench.next_note()
    bench.speaker.stop(LIMIT_S)
    assert bench.diary[-1] == "close 1"


def test_a_missing_device_is_told_and_taken_when_it_appears(bench: Bench) -> None:
    bench.missing = 3
    bench.speaker.want(DeviceRequest(44_100, 1, running=True))
    for _ in range(3):
        assert bench.next_note() == DeviceMissing(1, "There is none.")
    assert bench.next_note() == DeviceReady(1, "Fake", "Fake")


def test_what_else_is_asked_of_it_does_not_make_it_try_sooner() -> None:
    bench = Bench(clock=lambda: 0.0)  # the time to try again never comes
    bench.missing = 100
    bench.speaker.want(DeviceRequest(44_100, 1, running=True))
    assert isinstance(bench.next_note(), DeviceMissing)
    for _ in range(20):
        bench.speaker.renew_volume()
        bench.speaker.list_devices(None)
        assert isinstance(bench.next_note(), DevicesListed)
    assert bench.tries == 1
    bench.speaker.want(DeviceRequest(44_100, 2, running=True))
    assert bench.next_note() == DeviceMissing(2, "There is none.")
    assert bench.tries == 2
    bench.speaker.stop(LIMIT_S)


def test_an_unexpected_error_is_told_and_the_device_tried_again(bench: Bench) -> None:
    bench.broken = 1
    bench.speaker.want(DeviceRequest(44_100, 1, running=True))
    missing = bench.next_note()
    assert isinstance(missing, DeviceMissing)
    assert "unexpected error" in missing.sentence
    assert bench.mixer.error == "OSError: it does not start"
    assert bench.next_note() == DeviceReady(1, "Fake", "Fake")
    assert bench.diary == [
        *("open 1 at 44100", "start 1", "close 1"),
        *("open 1 at 44100", "start 1"),
    ]


def test_an_open_device_that_fails_is_told_and_the_thread_lives_on(bench: Bench) -> None:
    bench.speaker.want(DeviceRequest(44_100, 1, running=True))
    bench.next_note()
    bench.device.is_broken = True
    bench.speaker.renew_volume()
    bench.speaker.list_devices(None)
    assert isinstance(bench.next_note(), DevicesListed)
    assert bench.mixer.error == "OSError: it takes no volume"


def test_wishes_outdated_while_a_device_was_opening_are_skipped(bench: Bench) -> None:
    bench.may_open.clear()
    bench.speaker.want(DeviceRequest(44_100, 1, running=True))
    wait_until(lambda: bench.tries == 1)
    for stream in range(2, 50):
        bench.speaker.want(DeviceRequest(44_100, stream, running=True))
    bench.may_open.set()
    assert bench.next_note() == DeviceReady(1, "Fake", "Fake")
    assert bench.next_note() == DeviceReady(49, "Fake", "Fake")


def test_stop_does_not_wait_for_a_device_that_hangs() -> None:
    bench = Bench()
    bench.may_open.clear()
    bench.speaker.want(DeviceRequest(44_100, 1, running=True))
    bench.speaker.stop(0.01)
    bench.may_open.set()
    bench.speaker.stop(LIMIT_S)


def test_devices_are_listed_and_nothing_else_changes(bench: Bench) -> None:
    bench.speaker.want(DeviceRequest(44_100, 1, running=True))
    bench.speaker.list_devices("Other")
    notes = {bench.next_note(), bench.next_note()}
    assert notes == {DeviceReady(1, "Fake", "Fake"), DevicesListed(("Fake", "Other"), "Other")}
    assert bench.diary == ["open 1 at 44100", "start 1"]


def test_a_new_volume_reaches_the_device(bench: Bench) -> None:
    bench.speaker.renew_volume()  # there is none yet
    bench.speaker.want(DeviceRequest(44_100, 1, running=True))
    bench.next_note()
    bench.speaker.renew_volume()
    bench.speaker.list_devices(None)
    bench.next_note()
    assert bench.diary == ["open 1 at 44100", "start 1", "renew the volume of 1"]


def test_a_lost_device_is_told(bench: Bench) -> None:
    bench.speaker.want(DeviceRequest(44_100, 1, running=True))
    bench.next_note()
    bench.device.is_lost = True
    bench.changed()
    assert bench.next_note() == DeviceLost(1)


def test_a_device_that_has_moved_is_told_by_its_new_name(bench: Bench) -> None:
    bench.speaker.want(DeviceRequest(44_100, 1, running=True))
    bench.next_note()
    bench.device.name = "Headphones"
    bench.changed()
    assert bench.next_note() == DeviceReady(1, "Headphones", "Fake")
    of_the_first = bench.changed
    bench.speaker.want(DeviceRequest(44_100, 2, running=True))
    assert bench.next_note() == DeviceReady(2, "Fake", "Fake")
    of_the_first()  # it says so too late
    bench.speaker.list_devices(None)
    assert isinstance(bench.next_note(), DevicesListed)


def test_an_interruption_is_reported_to_its_end_though_the_device_is_closed(bench: Bench) -> None:
    bench.speaker.want(DeviceRequest(44_100, 1, running=True))
    bench.next_note()
    interrupted = bench.device
    interrupted.is_interrupted = True
    bench.changed()
    assert bench.next_note() == DeviceInterrupted(True)
    bench.speaker.want(CLOSED)
    bench.speaker.list_devices(None)
    assert isinstance(bench.next_note(), DevicesListed)
    interrupted.is_interrupted = False
    bench.changed()
    assert bench.next_note() == DeviceInterrupted(False)


def test_whoever_plays_on_gives_the_interrupted_device_back(bench: Bench) -> None:
    bench.speaker.want(DeviceRequest(44_100, 1, running=True))
    bench.next_note()
    bench.device.is_interrupted = True
    bench.changed()
    bench.next_note()
    bench.speaker.want(CLOSED)
    bench.speaker.list_devices(None)
    bench.next_note()
    bench.speaker.want(DeviceRequest(44_100, 2, running=True))
    assert bench.next_note() == DeviceReady(2, "Fake", "Fake")
    assert "release 1" in bench.diary
