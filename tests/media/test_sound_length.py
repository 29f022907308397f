"""Which of the ways to find a length is taken for which file."""

from pathlib import Path

import pytest

from tests.media.mp4_boxes import movie, track
from tests.media.mpeg_files import RATE_HZ, SAMPLES, adts_frame, id3, mp3_frame
from tests.media_files import write_audio
from tui_player.media.sound_length import SoundLength, is_plausible, sound_length

SECONDS = 2.0


def found(path: Path, *, is_mpeg: bool = False) -> SoundLength | None:
    with path.open("rb") as file:
        return sound_length(file, path.stat().st_size, is_mpeg=is_mpeg)


@pytest.mark.parametrize("suffix", [".mp3", ".ogg", ".opus", ".wav", ".m4a", ".alac"])
def test_a_file_is_known_by_what_it_holds(suffix: str, tmp_path: Path) -> None:
    path = write_audio(tmp_path / f"a{suffix}", SECONDS).rename(tmp_path / "no_suffix")
    length = found(path)
    assert length is not None
    assert length.length_s == pytest.approx(SECONDS, abs=0.001)
    assert length.is_exact


@pytest.mark.parametrize("suffix", [".flac", ".aiff", ".wma", ".wv", ".tta", ".mka"])
def test_of_other_kinds_nothing_is_said(suffix: str, tmp_path: Path) -> None:
    path = write_audio(tmp_path / f"a{suffix}", SECONDS)
    assert found(path) is None
    path.write_bytes(id3(bytes(300)) + path.read_bytes())
    assert found(path) is None


def test_mpeg_is_looked_for_behind_anything_only_where_it_is_expected(tmp_path: Path) -> None:
    path = tmp_path / "a.mp3"
    path.write_bytes(b"HTTP/1.0 200 OK\r\n" * 9 + mp3_frame() * 100)
    assert found(path) is None
    expected = SoundLength(100 * SAMPLES / RATE_HZ, is_exact=False)
    assert found(path, is_mpeg=True) == expected


def test_aac_is_known(tmp_path: Path) -> None:
    path = tmp_path / "a.aac"
    path.write_bytes(adts_frame(300) * 100)
    assert found(path) == SoundLength(100 * 1_024 / RATE_HZ, is_exact=False)


def test_a_length_that_cannot_be_is_not_told(tmp_path: Path) -> None:
    path = tmp_path / "a.m4a"
    path.write_bytes(movie(track([(2**31, 2**31)])))
    assert found(path) is None
    assert not is_plausible(0.0, 100)
    assert is_plausible(59.0, 100)
    assert not is_plausible(3_600.0, 3_000)
