"""Covers, from tags and from files beside the track; no file can hold up or end what reads them."""

import os
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.embedded import BACK, FRONT, ICON, OTHER, embed_pictures
from tests.media_files import write_audio
from tests.pictures_in_memory import (
    BLUE,
    GREEN,
    RED,
    Colour,
    as_file,
    one_colour,
    png_of_nothing,
)
from tui_player.library.extras.cover_reading import CELL_COVER_PX, CoverReader, read_cover
from tui_player.library.scanner.isolated_reader import IsolatedReader, NoAnswerError
from tui_player.model.music.track import Track, TrackId
from tui_player.model.music.track_extras import CoverRead
from tui_player.model.picture import Picture

RED_FILE, BLUE_FILE, GREEN_FILE = (
    as_file(one_colour(colour, 300), "PNG") for colour in (RED, BLUE, GREEN)
)


def track_of(path: Path) -> Track:
    return Track(id=TrackId(path.name), path=str(path), title=path.stem)


def read(path: Path) -> CoverRead:
    return read_cover(track_of(path))


def is_in(cover: Picture | None, colour: Colour) -> bool:
    """Whether the middle of a cover has this colour, or nearly."""
    assert cover is not None
    middle = 3 * (cover.height // 2 * cover.width + cover.width // 2)
    return all(abs(cover.rgb[middle + n] - colour[n]) < 9 for n in range(3))


@pytest.fixture
def song(tmp_path: Path) -> Path:
    return write_audio(tmp_path / "song.flac", 0.2)


@pytest.mark.parametrize(
    "suffix",
    [
        *(".mp3", ".flac", ".ogg", ".opus", ".m4a", ".wav", ".aiff"),
        *(".wv", ".tta", ".wma"),
    ],
)
def test_the_cover_in_a_track_goes_before_those_beside_it(tmp_path: Path, suffix: str) -> None:
    song = write_audio(tmp_path / f"song{suffix}", 0.2)
    (tmp_path / "Cover.PNG").write_bytes(BLUE_FILE)
    assert is_in(read(song).cover, BLUE)
    embed_pictures(song, [(FRONT, RED_FILE)])
    before = song.read_bytes()
    found = read(song)
    assert is_in(found.cover, RED)
    assert found.cover is not None
    assert found.cover.width == CELL_COVER_PX
    assert found.problems == ()
    assert song.read_bytes() == before


@pytest.mark.parametrize("suffix", [".mp3", ".flac", ".ogg", ".wav", ".wma"])
@pytest.mark.parametrize("first", [ICON, BACK, OTHER])
def test_of_several_pictures_the_front_is_the_cover(
    tmp_path: Path, suffix: str, first: int
) -> None:
    song = write_audio(tmp_path / f"song{suffix}", 0.2)
    embed_pictures(song, [(first, BLUE_FILE), (FRONT, RED_FILE)])
    assert is_in(read(song).cover, RED)


@pytest.mark.parametrize("suffix", [".wv", ".tta"])
def test_of_several_pictures_in_ape_tags_the_front_is_the_cover(
    tmp_path: Path, suffix: str
) -> None:
    song = write_audio(tmp_path / f"song{suffix}", 0.2)
    embed_pictures(song, [(BACK, BLUE_FILE), (FRONT, RED_FILE)])
    assert is_in(read(song).cover, RED)


def test_a_back_cover_in_a_track_is_better_than_none_but_not_than_one_beside(song: Path) -> None:
    embed_pictures(song, [(ICON, GREEN_FILE), (BACK, RED_FILE)])
    assert is_in(read(song).cover, RED)
    song.with_name("folder.png").write_bytes(BLUE_FILE)
    assert is_in(read(song).cover, BLUE)


@pytest.mark.parametrize("mime", ["image/jpeg", "image/jpg", "", "image/x-unknown", "PNG"])
@pytest.mark.parametrize("suffix", [".mp3", ".flac", ".ogg"])
def test_a_picture_is_what_its_bytes_say_whatever_its_tag_does(
    tmp_path: Path, suffix: str, mime: str
) -> None:
    song = write_audio(tmp_path / f"song{suffix}", 0.2)
    embed_pictures(song, [(FRONT, RED_FILE)], mime)
    assert is_in(read(song).cover, RED)


def synchsafe(number: int) -> bytes:
    return bytes((number >> 7 * n) & 0x7F for n in (3, 2, 1, 0))


@pytest.mark.parametrize("version", [3, 4])
def test_pictures_that_were_unsynchronised_are_read(tmp_path: Path, version: int) -> None:
    song = write_audio(tmp_path / "song.mp3", 0.2)
    picture = as_file(one_colour(RED, 64), "JPEG")  # which has bytes that are changed by that
    frame = b"\0image/jpeg\0\x03\0" + picture
    size = len(frame).to_bytes(4) if version == 3 else synchsafe(len(frame))
    body = b"APIC" + size + b"\0\0" + frame
    body = body.replace(b"\xff\0", b"\xff\0\0")
    for low in range(0xE0, 0x100):
        body = body.replace(bytes((0xFF, low)), bytes((0xFF, 0, low)))
    head = b"ID3" + bytes((version, 0, 0x80)) + synchsafe(len(body))
    song.write_bytes(head + body + song.read_bytes())
    assert is_in(read(song).cover, RED)


def test_a_damaged_cover_is_told_and_that_of_the_folder_taken(song: Path) -> None:
    embed_pictures(song, [(FRONT, b"\x89PNG but no more")])
    song.with_name("folder.png").write_bytes(BLUE_FILE)
    found = read(song)
    assert is_in(found.cover, BLUE)
    assert found.problems == ("the cover in song.flac cannot be read: it is damaged or no picture",)


def test_a_track_without_anything_has_no_cover_and_no_problem(tmp_path: Path, song: Path) -> None:
    assert read(song) == CoverRead(TrackId("song.flac"))
    assert read(tmp_path / "gone.ogg") == CoverRead(TrackId("gone.ogg"))
    found = read(tmp_path / "none" / "gone.ogg")
    assert found.cover is None
    assert "the folder of gone.ogg cannot be read" in found.problems[0]


def test_what_is_no_picture_file_is_told_and_the_next_is_taken(song: Path) -> None:
    folder = song.parent
    os.mkfifo(folder / "cover.jpg")
    (folder / "cover.png").symlink_to("/dev/zero")
    with (folder / "folder.jpg").open("wb") as file:
        file.truncate(8_000_000_000)
    (folder / "folder.png").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    (folder / "front.png").write_bytes(RED_FILE)
    found = read(song)
    assert is_in(found.cover, RED)
    told = [problem.partition(" cannot be read: ") for problem in found.problems]
    assert [what.rpartition("/")[2] for what, _, _ in told] == [
        *("cover.jpg", "cover.png", "folder.jpg", "folder.png"),
    ]
    assert [why[:16] for _, _, why in told] == [
        *("it is a named pi", "it is a device", "it has 8,000.0 M", "it is damaged or"),
    ]


def test_a_picture_too_large_to_be_decoded_is_told(song: Path) -> None:
    song.with_name("cover.png").write_bytes(png_of_nothing(20_000, 20_000))
    found = read(song)
    assert found.cover is None
    (problem,) = found.problems
    assert problem.endswith("cover.png is far too large")


def test_what_names_an_address_opens_no_connection(song: Path) -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams,
    ):
        server.setblocking(False)
        datagrams.bind(("127.0.0.1", 0))
        datagrams.setblocking(False)
        port, udp_port = server.getsockname()[1], datagrams.getsockname()[1]
        lures = (
            f"v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\n"
            f"m=video {udp_port} RTP/AVP 26\n",
            f"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nhttp://127.0.0.1:{port}/a.ts\n",
            f"ffconcat version 1.0\nfile 'http://127.0.0.1:{port}/a.jpg'\n",
            f"rtsp://127.0.0.1:{port}/x",
        )
        for lure in lures:
            song.with_name("cover.jpg").write_text(lure)
            embed_pictures(song, [(FRONT, lure.encode())])
            assert read(song).cover is None
        for listener in (server, datagrams):
            with pytest.raises(BlockingIOError):
                listener.recv(1) if listener is datagrams else listener.accept()


