"""DTS and AC-3 that travel as PCM are decoded wherever they lie, and real noise stays noise."""

import tracemalloc
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.audio.carried_files import (
    TONE_HZ,
    as_words,
    dts_frame,
    encoded,
    in_14_bits,
    smaller_dts_frame,
    with_preambles,
)
from tests.audio.decoders.test_registry import everything, refusal
from tests.audio.test_lengths_and_seeks import assert_seeks_land, whole_of
from tests.media_files import Pcm, noise, tone, write_pcm
from tui_player.audio.decoders.registry import open_decoder
from tui_player.audio.loudness.ebur128 import LoudnessMeasurement

CD_HZ = 44_100
SECONDS = 3.0
FRAMES = round(SECONDS * CD_HZ / 512)
NOTE = tone(SECONDS, TONE_HZ, amplitude=0.25)


def dts_cd() -> bytes:
    return dts_frame() * FRAMES


def dts_in_14_bits() -> bytes:
    return in_14_bits(smaller_dts_frame()) * FRAMES


def dts_bursts() -> bytes:
    return with_preambles([smaller_dts_frame()] * FRAMES, "dca")


def ac3_bursts() -> bytes:
    return with_preambles(encoded(NOTE, "ac3", rate_hz=CD_HZ, bit_rate=192_000), "ac3")


def mpeg_bursts() -> bytes:
    return with_preambles(encoded(NOTE, "mp2", rate_hz=CD_HZ, bit_rate=192_000), "mp2")


CARRIERS = (dts_cd, dts_in_14_bits, ac3_bursts, dts_bursts, mpeg_bursts)


