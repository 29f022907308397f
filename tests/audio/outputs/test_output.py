import numpy as np
import pytest

from tests.media_files import noise
from tui_player.audio.outputs.device_worker import (
    CLOSED,
    DeviceLost,
    DeviceMissing,
    DeviceReady,
    DeviceRequest,
    DeviceWorker,
)
from tui_player.audio.outputs.output import GRACE_S, LOST_AFTER_S, TAIL_S, OutputController
from tui_player.audio.pcm.mixer import Mixer
from tui_player.audio.pcm.ring_buffer import PcmRing
from tui_player.messages.events import SpeakerChanged, SpeakerState

RATE_HZ = 1_000
MISSING = "There is none."


class FakeSpeaker(DeviceWorker):
    """Only notes what is wanted."""

    def __init__(self) -> None:
        self.wishes: list[DeviceRequest] = []
        self.asked_for_lists: list[str | None] = []
        self.volumes_renewed = 0

    def want(self, wish: DeviceRequest) -> None:
        self.wishes.append(wish)

    def list_devices(self, chosen: str | None) -> None:
        self.asked_for_lists.append(chosen)

    def renew_volume(self) -> None:
        self.volumes_renewed += 1


class Bench:
    """An output with a clock that stands still until told, and a device played by the test."""

    def __init__(self) -> None:
        self.now_s = 100.0
        self.speaker = FakeSpeaker()
        self.mixer = Mixer(lambda: self.now_s)
        self.told: list[SpeakerChanged] = []
        self.output = OutputController(
            self.speaker, self.mixer, self.told.append, lambda: self.now_s
        )
        self.ring = PcmRing(60 * RATE_HZ, history=RATE_HZ)
        self.ring.write(noise(60.0, sample_rate_hz=RATE_HZ).astype(np.float32))

    @property
    def wish(self) -> DeviceRequest:
        return self.speaker.wishes[-1]

    def run(self) -> int:
        """Begin to play; return the number of the stream."""
        self.output.run(self.ring, RATE_HZ, softly=False)
        return self.wish.stream

    def device_appears(self) -> None:
        self.output.take(DeviceReady(self.wish.stream, "Speakers", "PulseAudio"))

    def play(self, seconds: float, *, queue_s: float = 0.2) -> None:
        """Let the device of the wish take sound for a while, some ahead of what is heard."""
        stream = self.wish.stream
        self.mixer.render(stream, round(queue_s * RATE_HZ))
        for _ in range(round(seconds * 10)):
            self.now_s += 0.1
            self.mixer.render(stream, RATE_HZ // 10)
            self.output.tick()


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_at_the_start_it_looks_for_a_device_and_lets_it_go(bench: Bench) -> None:
    bench.output.start()
    assert bench.wish == DeviceRequest(44_100, bench.wish.stream, running=False)
    bench.device_appears()
    assert bench.told == [SpeakerChanged(SpeakerState.OK, "Speakers", "PulseAudio")]
    assert bench.wish == CLOSED


def test_what_is_heard_lags_behind_what_was_handed_over(bench: Bench) -> None:
    bench.run()
    bench.device_appears()
    bench.play(3.0)
    assert bench.ring.taken == 3.2 * RATE_HZ
    assert bench.output.heard_frame() == pytest.approx(3.0 * RATE_HZ, abs=2)


def test_halted_it_goes_on_later_at_what_was_heard_last(bench: Bench) -> None:
    bench.run()
    bench.device_appears()
    bench.play(3.0)
    assert bench.output.halt() == pytest.approx(3_000, abs=2)
    assert bench.ring.taken == pytest.approx(3_000, abs=2)
    assert bench.wish == CLOSED
    bench.now_s += 60
    assert bench.output.heard_frame() is None
    first = bench.run()
    bench.device_appears()
    bench.play(1.0)
    assert bench.wish.stream == first
    assert bench.output.heard_frame() == pytest.approx(4_000, abs=4)


def test_where_a_device_faded_out_exactly_it_goes_on(bench: Bench) -> None:
    stream = bench.run()
    bench.device_appears()
    bench.play(3.0)
    bench.output.halt()
    bench.mixer.faded_out(stream, 3_050)
    bench.run()
    assert bench.ring.taken == 3_050
    # What an earlier stream tells late says nothing of this one.
    bench.device_appears()
    bench.play(1.0)
    bench.output.halt()
    bench.mixer.faded_out(stream, 10)
    bench.run()
    assert bench.ring.taken == pytest.approx(4_050, abs=4)


def test_a_device_that_asks_no_more_is_opened_again(bench: Bench) -> None:
    first = bench.run()
    bench.device_appears()
    bench.play(2.0)
    bench.now_s += LOST_AFTER_S + 0.1
    bench.output.tick()
    assert bench.wish.stream > first
    assert bench.wish.running
    # Its queue may have been heard, no more.
    assert 2_000 <= bench.ring.taken <= 2_200
    bench.mixer.render(first, 500)  # the lost one comes to life: it gets nothing
    assert bench.ring.taken <= 2_200
    bench.device_appears()
    bench.play(1.0)
    assert len(bench.told) == 1


def test_a_device_that_says_it_is_lost_is_replaced_at_once(bench: Bench) -> None:
    first = bench.run()
    bench.device_appears()
    bench.play(2.0)
    bench.output.take(DeviceLost(first))
    assert bench.wish.running
    assert bench.wish.stream > first
    assert bench.ring.taken == pytest.approx(2_000, abs=2)
    bench.device_appears()
    # Lost again and again it is not opened in a storm.
    second = bench.wish.stream
    bench.output.take(DeviceLost(second))
    assert bench.wish.stream == second


def test_without_a_device_it_plays_on_in_real_time(bench: Bench) -> None:
    bench.run()
    bench.output.take(DeviceMissing(bench.wish.stream, MISSING))
    assert bench.told == [SpeakerChanged(SpeakerState.SILENT, sentence=MISSING)]
    for _ in range(50):
        bench.now_s += 0.07
        bench.output.tick()
    assert bench.output.heard_frame() == pytest.approx(3_500, abs=2)
    bench.device_appears()
    bench.play(1.0)
    assert bench.told[-1].state is SpeakerState.OK
    assert bench.output.heard_frame() == pytest.approx(4_500, abs=2)


def test_a_device_that_was_lost_is_waited_for_a_little(bench: Bench) -> None:
    bench.run()
    bench.device_appears()
    bench.play(2.0)
    bench.now_s += LOST_AFTER_S + 0.1
    bench.output.tick()
    before = bench.ring.taken
    bench.now_s += GRACE_S / 2
    bench.output.take(DeviceMissing(bench.wish.stream, MISSING))
    bench.output.tick()
    assert bench.ring.taken == before
    assert len(bench.told) == 1
    bench.now_s += GRACE_S
    bench.output.take(DeviceMissing(bench.wish.stream, MISSING))
    bench.now_s += 0.5
    bench.output.tick()
    assert bench.told[-1].state is SpeakerState.SILENT
    assert bench.ring.taken == before + 500


def test_a_device_that_does_not_answer_is_said_to(bench: Bench) -> None:
    bench.run()
    bench.now_s += GRACE_S + 0.1
    bench.output.tick()
    assert "does not answer" in bench.told[-1].sentence
    bench.now_s += 1.0
    bench.output.tick()
    assert bench.ring.taken == RATE_HZ


def test_a_device_that_is_not_found_is_not_said_to_be_silent(bench: Bench) -> None:
    bench.run()
    bench.device_appears()
    bench.output.choose("nonsense")
    bench.output.take(DeviceMissing(bench.wish.stream, MISSING))
    bench.now_s += GRACE_S + 0.1
    bench.output.tick()
    assert bench.told[-1] == SpeakerChanged(SpeakerState.SILENT, sentence=MISSING)


def test_news_of_an_earlier_stream_is_left(bench: Bench) -> None:
    old = bench.run()
    bench.output.halt()
    bench.run()
    bench.output.take(DeviceMissing(old, MISSING))
    bench.output.take(DeviceReady(old, "Speakers", "PulseAudio"))
    assert not bench.told


def test_after_the_last_sample_the_device_stays_a_moment(bench: Bench) -> None:
    bench.run()
    bench.device_appears()
    bench.play(1.0)
    bench.output.run_out()
    bench.output.tick()
    assert bench.wish.running
    bench.now_s += TAIL_S
    bench.output.tick()
    assert bench.wish == CLOSED


def test_on_another_device_it_goes_on_with_what_was_heard_last(bench: Bench) -> None:
    bench.run()
    bench.device_appears()
    bench.play(2.0)
    first = bench.wish
    bench.output.choose("Headphones")
    assert bench.wish == DeviceRequest(
        RATE_HZ, bench.wish.stream, running=True, device="Headphones"
    )
    assert bench.wish.stream > first.stream
    assert bench.ring.taken == pytest.approx(2_000, abs=2)
    bench.device_appears()
    bench.play(1.0)
    assert bench.output.heard_frame() == pytest.approx(3_000, abs=4)
    bench.output.list_devices()
    assert bench.speaker.asked_for_lists == ["Headphones"]
    bench.output.choose(None)
    assert bench.wish.device is None


def test_a_device_chosen_while_nothing_plays_is_looked_at(bench: Bench) -> None:
    bench.output.choose("Headphones")
    assert (bench.wish.running, bench.wish.device) == (False, "Headphones")
    bench.output.take(DeviceMissing(bench.wish.stream, MISSING))
    assert bench.told[-1].sentence == MISSING
    bench.run()
    assert bench.wish.device == "Headphones"
