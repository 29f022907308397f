"""Files opened by FFmpeg: nothing else is opened on their account, with any version of PyAV."""

import errno
import io
import os
import socket
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import pytest

from tests.media_files import write_audio
from tui_player.media.ffmpeg import (
    PICTURE_FORMATS,
    SOUND_FORMATS,
    TIME_BASE,
    open_input,
    seconds,
    text_tags,
)

REFUSED = (av.FFmpegError, ValueError, OSError)


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """A server on this machine that nobody may call."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


def lures(port: int, other: Path) -> dict[str, bytes]:
    """Texts that FFmpeg takes for what sends it elsewhere, by the formats' names."""
    here = f"http://127.0.0.1:{port}/x.ts"
    return {
        "sdp": b"v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\n"
        b"m=audio 5004 RTP/AVP 0\n",
        "hls": f"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n{here}\n#EXT-X-ENDLIST\n".encode(),
        "concat": f"ffconcat version 1.0\nfile '{other.name}'\nfile '{here}'\n".encode(),
        "dash": f'<?xml version="1.0"?><MPD profiles="dash:profile:"><BaseURL>{here}'
        "</BaseURL></MPD>".encode(),
        "rtsp": f"rtsp://127.0.0.1:{port}/x".encode(),
        "tedcaptions": f'{{"captions":[{{"content":"{here}"}}]}}'.encode(),
        "svg_pipe": f'<svg xmlns="http://www.w3.org/2000/svg"><a href="{here}"/></svg>'.encode(),
    }


@pytest.mark.parametrize("formats", [SOUND_FORMATS, PICTURE_FORMATS])
@pytest.mark.parametrize("name", ["song.mp3", "cover.jpg", "cover%03d.jpg", "list.m3u8"])
def test_what_sends_elsewhere_is_refused_whatever_its_name(
    tmp_path: Path, listener: socket.socket, formats: str, name: str
) -> None:
    other = write_audio(tmp_path / "other.wav", 0.1)
    for lure in lures(listener.getsockname()[1], other).values():
        path = tmp_path / name
        path.write_bytes(lure)
        with pytest.raises(REFUSED):
            open_input(str(path), formats)
        with pytest.raises(REFUSED):
            open_input(io.BytesIO(lure), formats)
    with pytest.raises(BlockingIOError):
        listener.accept()


@pytest.mark.parametrize("kind", ["sdp", "hls", "concat"])
def test_no_connection_is_opened_even_where_the_format_is_let_in(
    tmp_path: Path, listener: socket.socket, kind: str
) -> None:
    other = write_audio(tmp_path / "other.wav", 0.1)
    lure = lures(listener.getsockname()[1], other)[kind]
    path = tmp_path / "song.mp3"
    path.write_bytes(lure)
    for source in (str(path), io.BytesIO(lure)):
        try:
            with open_input(source, kind) as container:
                assert not list(container.demux())
        except REFUSED:
            pass
    with pytest.raises(BlockingIOError):
        listener.accept()


def test_a_file_held_in_memory_opens_no_other_file(tmp_path: Path) -> None:
    other = write_audio(tmp_path / "other.wav", 0.1)
    lure = f"ffconcat version 1.0\nfile '{other}'\n".encode()
    with pytest.raises(REFUSED):
        open_input(io.BytesIO(lure), "concat,wav")


def test_what_is_no_regular_file_is_refused_at_once(tmp_path: Path) -> None:
    pipe = tmp_path / "song.mp3"
    os.mkfifo(pipe)
    for path in (pipe, Path("/dev/zero")):
        with pytest.raises(OSError, match="not a regular file"):
            open_input(str(path))
    with pytest.raises(IsADirectoryError):
        open_input(str(tmp_path))
    with pytest.raises(FileNotFoundError):
        open_input(str(tmp_path / "nothing.mp3"))


@pytest.mark.parametrize(
    "suffix", [".wav", ".aiff", ".flac", ".oga", ".opus", ".m4a", ".wma", ".wv", ".tta", ".mka"]
)
def test_every_format_opens_by_path_and_as_a_file(tmp_path: Path, suffix: str) -> None:
    path = write_audio(tmp_path / f"song{suffix}", 1.0)
    with path.open("rb") as file:
        for source in (str(path), file):
            with open_input(source) as container:
                stream = container.streams.audio[0]
                length_s = seconds(stream.duration, stream.time_base)
                if length_s is None:
                    assert container.duration is not None
                    length_s = container.duration / TIME_BASE
                assert length_s == pytest.approx(1.0, abs=0.1)
                assert any(packet.size for packet in container.demux(stream))


def test_tags_that_are_no_utf8_are_text_all_the_same(tmp_path: Path) -> None:
    path = write_audio(tmp_path / "song.flac", 0.1, tags={"title": "Naive", "artist": "Ann"})
    path.write_bytes(path.read_bytes().replace(b"Naive", b"Na\xefve"))
    with open_input(str(path)) as container:
        tags = {name.lower(): value for name, value in text_tags(container).items()}
    assert (tags["title"], tags["artist"]) == ("Nave", "Ann")
    "".join(tags.values()).encode()


class DyingFile(io.BytesIO):
    """A file on a disk that fails after the first piece, and that no place can be found in."""

    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell():
            raise OSError(errno.EIO, "Input/output error")
        return super().read(size)

    def seek(self, offset: int, whence: int = 0, /) -> int:
        if offset:
            raise OSError(errno.EINVAL, "Invalid argument")
        return super().seek(offset, whence)


def test_a_disk_that_fails_is_an_error_and_no_traceback(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = write_audio(tmp_path / "song.wma", 10.0)
    with (
        pytest.raises(OSError, match="Input/output error"),
        open_input(DyingFile(path.read_bytes())) as container,
    ):
        list(container.demux())
    assert capfd.readouterr() == ("", "")


def test_seeks_to_nowhere_print_nothing(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """As damaged files have them made: with each byte of the header damaged in turn."""
    whole = write_audio(tmp_path / "song.wma", 0.2).read_bytes()
    for place in range(0, 700, 3):
        data = bytearray(whole)
        data[place] ^= 0xFF
        try:
            with open_input(io.BytesIO(bytes(data))) as container:
                list(container.demux())
        except (av.FFmpegError, ValueError):
            pass
    assert capfd.readouterr() == ("", "")


class NoRatio:
    """A time base of PyAV 19 where none is known."""

    def __init__(self, numerator: int, denominator: int) -> None:
        self.numerator = numerator
        self.denominator = denominator


def test_stamps_become_seconds_where_they_can() -> None:
    assert seconds(44_100, Fraction(1, 44_100)) == 1.0
    assert seconds(0, Fraction(1, 44_100)) == 0.0
    assert seconds(None, Fraction(1, 44_100)) is None
    assert seconds(7, None) is None
    assert seconds(7, NoRatio(1, 0)) is None
    assert seconds(7, NoRatio(0, 1)) is None
