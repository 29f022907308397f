"""Files whose headers mislead: they are as long as their sound, and a seek lands where it says."""

from pathlib import Path
from typing import Any

import mutagen.mp4
import numpy as np
import pytest
import soundfile

from tests.audio.decoders.test_registry import everything, to_16_bit
from tests.media.mpeg_files import id3
from tests.media.ogg_pages import moved
from tests.media.test_mpeg_length import without_note
from tests.media_files import Pcm, noise, tone, write_pcm
from tui_player.audio.decoders.registry import open_decoder

RATE_HZ = 44_100
# A tone whose every place is told by its pitch and loudness, which encoders keep.
SECONDS = 12.0


def sweep() -> Pcm:
    """A rising tone: no stretch of it resembles another, and lossy encoders keep its shape."""
    times_s = np.arange(round(SECONDS * RATE_HZ)) / RATE_HZ
    wave = 0.4 * np.sin(2 * np.pi * (200 + 40 * times_s) * times_s)
    return np.repeat(np.round(32_767 * wave).astype(np.int16)[:, None], 2, axis=1)


def assert_seeks_land(path: Path, whole: Pcm, *, tolerance: int) -> None:
    """Seek far and near, both ways, after the end too: what follows is what follows there."""
    decoder = open_decoder(str(path))
    everything(decoder)
    end_s = len(whole) / decoder.rate_hz
    for part in (0.5, 0.1, 0.93, 0.0, 0.75, 0.99, 0.3, 0.55):
        decoder.seek(part * end_s)
        first = round(part * end_s * decoder.rate_hz)
        expected = whole[first : first + 2_000].astype(int)
        heard = to_16_bit(decoder.read(len(expected))).astype(int)
        assert len(heard) == len(expected), part
        assert np.abs(heard - expected).max() <= tolerance, part
    decoder.close()


def whole_of(path: Path) -> tuple[Pcm, float]:
    decoder = open_decoder(str(path))
    whole, duration_s = everything(decoder), decoder.duration_s
    decoder.close()
    assert duration_s is not None
    return whole, duration_s


@pytest.mark.parametrize("suffix", [".oga", ".ogg", ".opus", ".m4a", ".mp3", ".flac", ".tta"])
def test_seeks_land_on_the_sample_in_longer_files(suffix: str, tmp_path: Path) -> None:
    path = write_pcm(tmp_path / f"a{suffix}", sweep())
    whole, duration_s = whole_of(path)
    assert duration_s == pytest.approx(SECONDS, abs=0.001)
    assert_seeks_land(path, whole, tolerance=1)


def quiet_then_loud(path: Path) -> Path:
    """An MP3 file of variable bit rate without its encoder's note: ten seconds of each."""
    with soundfile.SoundFile(
        path, "w", RATE_HZ, 2, format="MP3", bitrate_mode="VARIABLE", compression_level=0.0
    ) as encoder:
        encoder.write(np.zeros((10 * RATE_HZ, 2)))
        encoder.write(noise(10.0) / 32_768)
    path.write_bytes(without_note(path.read_bytes()))
    return path


def test_an_mp3_without_a_note_can_be_searched_to_its_end(tmp_path: Path) -> None:
    path = quiet_then_loud(tmp_path / "a.mp3")
    whole, duration_s = whole_of(path)
    assert duration_s == pytest.approx(20.0, abs=0.1)
    assert len(whole) == round(duration_s * RATE_HZ)
    loud = np.abs(whole.astype(int)).max(axis=1) > 1_000
    assert int(np.argmax(loud)) / RATE_HZ == pytest.approx(10.0, abs=0.1)
    assert_seeks_land(path, whole, tolerance=1)


@pytest.mark.parametrize("junk", [bytes(200_000), b"HTTP/1.0 200 OK\r\n" * 30, bytes(6_000_000)])
def test_junk_before_an_mp3_changes_nothing(junk: bytes, tmp_path: Path) -> None:
    clean = write_pcm(tmp_path / "clean.mp3", sweep())
    path = tmp_path / "a.mp3"
    path.write_bytes(id3(b"TIT2") + junk + clean.read_bytes())
    whole, duration_s = whole_of(path)
    assert duration_s == SECONDS
    np.testing.assert_array_equal(whole, whole_of(clean)[0])
    assert_seeks_land(path, whole, tolerance=1)


