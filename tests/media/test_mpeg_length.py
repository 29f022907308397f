"""How long MPEG audio and AAC play: by an encoder's note where that can be, else counted."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.media.mpeg_files import (
    OTHER_KINDS,
    RATE_HZ,
    SAMPLES,
    adts_frame,
    fraunhofer_note,
    id3,
    mp3_frame,
    note,
)
from tests.media_files import noise, write_pcm
from tui_player.library.tags.reader import read_tags
from tui_player.media.mpeg_length import MpegLength, mpeg_length

QUIET_THEN_LOUD = mp3_frame(32) * 500 + mp3_frame(320) * 500
LOUD_THEN_QUIET = mp3_frame(320) * 500 + mp3_frame(32) * 500
THOUSAND_S = 1_000 * SAMPLES / RATE_HZ


def length(tmp_path: Path, content: bytes, *, counts_all: bool = True) -> MpegLength | None:
    path = tmp_path / "a.mp3"
    path.write_bytes(content)
    with path.open("rb") as file:
        found = mpeg_length(file, len(content), counts_all=counts_all)
        assert file.tell() == 0
    return found


def length_s(tmp_path: Path, content: bytes, *, counts_all: bool = True) -> float | None:
    found = length(tmp_path, content, counts_all=counts_all)
    return None if found is None else found.length_s


@pytest.mark.parametrize("counts_all", [True, False])
@pytest.mark.parametrize("content", [QUIET_THEN_LOUD, LOUD_THEN_QUIET], ids=["up", "down"])
def test_frames_of_many_sizes_are_counted(content: bytes, counts_all: bool, tmp_path: Path) -> None:
    assert length_s(tmp_path, content, counts_all=counts_all) == THOUSAND_S


@pytest.mark.parametrize("counts_all", [True, False])
@pytest.mark.parametrize(
    "tail", [b"", b"TAG".ljust(128, b"\0"), mp3_frame()[:100]], ids=["none", "tag", "cut off"]
)
def test_frames_of_one_size_need_not_be_counted(
    tail: bytes, counts_all: bool, tmp_path: Path
) -> None:
    found_s = length_s(tmp_path, mp3_frame() * 1_000 + tail, counts_all=counts_all)
    assert found_s == pytest.approx(THOUSAND_S, abs=0.1)


@pytest.mark.parametrize("kind", OTHER_KINDS)
def test_every_version_and_layer_is_known(kind: str, tmp_path: Path) -> None:
    head, size, samples, rate_hz = OTHER_KINDS[kind]
    frames = head.ljust(size, b"\0") * 200
    assert length_s(tmp_path, frames) == pytest.approx(200 * samples / rate_hz)


def test_aac_is_counted(tmp_path: Path) -> None:
    frames = adts_frame(9) * 300 + adts_frame(700) * 100
    for counts_all in (True, False):
        assert length_s(tmp_path, frames, counts_all=counts_all) == 400 * 1_024 / RATE_HZ


@pytest.mark.parametrize("mark", [b"Xing", b"Info"])
def test_an_encoders_note_tells_the_length_to_the_sample(mark: bytes, tmp_path: Path) -> None:
    content = note(1_000, len(QUIET_THEN_LOUD) + 417, mark=mark) + QUIET_THEN_LOUD
    expected = MpegLength((1_000 * SAMPLES - 1_576) / RATE_HZ, is_exact=True)
    assert length(tmp_path, content, counts_all=False) == expected
    tagged = content + b"APETAGEX" + bytes(90_000)
    assert length(tmp_path, tagged, counts_all=False) == expected
    cut_off = content[: len(content) // 2]
    assert length(tmp_path, cut_off) == expected, "that is what is missing"


def test_fraunhofers_note_is_read_too(tmp_path: Path) -> None:
    content = fraunhofer_note(1_000, len(QUIET_THEN_LOUD) + 417) + QUIET_THEN_LOUD
    found = length(tmp_path, content, counts_all=False)
    assert found == MpegLength(THOUSAND_S, is_exact=False)


@pytest.mark.parametrize("first_frames", [200, 5_000])
def test_of_files_behind_each_other_all_is_counted(first_frames: int, tmp_path: Path) -> None:
    first, second = mp3_frame() * first_frames, mp3_frame() * 2_000
    content = note(first_frames, len(first) + 417) + first + note(2_000, len(second) + 417) + second
    for counts_all in (True, False):
        found_s = length_s(tmp_path, content, counts_all=counts_all)
        assert found_s == (first_frames + 2_002) * SAMPLES / RATE_HZ


@pytest.mark.parametrize(
    "junk",
    [
        bytes(200_000),
        b"HTTP/1.0 200 OK\r\n\r\n" * 20,
        id3(bytes(5_000)) + id3(b"\xff\xfb\x90\x00" * 9) + id3(bytes(7), footer=True),
        id3(bytes(100)) + bytes(200_000),
        b"\xff\xfb\x90\x00" + bytes(300) + b"\xff\xff\xff\xff" * 50,
    ],
    ids=["zeros", "text", "tags", "zeros after a tag", "almost frames"],
)
def test_what_lies_before_the_sound_does_not_count(junk: bytes, tmp_path: Path) -> None:
    assert length_s(tmp_path, junk + QUIET_THEN_LOUD) == THOUSAND_S
    noted = note(1_000, len(QUIET_THEN_LOUD) + 417) + QUIET_THEN_LOUD
    found = length(tmp_path, junk + noted)
    assert found is not None
    assert found.is_exact


def test_a_tag_in_the_middle_does_not_count(tmp_path: Path) -> None:
    picture = np.random.default_rng(3).bytes(300_000)
    content = mp3_frame() * 400 + id3(b"APIC" + picture) + mp3_frame() * 600
    assert length_s(tmp_path, content) == pytest.approx(THOUSAND_S, abs=0.1)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfb",
        b"These are only words. " * 500,
        np.random.default_rng(1).bytes(300_000),
        id3(bytes(2**20))[:9_000],
        id3(b"words"),
        b"\xff" * 10_000,
        mp3_frame() + bytes(10_000),  # one frame alone is an accident
    ],
    ids=lambda content: repr(content[:4]),
)
def test_of_what_is_no_mpeg_is_none(content: bytes, tmp_path: Path) -> None:
    assert length(tmp_path, content) is None


def test_a_real_file_is_as_long_as_its_sound(tmp_path: Path) -> None:
    sound = noise(3.0)
    path = write_pcm(tmp_path / "real.mp3", sound)
    with path.open("rb") as file:
        found = mpeg_length(file, path.stat().st_size)
    assert found == MpegLength(3.0, is_exact=True)
    assert read_tags(bytes(path)).duration_s == 3.0


def test_a_real_file_without_a_note_is_counted(tmp_path: Path) -> None:
    silence, loud = np.zeros((10 * RATE_HZ, 2)), noise(10.0) / 32_768
    path = tmp_path / "real.mp3"
    with soundfile.SoundFile(
        path, "w", RATE_HZ, 2, format="MP3", bitrate_mode="VARIABLE", compression_level=0.0
    ) as encoder:
        encoder.write(silence)
        encoder.write(loud)
    path.write_bytes(without_note(path.read_bytes()))
    assert read_tags(bytes(path)).duration_s == pytest.approx(20.0, abs=0.1)


def without_note(data: bytes) -> bytes:
    """The same MP3 file without its first frame, in which the encoder's note lies."""
    assert b"Xing" in data[:200] or b"Info" in data[:200]
    return data[data.index(data[:2], 4) :]
