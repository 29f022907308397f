import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_player.audio.pcm.ring_buffer import Pcm, PcmRing


def counting(first: int, frames: int) -> Pcm:
    """Frames that bear their own numbers."""
    numbers = np.arange(first, first + frames, dtype=np.float32)
    return np.stack([numbers, -numbers], axis=1)


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 60)), max_size=60))
def test_what_goes_in_comes_out_in_order(steps: list[tuple[int, int]]) -> None:
    ring, written, taken = PcmRing(50, history=13), 0, 0
    for to_write, to_take in steps:
        size = min(to_write, ring.room)
        ring.write(counting(written, size))
        written += size
        first, block = ring.take(to_take)
        assert first == taken
        assert len(block) == min(to_take, written - taken)
        np.testing.assert_array_equal(block, counting(taken, len(block)))
        taken += len(block)
        assert (ring.written, ring.taken) == (written, taken)
        assert ring.room == 50 - (written - taken)


def test_more_than_fits_is_refused() -> None:
    ring = PcmRing(10)
    with pytest.raises(ValueError, match="11 frames"):
        ring.write(counting(0, 11))


def test_a_part_not_taken_yet_can_be_cut_off_and_replaced() -> None:
    ring = PcmRing(100)
    ring.write(counting(0, 50))
    ring.take(20)
    assert ring.cut(30)
    ring.write(counting(900, 5))
    np.testing.assert_array_equal(
        ring.take(100)[1], np.concatenate([counting(20, 10), counting(900, 5)])
    )


def test_a_part_taken_already_cannot_be_cut_off() -> None:
    ring = PcmRing(100)
    ring.write(counting(0, 50))
    ring.take(31)
    assert not ring.cut(30)
    assert ring.written == 50


def test_what_was_taken_lately_can_be_taken_again() -> None:
    ring = PcmRing(100, history=30)
    ring.write(counting(0, 100))
    ring.take(90)
    ring.write(counting(100, 90))
    ring.rewind(70)
    np.testing.assert_array_equal(ring.take(20)[1], counting(70, 20))


def test_it_rewinds_no_further_than_its_history() -> None:
    ring = PcmRing(100, history=30)
    ring.write(counting(0, 100))
    ring.take(100)
    ring.write(counting(100, 100))
    ring.rewind(0)
    first, block = ring.take(5)
    assert first == 70
    np.testing.assert_array_equal(block, counting(70, 5))


def test_it_has_run_out_only_when_finished_and_empty() -> None:
    ring = PcmRing(10)
    ring.write(counting(0, 5))
    assert not ring.has_run_out()
    ring.take(5)
    assert not ring.has_run_out()
    ring.finish()
    assert ring.has_run_out()
    ring.write(counting(5, 1))
    assert not ring.has_run_out()


def test_the_end_can_be_taken_back_but_for_what_is_spared() -> None:
    ring = PcmRing(100)
    ring.write(counting(0, 50))
    ring.take(20)
    np.testing.assert_array_equal(ring.take_back(10, 5), counting(40, 10))
    np.testing.assert_array_equal(ring.take_back(40, 5), counting(25, 15))
    assert len(ring.take_back(40, 5)) == 0
    assert (ring.taken, ring.written) == (20, 25)
    ring.write(counting(25, 75))
    np.testing.assert_array_equal(ring.take(80)[1], counting(20, 80))


def test_what_lies_around_a_part_can_be_looked_at() -> None:
    ring = PcmRing(50, history=10)
    ring.write(counting(0, 50))
    ring.take(50)
    ring.write(counting(50, 50))
    for first, frames in ((0, 3), (45, 10), (95, 5)):
        around, before = ring.around(max(first, 40), frames, 7)
        begin, end = max(40, max(first, 40) - 7), min(100, max(first, 40) + frames + 7)
        assert before == max(first, 40) - begin
        np.testing.assert_array_equal(around, counting(begin, end - begin))
    assert ring.taken == 50
