import numpy as np
import pytest

from tui_player.audio.pcm.rewritable_buffer import Drawn, RecentSound


def block(first: int, frames: int, *, sound_frames: int | None = None) -> Drawn:
    """A block whose samples are the numbers of their frames in the ring, at a gain of 1/2."""
    numbers = np.arange(first, first + frames, dtype=np.float32)
    heard = frames if sound_frames is None else sound_frames
    gains = np.full(frames, 0.5, np.float32)
    return Drawn(np.repeat(numbers[:, None], 2, axis=1), gains, first, heard)


def recent(*blocks: Drawn, kept: int = 1_000) -> RecentSound:
    sound = RecentSound(kept)
    for one in blocks:
        sound.append(one)
    return sound


def test_frames_of_the_stream_are_found_in_the_ring() -> None:
    sound = recent(block(100, 10), block(500, 10, sound_frames=4))
    assert [sound.ring_frame(frame) for frame in (0, 9, 10, 13)] == [100, 109, 500, 503]
    # Behind the sound comes silence: what is heard there is what follows the sound.
    assert sound.ring_frame(18) == 504
    assert sound.ring_frame(99) == 504


def test_gains_are_found_by_frame() -> None:
    sound = recent(block(0, 10))
    assert sound.gain_at(3) == 0.5
    with pytest.raises(IndexError):
        sound.gain_at(10)


@pytest.mark.parametrize("frame", [0, 5, 10, 17, 30])
def test_what_is_taken_back_is_all_from_there_on(frame: int) -> None:
    sound = recent(block(0, 10), block(10, 10), block(20, 10, sound_frames=3))
    taken = sound.take_from(frame)
    assert sound.end == frame
    assert [float(x) for one in taken for x in one.sound[:, 0]] == list(range(frame, 30))
    assert sum(one.sound_frames for one in taken) == max(0, 23 - frame)
    for one in taken:
        sound.append(one)
    assert sound.end == 30
    assert sound.ring_frame(21) == 21


@pytest.mark.parametrize(("begin", "end"), [(0, 30), (5, 25), (10, 20), (12, 13), (29, 30)])
def test_a_part_is_in_one_piece_and_nothing_is_removed(begin: int, end: int) -> None:
    sound = recent(block(0, 10), block(10, 10), block(20, 10))
    part = sound.part(begin, end)
    assert part.sound[:, 0].tolist() == list(range(begin, end))
    assert (part.ring_frame, part.sound_frames) == (begin, end - begin)
    assert len(part.gains) == end - begin
    assert sound.end == 30


def test_only_so_much_is_kept() -> None:
    sound = recent(*(block(10 * number, 10) for number in range(20)), kept=25)
    assert sound.end == 200
    assert sound.begin == 170
    assert sound.ring_frame(171) == 171


def test_whole_numbers_come_through_unchanged() -> None:
    every = np.arange(-32_768, 32_768, dtype=np.int16).repeat(2).reshape(-1, 2)
    floats = every.astype(np.float32) / np.float32(32_768)
    drawn = Drawn(floats, np.ones(len(every), np.float32), 0, len(every))
    assert drawn.as_16_bit() == every.tobytes()
