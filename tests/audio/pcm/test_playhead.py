import pytest

from tui_player.audio.pcm.mixer import DeliveredBlock
from tui_player.audio.pcm.playhead import Playhead

RATE_HZ = 1_000


def block(
    at_s: float, ring_frame: int, frames: int = 100, sound: int | None = None
) -> DeliveredBlock:
    return DeliveredBlock(1, at_s, frames, ring_frame, frames if sound is None else sound)


def fill_queue(clock: Playhead) -> None:
    """The device queues 200 ms at once and then takes 100 ms every 100 ms, up to one second."""
    for number in range(12):
        clock.handed(block(10 + max(0, number - 2) / 10, number * 100))


def test_nothing_is_heard_before_the_first_block() -> None:
    assert Playhead(RATE_HZ).ring_frame(5.0) is None


def test_at_the_beginning_what_is_heard_is_the_time_since() -> None:
    clock = Playhead(RATE_HZ)
    clock.handed(block(10.0, 500))
    clock.handed(block(10.01, 600))
    assert clock.ring_frame(10.0) == 500
    assert clock.ring_frame(10.05) == 550


def test_later_the_length_of_the_queue_is_known() -> None:
    clock = Playhead(RATE_HZ)
    fill_queue(clock)
    assert clock.ring_frame(10.93) == pytest.approx(930, abs=1)
    # An hour later the device's clock has fallen 2 s behind: the queue is still as long.
    clock.handed(block(3_610.0, 1_200))
    assert clock.ring_frame(3_610.05) == pytest.approx(1_050, abs=1)


def test_a_device_that_asks_no_more_is_not_heard_beyond_its_queue() -> None:
    clock = Playhead(RATE_HZ)
    fill_queue(clock)
    assert clock.ring_frame(99.0) == 1_200


def test_silence_handed_over_does_not_count_as_sound() -> None:
    clock = Playhead(RATE_HZ)
    clock.handed(block(10.0, 0, sound=40))
    clock.handed(block(10.1, 40))
    assert clock.ring_frame(10.03) == 30
    assert clock.ring_frame(10.07) == 40
    assert clock.ring_frame(10.15) == 90


def test_what_is_heard_never_goes_back() -> None:
    clock = Playhead(RATE_HZ)
    fill_queue(clock)
    before = clock.ring_frame(10.99)
    clock.handed(block(11.4, 1_200))  # late
    after = clock.ring_frame(11.4)
    assert before is not None
    assert after is not None
    assert after >= before


def test_without_a_queue_all_that_was_handed_over_is_heard() -> None:
    clock = Playhead(RATE_HZ, at_once=True)
    clock.handed(block(10.0, 300))
    assert clock.ring_frame(10.0) == 400
