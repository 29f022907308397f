"""How long Ogg files play, told by their first and last pages."""

import os
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

import av
import mutagen
import pytest

from tests.media.ogg_pages import moved, pages
from tests.media_files import write_audio
from tui_player.library.tags.reader import read_tags
from tui_player.media.ogg_length import ogg_length_s, ogg_links


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


def test_of_streams_behind_each_other_is_of_all_of_them(path: Path) -> None:
    parts = [path.read_bytes()]
    for number, part_s in enumerate((1.0, 0.5, 30.0, 2.0)):
        part = write_audio(path.with_name(f"{number}{path.suffix}"), part_s)
        parts.append(part.read_bytes())
    path.write_bytes(b"".join(parts))
    assert length_s(path) == pytest.approx(39.5, abs=0.1)
    assert read_tags(os.fsencode(path)).duration_s == length_s(path)
    with path.open("rb") as file:
        links = ogg_links(file, path.stat().st_size)
    ends = list(accumulate(len(part) for part in parts))
    assert [(link.start, link.end) for link in links] == list(pairwise([0, *ends]))


def test_of_a_chain_cut_off_in_its_last_stream_is_of_what_is_there(path: Path) -> None:
    content = path.read_bytes()
    last = write_audio(path.with_name(f"b{path.suffix}"), 6.0).read_bytes()
    path.write_bytes(content + last[: pages(last)[-1] + 40])
    found_s = length_s(path)
    assert found_s is not None
    assert 7.0 < found_s < 12.0


def test_a_stream_of_headers_alone_adds_nothing_to_a_chain(path: Path) -> None:
    before_s, content = length_s(path), path.read_bytes()
    other = write_audio(path.with_name(f"b{path.suffix}"), 1.0).read_bytes()
    path.write_bytes(other[: pages(other)[2]] + content)
    assert length_s(path) == before_s


def test_of_sound_beside_something_else_is_left_to_others(path: Path) -> None:
    content = path.read_bytes()
    first = pages(content)[1]
    other = content[:first].replace(b"vorbis", b"theora").replace(b"OpusHead", b"OpusTail")
    other = other[:14] + b"\x01\x02\x03\x04" + other[18:]
    path.write_bytes(content[:first] + other + content[first:] + other)
    assert length_s(path) is None


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


@pytest.mark.parametrize("hours", [0, 1])
def test_of_flac_in_ogg_is_of_what_is_there(tmp_path: Path, hours: int) -> None:
    song = write_audio(tmp_path / "a.oga", 3.0)
    song.write_bytes(moved(song.read_bytes(), hours * 3_600 * 44_100))
    assert length_s(song) == pytest.approx(3.0)
