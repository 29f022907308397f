"""How long WAV files play: by the sound that is there, whatever size a header tells."""

from pathlib import Path

import pytest

from tests.media.wav_files import SECOND, chunk, form, wav
from tests.media_files import noise, write_pcm
from tui_player.library.tags.reader import read_tags
from tui_player.media.wav_length import wav_length_s

EXTENSIBLE = (22).to_bytes(2, "little") + bytes(6) + (1).to_bytes(2, "little") + bytes(14)


def length_s(tmp_path: Path, content: bytes) -> float | None:
    path = tmp_path / "a.wav"
    path.write_bytes(content)
    with path.open("rb") as file:
        found = wav_length_s(file, len(content))
        assert file.tell() == 0
    return found


@pytest.mark.parametrize(
    "told", [0, 0xFFFF_FFFF, 0x7FFF_FFFF, 0x7FFF_F000, 2 * len(SECOND) + 1, None]
)
def test_a_size_that_was_not_known_is_that_of_what_is_there(
    told: int | None, tmp_path: Path
) -> None:
    content = wav(form(), chunk(b"data", SECOND * 2, told))
    assert length_s(tmp_path, content) == 2.0
    assert read_tags(bytes(tmp_path / "a.wav")).duration_s == 2.0


def test_what_follows_the_sound_does_not_count(tmp_path: Path) -> None:
    content = wav(form(), chunk(b"data", SECOND), chunk(b"LIST", bytes(99_999)))
    assert length_s(tmp_path, content) == 1.0


def test_chunks_before_the_sound_are_passed_over(tmp_path: Path) -> None:
    before = (chunk(b"JUNK", bytes(5_001)), form(), chunk(b"LIST", b"INFO"), chunk(b"fact", b"odd"))
    assert length_s(tmp_path, wav(*before, chunk(b"data", SECOND))) == 1.0


@pytest.mark.parametrize("mark", [b"RF64", b"BW64"])
@pytest.mark.parametrize("size", [len(SECOND), 5 * 2**32], ids=["right", "too large"])
def test_sizes_of_eight_bytes_are_read(mark: bytes, size: int, tmp_path: Path) -> None:
    wide = chunk(b"ds64", bytes(8) + size.to_bytes(8, "little") + bytes(12))
    content = wav(wide, form(), chunk(b"data", SECOND, 0xFFFF_FFFF), mark=mark)
    assert length_s(tmp_path, content) == 1.0


@pytest.mark.parametrize(
    ("head", "expected_s"),
    [
        (form(bits=24), 2 / 3),
        (form(bits=8), 2.0),
        (form(coding=3, bits=32), 0.5),
        (form(coding=6, channels=1, bits=8), 4.0),
        (form(coding=0xFFFE, more=EXTENSIBLE), 1.0),
        (form(channels=6), 1 / 3),
    ],
    ids=["24 bits", "8 bits", "floats", "A-law", "extensible", "six channels"],
)
def test_plain_sound_of_every_kind_is_measured(
    head: bytes, expected_s: float, tmp_path: Path
) -> None:
    assert length_s(tmp_path, wav(head, chunk(b"data", SECOND))) == pytest.approx(expected_s)


def test_a_real_file_is_as_long_as_its_sound(tmp_path: Path) -> None:
    path = write_pcm(tmp_path / "a.wav", noise(1.5))
    with path.open("rb") as file:
        assert wav_length_s(file, path.stat().st_size) == 1.5


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"RIFF",
        wav(),
        wav(form()),
        wav(chunk(b"data", SECOND)),
        wav(form(coding=0x55), chunk(b"data", SECOND)),
        wav(form(channels=0), chunk(b"data", SECOND)),
        wav(form(bits=0), chunk(b"data", SECOND)),
        wav(form(rate_hz=0), chunk(b"data", SECOND)),
        wav(form(), chunk(b"data", b"")),
        wav(*(chunk(b"JUNK", b"") for _ in range(1_000)), form(), chunk(b"data", SECOND)),
    ],
    ids=range(11),
)
def test_of_what_does_not_tell_it_is_left_to_others(content: bytes, tmp_path: Path) -> None:
    assert length_s(tmp_path, content) is None