def test_mp3s_behind_each_other_are_played_and_counted_whole(tmp_path: Path) -> None:
    short = write_pcm(tmp_path / "short.mp3", tone(1.5, 440.0)).read_bytes()
    long = write_pcm(tmp_path / "long.mp3", sweep()).read_bytes()
    path = tmp_path / "a.mp3"
    for content in (short + long, long + short):
        path.write_bytes(content)
        whole, duration_s = whole_of(path)
        assert duration_s == pytest.approx(13.5, abs=0.15)
        assert len(whole) / RATE_HZ == pytest.approx(duration_s, abs=0.1)
        assert_seeks_land(path, whole, tolerance=1)


@pytest.mark.parametrize("suffix", [".ogg", ".opus"])
def test_an_ogg_recorded_late_is_played_from_its_beginning(suffix: str, tmp_path: Path) -> None:
    path = write_pcm(tmp_path / f"a{suffix}", sweep())
    before, duration_s = whole_of(path)
    path.write_bytes(moved(path.read_bytes(), 3_600 * 48_000))
    after, late_s = whole_of(path)
    assert late_s == duration_s
    np.testing.assert_array_equal(after, before)
    assert_seeks_land(path, after, tolerance=1)


def patched(path: Path, name: bytes, at: int, number: int, size: int = 4) -> None:
    """Write a number into the box of this name, so far behind the name."""
    data = bytearray(path.read_bytes())
    place = data.index(name) + at
    data[place : place + size] = number.to_bytes(size, "big")
    path.write_bytes(bytes(data))


@pytest.mark.parametrize(
    ("name", "at", "number"),
    [(b"mdhd", 20, 0), (b"mvhd", 20, 3_600_000), (b"mvhd", 20, 2**32 - 1), (b"mdhd", 20, 99)],
)
@pytest.mark.parametrize("suffix", [".m4a", ".alac"])
def test_an_mp4_is_played_whole_whatever_its_headers_say(
    suffix: str, name: bytes, at: int, number: int, tmp_path: Path
) -> None:
    path = write_pcm(tmp_path / f"a{suffix}", sweep())
    before, _ = whole_of(path)
    patched(path, name, at, number)
    whole, duration_s = whole_of(path)
    assert duration_s == SECONDS
    np.testing.assert_array_equal(whole, before)
    assert len(whole) == SECONDS * RATE_HZ


def test_itunes_own_tag_cuts_the_padding(tmp_path: Path) -> None:
    path = write_pcm(tmp_path / "a.m4a", sweep())
    before, _ = whole_of(path)
    data = path.read_bytes()
    path.write_bytes(data.replace(b"edts", b"free"))
    tagged: Any = mutagen.mp4.MP4(path)
    frames = -(-(len(before) + 1_024) // 1_024) * 1_024
    gapless = f" 00000000 00000400 {frames - 1_024 - len(before):08X} {len(before):016X}"
    tagged["----:com.apple.iTunes:iTunSMPB"] = [(gapless + " 00000000" * 8).encode()]
    tagged.save()
    whole, duration_s = whole_of(path)
    assert duration_s == SECONDS
    np.testing.assert_array_equal(whole, before)


def test_a_flac_of_unknown_length_is_measured(tmp_path: Path) -> None:
    path = write_pcm(tmp_path / "a.flac", sweep())
    data = bytearray(path.read_bytes())
    data[21] &= 0xF0  # the number of samples in the first block
    data[22:26] = bytes(4)
    path.write_bytes(bytes(data))
    whole, duration_s = whole_of(path)
    assert duration_s == pytest.approx(SECONDS, abs=0.001)
    np.testing.assert_array_equal(whole, sweep())
    assert_seeks_land(path, whole, tolerance=0)
