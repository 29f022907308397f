import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.media_files import noise
from tui_player.audio.pcm.limiter import MARGIN_FRAMES, limited
from tui_player.audio.pcm.ring_buffer import Pcm, PcmRing


def floats(factor: float) -> Pcm:
    sound: Pcm = noise(0.2).astype(np.float32) / np.float32(32_768) * np.float32(factor)
    return sound


def through(sound: Pcm, sizes: list[int]) -> Pcm:
    """The sound after the limiter, taken in blocks of these sizes over and over."""
    ring = PcmRing(len(sound), history=1_000)
    ring.write(sound)
    blocks = []
    while ring.taken < ring.written:
        for size in sizes:
            first, block = ring.take(size)
            blocks.append(limited(ring, first, block))
    return np.concatenate(blocks)


def test_sound_within_full_scale_is_returned_as_it_is() -> None:
    sound = floats(1.3)
    assert 0.9 < np.abs(sound).max() <= 1.0
    np.testing.assert_array_equal(through(sound, [700]), sound)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(300, 5_000), min_size=1, max_size=5), st.floats(1.4, 20.0))
def test_nothing_passes_full_scale_whatever_the_blocks(sizes: list[int], factor: float) -> None:
    result = through(floats(factor), sizes)
    assert np.abs(result).max() <= 1.00001
    np.testing.assert_allclose(result, through(floats(factor), [10**6]), atol=1e-5)


def test_the_gain_falls_and_rises_without_a_step() -> None:
    sound = np.full((10_000, 2), 0.5, np.float32)
    sound[5_000] = 2.0
    result = through(sound, [441])
    gains = result[:, 0] / sound[:, 0]
    assert gains[5_000] <= 0.5
    assert np.abs(np.diff(gains)).max() < 0.01
    far = np.abs(np.arange(10_000) - 5_000) > MARGIN_FRAMES
    np.testing.assert_array_equal(result[far], sound[far])
