"""Live cameras: the newest frame, and every way they fail, with captures made for the test."""

import contextlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import cv2
import numpy as np
import pytest

from tests.vision.frames import astronaut, plain
from tui_player.messages.events import CameraState
from tui_player.vision.cameras.camera import CameraError, ColourImage
from tui_player.vision.cameras.live import Capture, DeviceLink, LiveCamera, StreamLink

DEADLINE_S = 10.0


class FakeCapture:
    """Frames numbered by their grey level, as fast as they are taken; `hold` blocks the driver."""

    def __init__(self, *, opens: bool = True, frames: int | None = None) -> None:
        self.opens = opens
        self.frames = frames
        self.grabbed = 0
        self.retrieved = 0
        self.flowing = threading.Event()
        self.flowing.set()
        self.released = threading.Event()
        self.milestone = 0
        self.milestone_reached = threading.Event()

    def isOpened(self) -> bool:  # noqa: N802 - OpenCV's name
        return self.opens

    def grab(self) -> bool:
        self.flowing.wait(DEADLINE_S)
        if self.frames is not None and self.grabbed >= self.frames:
            return False
        self.grabbed += 1
        if self.grabbed == self.milestone:
            self.milestone_reached.set()
        return True

    def retrieve(self) -> tuple[bool, ColourImage]:
        self.retrieved += 1
        return True, plain(min(self.grabbed, 255), 4, 4)

    def release(self) -> None:
        self.released.set()


class FakeLink:
    """A link to one fake capture; `opening` holds the driver's open call."""

    def __init__(self, capture: FakeCapture) -> None:
        self.capture = capture
        self.opening = threading.Event()
        self.opening.set()

    def check(self) -> None:
        """Nothing is wrong."""

    def open(self) -> Capture:
        self.opening.wait(DEADLINE_S)
        return self.capture

    def not_opening(self) -> CameraError:
        return CameraError(CameraState.BUSY, "in use")

    def lost(self) -> CameraError:
        return CameraError(CameraState.UNPLUGGED, "pulled out")


@pytest.fixture
def capture() -> Iterator[FakeCapture]:
    made = FakeCapture()
    yield made
    made.flowing.set()


def camera_on(capture: FakeCapture) -> LiveCamera:
    return LiveCamera(FakeLink(capture), lambda: 5.0)


def _read_to_the_end(camera: LiveCamera) -> None:
    while True:
        camera.read(DEADLINE_S)


def test_frames_nobody_asked_for_are_drained_and_not_decoded(capture: FakeCapture) -> None:
    capture.milestone = 50
    camera = camera_on(capture)
    camera.open()
    assert capture.milestone_reached.wait(DEADLINE_S)
    first = camera.read(DEADLINE_S)
    second = camera.read(DEADLINE_S)
    assert camera.close()
    assert first is not None
    assert second is not None
    assert first.image[0, 0, 0] >= 50
    assert second.time_s == 5.0
    assert capture.retrieved == 2