@pytest.fixture
def reader() -> Iterator[CoverReader]:
    with closing(CoverReader()) as reader:
        yield reader


def test_another_process_reads_the_same(reader: CoverReader, song: Path) -> None:
    song.with_name("cover.png").write_bytes(RED_FILE)
    assert reader.read(track_of(song)) == read(song)
    assert reader.read(track_of(song), 20) == read_cover(track_of(song), 20)


def test_a_process_that_was_killed_is_replaced(reader: CoverReader, song: Path) -> None:
    song.with_name("cover.png").write_bytes(RED_FILE)
    reader.read(track_of(song))
    pid = reader._isolated.pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    assert is_in(reader.read(track_of(song)).cover, RED)


def test_what_ends_the_process_or_holds_it_up_is_told(
    reader: CoverReader, song: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def give_up(*_: object) -> None:
        raise NoAnswerError("reading it took longer than 15 s")

    monkeypatch.setattr(IsolatedReader, "read", give_up)
    assert reader.read(track_of(song)).problems == (
        "the cover of song cannot be read: reading it took longer than 15 s",
    )


def test_a_disk_that_never_answers_holds_up_only_who_asked_it(
    reader: CoverReader, song: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    song.with_name("cover.png").write_bytes(RED_FILE)
    is_held, is_free = threading.Event(), threading.Event()

    def wait(*_: object) -> None:
        is_held.set()
        is_free.wait(20)
        raise NoAnswerError("late")

    with monkeypatch.context() as held:
        held.setattr(IsolatedReader, "read", wait)
        thread = threading.Thread(target=reader.read, args=(track_of(song),))
        thread.start()
        assert is_held.wait(20)
    assert is_in(reader.read(track_of(song)).cover, RED)
    is_free.set()
    thread.join(20)
