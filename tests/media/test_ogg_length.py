"""How long Ogg files play, told by their first and last pages."""

import os
from pathlib import Path
from typing import Any

import av
import mutagen
import pytest

from tests.media.ogg_pages import moved, pages
from tests.media_files import write_audio
from tui_player.library.tags.reader import read_tags
from tui_player.media.ogg_length import ogg_length_s


def length_s(path: Path) -> float | None:
    with path.open("rb") as file:
        return ogg_length_s(file, path.stat().st_size)


@pytest.fixture(params=[".ogg", ".opus"])
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return write_audio(tmp_path / f"a{request.param}", 6.0, tags={"title": "T"})


def test_is_what_ffmpeg_says(path: Path) -> None:
    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        assert stream.duration is not None
        assert stream.time_base is not None
        expected_s = float(stream.duration * stream.time_base)
    assert length_s(path) == pytest.approx(expected_s, abs=0.01)


def test_of_a_file_cut_off_is_of_what_is_there(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: pages(content)[-1] + 40])
    found_s = length_s(path)
    assert found_s is not None
    assert 1.0 < found_s < 6.0


def test_does_not_count_what_follows_the_sound(path: Path) -> None:
    before_s = length_s(path)
    with path.open("ab") as end:
        end.write(b"TAG" + b"A song".ljust(125, b"\0"))
    assert length_s(path) == before_s


def test_of_two_streams_behind_each_other_is_left_to_others(path: Path) -> None:
    first = path.read_bytes()
    second = write_audio(path.with_name(f"b{path.suffix}"), 1.0).read_bytes()
    path.write_bytes(first + second)
    assert length_s(path) is None
    assert read_tags(os.fsencode(path)).duration_s


@pytest.mark.parametrize("hours", [1, 40_000])
def test_of_a_stream_recorded_late_is_of_what_is_there(path: Path, hours: int) -> None:
    before_s = length_s(path)
    path.write_bytes(moved(path.read_bytes(), hours * 3_600 * 48_000))
    assert length_s(path) == before_s
    assert read_tags(os.fsencode(path)).duration_s == before_s


def test_what_lies_before_the_beginning_is_not_played(path: Path) -> None:
    before_s = length_s(path)
    assert before_s is not None
    path.write_bytes(moved(path.read_bytes(), -4_410))
    rate_hz = 48_000 if path.suffix == ".opus" else 44_100
    assert length_s(path) == pytest.approx(before_s - 4_410 / rate_hz)


def test_a_picture_before_the_sound_is_passed_over(path: Path) -> None:
    before_s = length_s(path)
    tags: Any = mutagen.File(path)
    tags["metadata_block_picture"] = ["A" * 400_000]
    tags.save()
    path.write_bytes(moved(path.read_bytes(), 10**9))
    assert length_s(path) == before_s


@pytest.mark.parametrize("content", [b"", b"OggS", b"OggS\0" + bytes(40), b"\xff" * 400])
def test_of_nonsense_is_none(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.ogg"
    path.write_bytes(content)
    assert length_s(path) is None


def test_of_flac_in_ogg_is_left_to_others(tmp_path: Path) -> None:
    assert length_s(write_audio(tmp_path / "a.oga", 0.5)) is None
