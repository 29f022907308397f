"""No video opens anything besides itself, whatever is in it."""

import socket
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.vision.frames import HandClock, plain, write_video
from tui_player.vision.cameras.camera import CameraError
from tui_player.vision.cameras.capture_options import VARIABLE, allow_file, allow_stream
from tui_player.vision.cameras.files import VideoFile
from tui_player.vision.cameras.live import StreamLink


@pytest.fixture(autouse=True)
def own_options(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "")


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


@pytest.fixture
def video(tmp_path: Path) -> Path:
    path = tmp_path / "video.mp4"
    write_video(path, [plain(level) for level in (0, 120)], 10.0)
    return path


def options(environ: dict[str, str]) -> dict[str, str]:
    pairs = (pair.partition(";") for pair in environ[VARIABLE].split("|"))
    return {name: value for name, _, value in pairs}


def lures(port: int) -> list[str]:
    here = f"http://127.0.0.1:{port}/x.mp4"
    return [
        f"v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\n"
        f"a=control:rtsp://127.0.0.1:{port}/\nm=video {port} RTP/AVP 26\n",
        f"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n{here}\n#EXT-X-ENDLIST\n",
        f"ffconcat version 1.0\nfile '{here}'\n",
        f"ffconcat version 1.0\nfile 'tcp://127.0.0.1:{port}'\n",
        f"rtsp://127.0.0.1:{port}/x",
    ]


def test_a_file_that_names_an_address_opens_none(tmp_path: Path, listener: socket.socket) -> None:
    path = tmp_path / "video.mp4"
    for lure in lures(listener.getsockname()[1]):
        path.write_text(lure)
        with pytest.raises(CameraError, match="is not a video that can be read"):
            VideoFile(path, HandClock()).open()
    with pytest.raises(BlockingIOError):
        listener.accept()


@pytest.mark.parametrize("name", ["http:a.mp4", "a%03d.mp4", "a b|c;d.mp4"])
def test_a_file_s_name_is_no_address(
    tmp_path: Path, video: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    video.rename(tmp_path / name)
    monkeypatch.chdir(tmp_path)
    camera = VideoFile(Path(name), HandClock())
    camera.open()
    camera.close()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """The address of the folder."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    handler = partial(Quiet, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_an_address_is_opened_by_its_own_protocol_and_no_other(
    tmp_path: Path, video: Path, server: str, listener: socket.socket
) -> None:
    capture = StreamLink(f"{server}/{video.name}").open()
    assert capture.isOpened()
    capture.release()
    for lure in lures(listener.getsockname()[1])[2:]:
        (tmp_path / "lure.mp4").write_text(lure)
        capture = StreamLink(f"{server}/lure.mp4").open()
        assert not capture.isOpened()
        capture.release()
    with pytest.raises(BlockingIOError):
        listener.accept()


@pytest.mark.parametrize(
    ("url", "protocols"),
    [
        ("http://box/a", "http,tcp"),
        ("HTTPS://box/a", "https,tls,tcp"),
        ("rtsp://me:secret@box/a", "rtsp,tcp,udp,rtp"),
        ("udp://@:1234", "udp"),
        ("file:///a.mp4", "file"),
    ],
)
def test_a_protocol_brings_only_what_carries_it(url: str, protocols: str) -> None:
    environ: dict[str, str] = {}
    allow_stream(url, environ)
    assert options(environ)["protocol_whitelist"] == protocols


def test_the_options_of_a_person_stay_and_the_usual_one_without_any() -> None:
    environ: dict[str, str] = {}
    allow_stream("rtsp://box", environ)
    assert options(environ)["rtsp_transport"] == "tcp"
    environ = {VARIABLE: "rtsp_transport;udp|stimeout;5"}
    allow_stream("rtsp://box", environ)
    assert options(environ)["rtsp_transport"] == "udp"
    assert options(environ)["stimeout"] == "5"
    allow_file(environ)
    assert options(environ)["protocol_whitelist"] == "file"
    assert options(environ)["stimeout"] == "5"
