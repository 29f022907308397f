from pathlib import Path

import numpy as np
import pytest

from tests.media_files import noise, write_pcm
from tui_player.audio.decoders.registry import open_decoder
from tui_player.audio.engine.feeder_messages import Play
from tui_player.audio.engine.source import HeldPcm, Source, crossfaded
from tui_player.audio.pcm.ring_buffer import Pcm

SOUND = noise(0.5, seed=3)
FLOATS: Pcm = SOUND.astype(np.float32) / np.float32(32_768)


def source(folder: Path, gain_db: float = 0.0) -> Source:
    path = str(write_pcm(folder / "a.wav", SOUND))
    return Source(Play(1, path, gain_db=gain_db), open_decoder(path))


def everything(source: Source) -> Pcm:
    blocks: list[Pcm] = []
    while not source.ended:
        blocks.append(source.read(1_000))
    source.close()
    return np.concatenate(blocks)


def test_without_a_gain_every_sample_stays(tmp_path: Path) -> None:
    np.testing.assert_array_equal(everything(source(tmp_path)), FLOATS)


@pytest.mark.parametrize("gain_db", [-6.0, 3.5])
def test_a_gain_scales_every_sample(gain_db: float, tmp_path: Path) -> None:
    expected = FLOATS * np.float32(10 ** (gain_db / 20))
    np.testing.assert_allclose(everything(source(tmp_path, gain_db)), expected, rtol=1e-6)


def test_a_beginning_sounds_over_an_end(tmp_path: Path) -> None:
    end: Pcm = noise(0.1, seed=9).astype(np.float32) / np.float32(32_768)
    begun = source(tmp_path)
    begun.read_ahead(700)
    begun.fade_in_over(end)
    result = everything(begun)
    np.testing.assert_allclose(result[: len(end)], crossfaded(end, FLOATS[: len(end)], 0))
    np.testing.assert_array_equal(result[len(end) :], FLOATS[len(end) :])


def test_an_end_is_faded_out_even_over_a_beginning_that_is_shorter(tmp_path: Path) -> None:
    end: Pcm = noise(1.0, seed=9).astype(np.float32) / np.float32(32_768)
    begun = source(tmp_path)
    begun.fade_in_over(end)
    result = everything(begun)
    assert len(result) == len(end)
    assert np.abs(result[-100:]).max() < 0.01


def test_a_crossfade_keeps_the_power_of_unlike_sounds() -> None:
    rng = np.random.default_rng(1)
    one, other = (rng.normal(0, 0.2, (100_000, 2)).astype(np.float32) for _ in range(2))
    mixed = np.concatenate(
        [crossfaded(one, other[at : at + 7_000], at) for at in range(0, len(one), 7_000)]
    )
    powers = (mixed.reshape(20, -1) ** 2).mean(axis=1)
    assert np.abs(10 * np.log10(powers / 0.04)).max() < 0.3
    assert np.abs(mixed[0] - one[0]).max() < 1e-3
    assert np.abs(mixed[-1] - other[-1]).max() < 1e-3


def test_what_is_held_comes_out_in_order() -> None:
    held = HeldPcm()
    for start in range(0, 5_000, 1_000):
        held.append(FLOATS[start : start + 1_000])
    parts = [held.pop(size) for size in (0, 1, 1_500, -3, 499, 2_000)]
    assert len(held) == 1_000
    np.testing.assert_array_equal(np.concatenate(parts), FLOATS[:4_000])
    assert len(held.pop(10**6)) == 1_000
    assert len(held.pop(1)) == 0
