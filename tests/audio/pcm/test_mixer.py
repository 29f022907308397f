import itertools

import numpy as np
import pytest

from tests.media_files import Pcm, noise
from tui_player.audio.pcm.mixer import RAMP_FRAMES, DeliveredBlock, Mixer, gain_of
from tui_player.audio.pcm.ring_buffer import PcmRing

SOUND = noise(0.1)


def make_mixer(sound: Pcm = SOUND, *, finished: bool = True, softly: bool = False) -> Mixer:
    """A mixer whose stream 1 plays this sound; its clock ticks once a call."""
    mixer = Mixer(itertools.count().__next__)
    ring = PcmRing(len(sound))
    ring.write(sound.astype(np.float32) / np.float32(32_768))
    if finished:
        ring.finish()
    mixer.stream = 1
    mixer.begin(ring, softly=softly)
    return mixer


def heard(block: bytes) -> Pcm:
    return np.frombuffer(block, np.int16).reshape(-1, 2)


def test_every_16_bit_sample_comes_through_unchanged() -> None:
    every = np.arange(-32_768, 32_768, dtype=np.int16).repeat(2).reshape(-1, 2)
    np.testing.assert_array_equal(heard(make_mixer(every).render(1, len(every))), every)


def test_sound_louder_than_full_is_brought_down_not_wrapped() -> None:
    mixer = make_mixer()
    ring = PcmRing(2)
    ring.write(np.array([[1.5, -1.5], [2.0, -2.0]], np.float32))
    mixer.begin(ring)
    assert heard(mixer.render(1, 2)).tolist() == [[24_576, -24_576], [32_767, -32_768]]


def test_what_is_missing_at_the_end_is_silence_and_no_fault() -> None:
    mixer = make_mixer()
    block = heard(mixer.render(1, len(SOUND) + 100))
    np.testing.assert_array_equal(block[: len(SOUND)], SOUND)
    assert not block[len(SOUND) :].any()
    assert mixer.ran_dry_count == 0
    assert list(mixer.handed) == [DeliveredBlock(1, 0, len(SOUND) + 100, 0, len(SOUND))]


def test_what_is_missing_in_the_middle_is_silence_and_counted() -> None:
    mixer = make_mixer(finished=False)
    mixer.render(1, len(SOUND))
    assert mixer.ran_dry_count == 0
    assert not heard(mixer.render(1, 10)).any()
    assert mixer.ran_dry_count == 1


def test_a_stream_that_is_no_longer_wanted_takes_nothing() -> None:
    mixer = make_mixer()
    mixer.stream = 2
    assert not heard(mixer.render(1, 50)).any()
    assert not mixer.handed
    np.testing.assert_array_equal(heard(mixer.render(2, 50)), SOUND[:50])


def test_a_new_volume_is_reached_by_a_ramp_and_kept() -> None:
    level = np.full((4_000, 2), 16_384, np.int16)
    mixer = make_mixer(level)
    mixer.set_volume(50)
    first = heard(mixer.render(1, 2_000))[:, 0].astype(int)
    wanted = round(16_384 * gain_of(50))
    assert first[0] == 16_384
    assert np.abs(np.diff(first)).max() < 2 * 16_384 / RAMP_FRAMES
    assert set(first[RAMP_FRAMES:]) == {wanted}
    assert set(heard(mixer.render(1, 2_000))[:, 0]) == {wanted}


def test_a_soft_beginning_rises_from_silence() -> None:
    block = heard(make_mixer(np.full((2_000, 2), 10_000, np.int16), softly=True).render(1, 2_000))
    assert block[0, 0] == 0
    assert (np.diff(block[:, 0].astype(int)) >= 0).all()
    assert set(block[RAMP_FRAMES:, 0]) == {10_000}


def test_the_callback_outlives_an_error_and_tells_it(monkeypatch: pytest.MonkeyPatch) -> None:
    mixer = make_mixer()
    blocks = mixer.blocks(1)
    next(blocks)

    def fail(frames: int) -> None:
        raise RuntimeError(f"cannot take {frames}")

    with monkeypatch.context() as patch:
        patch.setattr(mixer.ring, "take", fail)
        assert blocks.send(5) == bytes(20)
    assert mixer.error == "RuntimeError: cannot take 5"
    np.testing.assert_array_equal(heard(blocks.send(50)), SOUND[:50])


def test_a_device_that_is_being_closed_does_not_disturb_a_soft_beginning() -> None:
    mixer = make_mixer(np.full((2_000, 2), 10_000, np.int16), softly=True)
    assert mixer.new_gains(0, 3, before=0.25).tolist() == [0.25] * 3
    assert heard(mixer.render(1, 2_000))[0, 0] == 0


def test_what_was_drawn_gets_new_gains_and_what_is_drawn_next_goes_on_from_them() -> None:
    mixer = make_mixer(np.full((4_000, 2), 16_384, np.int16))
    mixer.draw(1, 2_000)
    mixer.set_volume(50)
    gains = mixer.new_gains(1, 1_000, before=1.0)
    assert gains[0] == 1.0
    assert set(gains[RAMP_FRAMES:].tolist()) == {gain_of(50)}
    assert set(heard(mixer.render(1, 2_000))[:, 0]) == {round(16_384 * gain_of(50))}
