"""Live cameras: a reader thread drains the driver's queue, so that the newest frame is at hand."""

import re
import threading
from pathlib import Path
from typing import Protocol

import cv2

from tui_player.messages.events import CameraState
from tui_player.vision.cameras import v4l_devices
from tui_player.vision.cameras.camera import CameraError, Clock, ColourImage, Frame, shown_address
from tui_player.vision.cameras.capture_options import allow_stream
from tui_player.vision.cameras.frame import colour_frame
from tui_player.vision.cameras.opencv import has_ended, let_end

FRAME_WIDTH_PX = 640
FRAME_HEIGHT_PX = 480
STREAM_TIMEOUT_MS = 5000
MISSED_FRAMES_ALLOWED = 3  # in a row; then the camera counts as gone
PAUSE_AFTER_MISS_S = 0.05
LONGEST_CLOSE_S = 0.5


class Capture(Protocol):
    """What is used of `cv2.VideoCapture`; every call may block in a driver or on the network."""

    def isOpened(self) -> bool: ...  # noqa: N802 - OpenCV's name
    def grab(self) -> bool: ...
    def retrieve(self) -> tuple[bool, ColourImage | None]: ...
    def release(self) -> None: ...


class Link(Protocol):
    """One kind of live camera: how it is opened, and the words for what can go wrong."""

    def check(self) -> None:
        """Raises CameraError for what is wrong before opening; quick."""

    def open(self) -> Capture:
        """Open the capture; may block."""

    def not_opening(self) -> CameraError:
        """Why the capture did not open."""

    def lost(self) -> CameraError:
        """Why the open capture gives no more frames."""


class DeviceLink:
    """A camera of this machine, by its path under /dev."""

    def __init__(self, device: str) -> None:
        self._device = Path(device)

    def check(self) -> None:
        """Raises CameraError when there is no such device or it may not be used."""
        v4l_devices.check_device(self._device)

    def open(self) -> Capture:
        """Open at a small size with a queue of one frame, as far as the driver obeys."""
        capture = cv2.VideoCapture(_index_of(self._device), cv2.CAP_V4L2)
        capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)
        capture.set(cv2.CAP_PROP_FRAME_WIDTH, FRAME_WIDTH_PX)
        capture.set(cv2.CAP_PROP_FRAME_HEIGHT, FRAME_HEIGHT_PX)
        return _as_capture(capture)

    def not_opening(self) -> CameraError:
        """Busy, as far as anybody can tell."""
        return v4l_devices.not_opening(self._device)

    def lost(self) -> CameraError:
        """Unplugged, or it stopped by itself."""
        if not self._device.exists():
            sentence = "The camera was unplugged: plug it in again, and it goes on."
        else:
            sentence = f"{self._device} stopped sending pictures: trying to open it again."
        return CameraError(CameraState.UNPLUGGED, sentence)


class StreamLink:
    """A camera on the network, by its URL. No sentence repeats a password or token of the URL."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._shown = shown_address(url)

    def check(self) -> None:
        """Nothing can be known of a network camera before it is asked."""

    def open(self) -> Capture:
        """Connect, with a time limit on every step."""
        limits = [
            cv2.CAP_PROP_OPEN_TIMEOUT_MSEC,
            STREAM_TIMEOUT_MS,
            cv2.CAP_PROP_READ_TIMEOUT_MSEC,
            STREAM_TIMEOUT_MS,
        ]
        allow_stream(self._url)
        return _as_capture(cv2.VideoCapture(self._url, cv2.CAP_FFMPEG, limits))

    def not_opening(self) -> CameraError:
        """Not reached, or not a camera."""
        return CameraError(
            CameraState.ABSENT,
            f"No camera answers at {self._shown}: check the address, the password and the network.",
        )

    def lost(self) -> CameraError:
        """The stream ended."""
        return CameraError(
            CameraState.UNPLUGGED, f"The stream {self._shown} stopped: trying to reach it again."
        )


def _index_of(device: Path) -> int | str:
    """The number OpenCV opens a device by, also through links such as those in /dev/v4l/by-id."""
    number = re.fullmatch(r"/dev/video(\d+)", str(device.resolve()))
    return int(number[1]) if number else str(device)


def _as_capture(capture: cv2.VideoCapture) -> Capture:
    return capture  # type: ignore[return-value]  # OpenCV's stubs say MatLike for the array


class LiveCamera:
    """A camera that sends frames whether asked or not.

    Its reader is a daemon thread, because a driver may hold any call for many seconds: whoever
    closes the camera then goes on, and the reader lets the device go when the call returns.
    """

    live = True

    def __init__(self, link: Link, clock: Clock) -> None:
        self._link = link
        self._clock = clock
        self._changed = threading.Condition()  # guards the three below
        self._frame_wanted = False
        self._newest: Frame | None = None
        self._problem: Exception | None = None
        self._stopping = threading.Event()
        self._reader = threading.Thread(target=self._drain, name="camera-reader", daemon=True)

    def open(self) -> None:
        """Begin opening; what comes of it is told by `read`."""
        self._link.check()
        self._reader.start()
        let_end(self._reader)

    def read(self, limit_s: float) -> Frame | None:
        """The newest frame, or None when none came in time."""
        with self._changed:
            self._newest = None  # an earlier call gave up on it: by now it is old
            self._frame_wanted = True
            self._changed.wait_for(lambda: self._newest or self._problem, limit_s)
            if self._problem is not None:
                raise self._problem
            frame, self._newest = self._newest, None
            return frame

    def close(self) -> bool:
        """Stop the reader, which lets the device go; False if it is still held up."""
        self._stopping.set()
        if self._reader.ident is not None:
            self._reader.join(LONGEST_CLOSE_S)
        if self._reader.is_alive():
            return False
        has_ended(self._reader)
        return True

    def _drain(self) -> None:
        """The reader thread: take every frame from the driver, decode only those asked for."""
        problem: Exception
        try:
            problem = self._drain_until_stopped()
        except Exception as unforeseen:  # noqa: BLE001 - raised again by `read`, on its thread
            problem = unforeseen
        with self._changed:
            self._problem = problem
            self._changed.notify_all()

    def _drain_until_stopped(self) -> Exception:
        capture = self._link.open()
        try:
            if not capture.isOpened():
                return self._link.not_opening()
            misses = 0
            while not self._stopping.is_set():
                misses = 0 if self._take(capture) else misses + 1
                if misses > MISSED_FRAMES_ALLOWED:
                    return self._link.lost()
                if misses:
                    self._stopping.wait(PAUSE_AFTER_MISS_S)
            return CameraError(CameraState.OFF, "The camera was closed.")
        finally:
            capture.release()

    def _take(self, capture: Capture) -> bool:
        """Take one frame off the queue, and hand it over if it is wanted; False on a miss."""
        if not capture.grab():
            return False
        taken_s = self._clock()
        if not self._frame_wanted:
            return True
        ok, image = capture.retrieve()
        if not ok or image is None:
            return False
        frame = colour_frame(image)
        with self._changed:
            self._newest = Frame(frame, taken_s)
            self._frame_wanted = False
            self._changed.notify_all()
        return True