def assert_is_the_note(heard: Pcm) -> None:
    """Most of it is the tone, at its loudness; no sample is noise at full scale."""
    middle = heard[CD_HZ // 2 : CD_HZ * 2].astype(float)
    assert 7_000 < np.abs(middle).max() < 9_500
    assert np.abs(heard.astype(int)).max() < 11_000
    spectrum = np.abs(np.fft.rfft(middle[:, 0] * np.hanning(len(middle))))
    assert np.argmax(spectrum) == pytest.approx(TONE_HZ * len(middle) / CD_HZ, abs=2)


@pytest.mark.parametrize("is_swapped", [True, False])
@pytest.mark.parametrize("carrier", CARRIERS, ids=lambda carrier: carrier.__name__)
def test_what_pcm_carries_is_decoded_and_searched(
    carrier: Callable[[], bytes], is_swapped: bool, tmp_path: Path
) -> None:
    words = as_words(carrier(), is_swapped=is_swapped)
    path = write_pcm(tmp_path / "a.wav", words)
    whole, duration_s = whole_of(path)
    assert duration_s == len(words) / CD_HZ
    assert len(whole) == len(words)
    assert_is_the_note(whole)
    assert_seeks_land(path, whole, tolerance=8)  # the decoder of AC-3 adds a little noise


@pytest.mark.parametrize("suffix", [".flac", ".alac", ".wv", ".tta", ".aiff", ".oga", ".mka"])
def test_every_lossless_format_may_carry_it(suffix: str, tmp_path: Path) -> None:
    path = write_pcm(tmp_path / f"a{suffix}", as_words(dts_cd(), is_swapped=True))
    assert_is_the_note(whole_of(path)[0])


def test_it_is_found_behind_silence_and_in_the_middle_of_a_frame(tmp_path: Path) -> None:
    words = as_words(dts_cd()[1_000:], is_swapped=True)
    silence = np.zeros((3 * CD_HZ, 2), np.int16)
    path = write_pcm(tmp_path / "a.wav", np.concatenate([silence, words]))
    whole, _ = whole_of(path)
    assert len(whole) == len(silence) + len(words)
    assert not whole[: len(silence)].any()
    assert_is_the_note(whole[len(silence) :])
    assert_seeks_land(path, whole, tolerance=1)


def test_damage_in_it_is_silent(tmp_path: Path) -> None:
    data = bytearray(dts_cd())
    data[100_000:108_192] = np.random.default_rng(1).bytes(8_192)
    words = as_words(bytes(data), is_swapped=True)
    whole, _ = whole_of(write_pcm(tmp_path / "a.wav", words))
    assert len(whole) == len(words)
    assert np.abs(whole.astype(int)).max() < 20_000


def test_what_carries_no_more_falls_silent(tmp_path: Path) -> None:
    words = as_words(dts_cd(), is_swapped=True)
    loud = np.random.default_rng(2).integers(-30_000, 30_000, (2 * CD_HZ, 2), np.int16)
    path = write_pcm(tmp_path / "a.wav", np.concatenate([words, loud]))
    whole, _ = whole_of(path)
    assert len(whole) == len(words) + len(loud)
    assert not whole[len(words) + 4_096 :].any()


def test_its_loudness_is_that_of_the_sound(tmp_path: Path) -> None:
    path = write_pcm(tmp_path / "a.flac", as_words(dts_cd(), is_swapped=True))
    measurement = LoudnessMeasurement(str(path))
    while measurement.step(1.0):
        pass
    measurement.close()
    assert measurement.loudness.track_gain_db is not None
    assert measurement.loudness.track_gain_db == pytest.approx(-6.0, abs=1.0)


@pytest.mark.parametrize(("kind", "name"), [(17, "DTS-HD"), (22, "Dolby TrueHD"), (28, "unknown")])
def test_what_cannot_be_decoded_is_refused(kind: int, name: str, tmp_path: Path) -> None:
    packets = [np.random.default_rng(n).bytes(500) for n in range(80)]
    words = as_words(with_preambles(packets, "ac3", kind), is_swapped=True)
    for suffix in (".wav", ".flac"):
        words_of_refusal = refusal(write_pcm(tmp_path / f"a{suffix}", words))
        assert name in words_of_refusal
        assert "noise" in words_of_refusal


def fake_dsd() -> np.ndarray:
    random = np.random.default_rng(3)
    samples = random.integers(0, 2**16, (40_000, 2), np.int32)
    marks = np.where(np.arange(40_000) % 2 == 0, 0x05, 0xFA)[:, None]
    return (marks << 24 | samples << 8).astype(np.int32)


def test_dsd_packed_as_pcm_is_refused(tmp_path: Path) -> None:
    for name in ("a.wav", "a.flac"):
        soundfile.write(tmp_path / name, fake_dsd(), 176_400, subtype="PCM_24")
        assert refusal(tmp_path / name) == "it holds DSD packed as PCM (DoP), which would be noise"


def full_scale(seed: int) -> Pcm:
    pcm: Pcm = np.random.default_rng(seed).integers(-32_768, 32_768, (CD_HZ, 2)).astype(np.int16)
    return pcm


def with_sync_words(sync: bytes, step: int) -> Pcm:
    """Noise in which a sync word comes again and again, but nothing that belongs to it."""
    data = bytearray(np.random.default_rng(9).bytes(CD_HZ * 4))
    for place in range(0, len(data) - 8, step):
        data[place : place + len(sync)] = sync
    return as_words(bytes(data), is_swapped=True)


def sharp_pulses() -> Pcm:
    """A synthetic tone whose samples happen to be the sync word of DTS."""
    pulses = np.zeros((CD_HZ, 2), np.int16)
    pulses[::512] = (0x7FFE, -0x7FFF)
    return pulses


REAL_SOUNDS = {
    "music-like": noise(1.0),
    **{f"noise {seed}": full_scale(seed) for seed in range(5)},
    "DTS words": with_sync_words(bytes.fromhex("7ffe8001"), 2_048),
    "DTS words of 14 bits": with_sync_words(bytes.fromhex("1fffe80007f0"), 2_048),
    "preambles": with_sync_words(bytes.fromhex("f8724e1f00010800"), 6_144),
    "pulses": sharp_pulses(),
    "silence": np.zeros((CD_HZ, 2), np.int16),
}


@pytest.mark.parametrize("name", REAL_SOUNDS)
@pytest.mark.parametrize("suffix", [".wav", ".flac", ".alac"])
def test_real_sound_is_left_as_it_is(suffix: str, name: str, tmp_path: Path) -> None:
    sound = REAL_SOUNDS[name]
    path = write_pcm(tmp_path / f"a{suffix}", sound)
    decoder = open_decoder(str(path))
    np.testing.assert_array_equal(everything(decoder), sound)
    decoder.close()


def test_a_minute_that_carries_nothing_takes_no_memory(tmp_path: Path) -> None:
    words = np.concatenate(
        [as_words(dts_cd(), is_swapped=True), np.zeros((60 * CD_HZ, 2), np.int16)]
    )
    decoder = open_decoder(str(write_pcm(tmp_path / "a.wav", words)))
    tracemalloc.start()
    try:
        while decoder.read(1_000):
            pass
        _, most_bytes = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    decoder.close()
    assert most_bytes < 5_000_000
