"""Ends while a thread of vision is inside OpenCV: `python -m tests.vision.thread_in_opencv WHICH`.

WHICH is the thread, `camera` or `reader`.
"""

import sys
import threading
import time
from pathlib import Path

import cv2
import numpy as np

from tests.vision.fake_parts import FakeModel
from tui_player.messages.commands import OpenCamera
from tui_player.vision import worker
from tui_player.vision.cameras import live
from tui_player.vision.cameras.camera import Camera, CameraError, Clock, ColourImage, Frame
from tui_player.vision.cameras.live import LiveCamera
from tui_player.vision.worker import MoodCamera

BUSY_S = 1.0
PICTURE = np.zeros((300, 300, 3), np.uint8)
entered = threading.Event()


def work() -> None:
    """Be in and out of OpenCV for longer than anybody waits for the thread."""
    entered.set()
    end_s = time.monotonic() + BUSY_S
    while time.monotonic() < end_s:
        cv2.GaussianBlur(PICTURE, (21, 21), 0)


class BusyCamera:
    """Works in the camera's own thread."""

    live = False

    def open(self) -> None:
        """Nothing to open."""

    def read(self, limit_s: float) -> Frame | None:
        work()
        return None

    def close(self) -> bool:
        return True


class BusyLink:
    """Works in the thread that reads the device."""

    def check(self) -> None:
        """All is well."""

    def open(self) -> live.Capture:
        work()
        return self

    def not_opening(self) -> CameraError:
        raise AssertionError("nothing is wrong with it")

    def lost(self) -> CameraError:
        raise AssertionError("nothing is wrong with it")

    def isOpened(self) -> bool:  # noqa: N802 - OpenCV's name
        return True

    def grab(self) -> bool:
        work()
        return True

    def retrieve(self) -> tuple[bool, ColourImage | None]:
        return False, None

    def release(self) -> None:
        """Nothing to release."""


def make_camera(_: str, clock: Clock) -> Camera:
    return BusyCamera() if sys.argv[1] == "camera" else LiveCamera(BusyLink(), clock)


def main() -> None:
    worker.LONGEST_STOP_S = live.LONGEST_CLOSE_S = 0.1
    camera = MoodCamera(
        "any",
        Path("any"),
        lambda _: None,
        lambda _: None,
        make_camera=make_camera,
        load_model=lambda _: FakeModel(),
    )
    camera.start()
    camera.post(OpenCamera())
    assert entered.wait(60)
    camera.stop()
    print(*sorted(thread.name for thread in threading.enumerate()))


if __name__ == "__main__":
    main()
