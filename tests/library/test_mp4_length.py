"""How long MP4 files play, told by the header of the movie in them."""

from pathlib import Path

import av
import pytest

from tests.media_files import write_audio
from tui_player.library.mp4_length import mp4_length_s
from tui_player.library.tags import read_tags


def length_s(path: Path) -> float | None:
    with path.open("rb") as file:
        return mp4_length_s(file)


def box(name: bytes, content: bytes) -> bytes:
    return (8 + len(content)).to_bytes(4, "big") + name + content


def movie_header(version: int, scale: int, length: int) -> bytes:
    number_bytes = 8 if version else 4
    times = bytes(2 * number_bytes)
    numbers = scale.to_bytes(4, "big") + length.to_bytes(number_bytes, "big")
    return box(b"mvhd", bytes((version, 0, 0, 0)) + times + numbers + bytes(80))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write_audio(tmp_path / "a.m4a", 6.0, tags={"title": "T"})


def test_is_what_ffmpeg_says(path: Path) -> None:
    with av.open(str(path)) as container:
        assert container.duration is not None
        assert length_s(path) == pytest.approx(container.duration / av.time_base, abs=0.001)


@pytest.mark.parametrize(("version", "length"), [(0, 90_000), (1, 2**33)])
def test_is_read_in_both_versions_wherever_the_movie_lies(
    tmp_path: Path, version: int, length: int
) -> None:
    large = (1).to_bytes(4, "big") + b"mdat" + (16 + 300).to_bytes(8, "big") + bytes(300)
    movie = box(b"moov", movie_header(version, 1_000, length))
    path = tmp_path / "a.m4a"
    path.write_bytes(box(b"ftyp", b"M4A ") + large + movie)
    assert length_s(path) == length / 1_000


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0\0\0",
        box(b"ftyp", b"M4A ") + bytes(100),  # a size that leads nowhere
        box(b"ftyp", b"M4A ") + b"\x7f\xff\xff\xffmdat",  # cut off before the movie
        box(b"moov", box(b"udta", bytes(100))),
        box(b"moov", movie_header(0, 0, 90_000)),
        box(b"moov", movie_header(0, 1_000, 0)),  # in pieces, each with a length of its own
        box(b"moov", movie_header(1, 1_000, 2**33))[:40],
        box(b"free", b"") * 1_000 + box(b"moov", movie_header(0, 1_000, 90_000)),
    ],
)
def test_of_what_does_not_tell_it_is_left_to_others(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.m4a"
    path.write_bytes(content)
    assert length_s(path) is None


def test_does_not_hide_the_tags(path: Path) -> None:
    tags = read_tags(bytes(path))
    assert tags.title == "T"
    assert tags.duration_s == length_s(path)
