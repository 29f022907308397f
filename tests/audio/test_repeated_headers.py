"""Ogg Vorbis with its headers twice and a position before zero, which FFmpeg refuses: it plays."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.audio.conftest import open_files
from tests.audio.decoders.test_registry import everything, refusal, to_16_bit
from tests.audio.test_lengths_and_seeks import assert_seeks_land, sweep, whole_of
from tests.media.ogg_pages import with_headers_twice
from tests.media_files import noise, write_pcm
from tui_player.audio.decoders.av import AvDecoder
from tui_player.audio.decoders.decoder import UndecodableError
from tui_player.audio.decoders.registry import open_decoder
from tui_player.audio.loudness.ebur128 import LoudnessMeasurement
from tui_player.library.tags.reader import read_tags

RATE_HZ = 44_100
BEFORE_ZERO = -104


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = write_pcm(tmp_path / "a.ogg", sweep(), {"title": "Ocean"})
    path.write_bytes(with_headers_twice(path.read_bytes(), BEFORE_ZERO))
    with pytest.raises(UndecodableError):
        AvDecoder(str(path))
    return path


def test_it_is_played_to_its_exact_end(path: Path) -> None:
    whole, duration_s = whole_of(path)
    assert len(whole) == round(duration_s * RATE_HZ)
    data, _ = soundfile.read(path, dtype="float32")
    np.testing.assert_array_equal(whole, to_16_bit(data.tobytes()))


def test_seeks_land_on_the_sample(path: Path) -> None:
    assert_seeks_land(path, whole_of(path)[0], tolerance=0)


def test_a_seek_past_the_end_gives_the_end(path: Path) -> None:
    decoder = open_decoder(str(path))
    decoder.seek(99.0)
    assert decoder.read(100) == b""
    decoder.seek(1.0)
    assert decoder.read(100)
    decoder.close()


def test_the_library_tells_the_same_length_and_its_tags(path: Path) -> None:
    tags = read_tags(bytes(path))
    assert tags.title == "Ocean"
    assert tags.duration_s == whole_of(path)[1]


def test_its_loudness_is_measured(path: Path) -> None:
    measurement = LoudnessMeasurement(str(path))
    while measurement.step(1.0):
        pass
    measurement.close()
    assert measurement.loudness.is_known


def test_mono_sounds_on_both_sides(tmp_path: Path) -> None:
    path = tmp_path / "mono.ogg"
    soundfile.write(path, noise(2.0)[:, 0] / 32_768, RATE_HZ, format="OGG", subtype="VORBIS")
    path.write_bytes(with_headers_twice(path.read_bytes(), BEFORE_ZERO))
    whole, _ = whole_of(path)
    assert np.abs(whole.astype(int)).max() > 1_000
    np.testing.assert_array_equal(whole[:, 0], whole[:, 1])


def test_what_is_damaged_ends_or_is_refused_and_is_given_back(path: Path) -> None:
    whole = path.read_bytes()
    before = open_files()
    random = np.random.default_rng(4)
    for cut in random.integers(30, len(whole), 20):
        path.write_bytes(whole[: int(cut)] + random.bytes(40))
        try:
            decoder = open_decoder(str(path))
        except UndecodableError:
            continue
        everything(decoder)
        decoder.close()
    assert open_files() == before
    path.write_bytes(whole[:100])
    assert refusal(path) == "it is damaged, or no sound file"