def test_an_infrared_camera_s_grey_pictures_are_read(
    capture: FakeCapture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(capture, "retrieve", lambda: (True, np.full((4, 5), 77, np.uint8)))
    camera = camera_on(capture)
    camera.open()
    frame = camera.read(DEADLINE_S)
    assert frame is not None
    assert frame.image.shape == (4, 5, 3)
    assert camera.close()


def test_a_camera_of_an_unknown_kind_is_refused_in_words(
    capture: FakeCapture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(capture, "retrieve", lambda: (True, np.zeros((4, 5, 2), np.uint8)))
    camera = camera_on(capture)
    camera.open()
    with pytest.raises(CameraError, match="unknown kind"):
        camera.read(DEADLINE_S)
    assert camera.close()
    assert capture.released.is_set()


def test_a_camera_that_sends_nothing_gives_no_frame(capture: FakeCapture) -> None:
    capture.flowing.clear()
    camera = camera_on(capture)
    camera.open()
    assert camera.read(0.01) is None
    capture.flowing.set()
    assert camera.read(DEADLINE_S) is not None
    assert camera.close()


def test_closing_really_releases_the_device(capture: FakeCapture) -> None:
    camera = camera_on(capture)
    camera.open()
    assert camera.read(DEADLINE_S) is not None
    assert camera.close()
    assert capture.released.is_set()


def test_closing_does_not_wait_for_a_driver_that_hangs(capture: FakeCapture) -> None:
    link = FakeLink(capture)
    link.opening.clear()
    camera = LiveCamera(link, lambda: 0.0)
    camera.open()
    assert not camera.close()
    link.opening.set()
    assert capture.released.wait(DEADLINE_S)
    assert camera.close()


def test_a_capture_that_does_not_open_tells_why() -> None:
    capture = FakeCapture(opens=False)
    camera = camera_on(capture)
    camera.open()
    with pytest.raises(CameraError, match="in use"):
        camera.read(DEADLINE_S)
    assert camera.close()
    assert capture.released.is_set()


def test_a_capture_that_ends_tells_why() -> None:
    capture = FakeCapture(frames=3)
    camera = camera_on(capture)
    camera.open()
    with pytest.raises(CameraError, match="pulled out"):
        _read_to_the_end(camera)
    assert camera.close()


def test_an_error_inside_the_reader_reaches_the_caller() -> None:
    class BrokenLink(FakeLink):
        def open(self) -> Capture:
            raise RuntimeError("the driver is broken")

    camera = LiveCamera(BrokenLink(FakeCapture()), lambda: 0.0)
    camera.open()
    with pytest.raises(RuntimeError, match="the driver is broken"):
        camera.read(DEADLINE_S)
    assert camera.close()


def test_a_camera_that_was_never_opened_closes() -> None:
    assert camera_on(FakeCapture()).close()


def test_a_device_that_is_not_there_is_absent(tmp_path: Path) -> None:
    camera = LiveCamera(DeviceLink(str(tmp_path / "video7")), lambda: 0.0)
    with pytest.raises(CameraError) as caught:
        camera.open()
    assert caught.value.state is CameraState.ABSENT


def test_a_device_that_is_no_camera_does_not_open(tmp_path: Path) -> None:
    device = tmp_path / "video7"
    device.touch()
    camera = LiveCamera(DeviceLink(str(device)), lambda: 0.0)
    camera.open()
    with pytest.raises(CameraError, match="does not open") as caught:
        camera.read(DEADLINE_S)
    assert camera.close()
    assert caught.value.state is CameraState.BUSY


def test_a_device_that_went_away_was_unplugged(tmp_path: Path) -> None:
    device = tmp_path / "video7"
    device.touch()
    assert "stopped sending" in str(DeviceLink(str(device)).lost())
    device.unlink()
    assert "was unplugged" in str(DeviceLink(str(device)).lost())
    assert DeviceLink(str(device)).lost().state is CameraState.UNPLUGGED


def test_no_sentence_tells_the_password_of_a_stream() -> None:
    link = StreamLink("rtsp://me:secret@door.local:554/live?token=hidden")
    for sentence in (str(link.not_opening()), str(link.lost())):
        assert "rtsp://door.local:554/live" in sentence
        assert "secret" not in sentence
        assert "hidden" not in sentence


def test_a_stream_that_nobody_serves_is_absent() -> None:
    camera = LiveCamera(StreamLink("http://127.0.0.1:9/stream"), lambda: 0.0)
    camera.open()
    with pytest.raises(CameraError, match="No camera answers at") as caught:
        camera.read(DEADLINE_S)
    assert camera.close()
    assert caught.value.state is CameraState.ABSENT


@pytest.fixture
def stream() -> Iterator[tuple[str, threading.Event]]:
    """A network camera of this machine: its URL, and the event that ends it."""
    ended = threading.Event()
    picture = cv2.imencode(".jpg", astronaut())[1].tobytes()

    class MotionJpeg(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=next")
            self.end_headers()
            head = f"--next\r\nContent-Type: image/jpeg\r\nContent-Length: {len(picture)}\r\n\r\n"
            with contextlib.suppress(ConnectionError):
                while not ended.wait(0.01):
                    self.wfile.write(head.encode() + picture + b"\r\n")

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), MotionJpeg) as server:
        serving = threading.Thread(target=server.serve_forever, args=(0.01,))
        serving.start()
        yield f"http://me:secret@127.0.0.1:{server.server_port}/live", ended
        ended.set()
        server.shutdown()
        serving.join()


def test_a_network_camera_is_watched_until_it_ends(stream: tuple[str, threading.Event]) -> None:
    url, ended = stream
    camera = LiveCamera(StreamLink(url), lambda: 0.0)
    camera.open()
    frame = camera.read(DEADLINE_S)
    assert frame is not None
    assert frame.image.shape == (512, 512, 3)
    ended.set()
    with pytest.raises(CameraError, match="stopped: trying to reach it again") as caught:
        _read_to_the_end(camera)
    assert camera.close()
    assert caught.value.state is CameraState.UNPLUGGED


def test_frames_are_arrays_of_their_own(capture: FakeCapture) -> None:
    camera = camera_on(capture)
    camera.open()
    first = camera.read(DEADLINE_S)
    second = camera.read(DEADLINE_S)
    camera.close()
    assert first is not None
    assert second is not None
    assert not np.shares_memory(first.image, second.image)
