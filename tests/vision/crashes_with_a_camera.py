"""Crashes while a camera is open: `python -m tests.vision.crashes_with_a_camera SIGNAL PICTURES`.

SIGNAL is the number of the one it dies by, PICTURES the folder that is the camera; without it
there is none. It asks for a core dump as large as it may be, in the present folder.
"""

import os
import resource
import sys
import threading
from pathlib import Path

from tests.vision.fake_parts import FakeModel
from tui_player.messages.commands import OpenCamera
from tui_player.messages.events import Event, FaceRead
from tui_player.vision.worker import MoodCamera

read = threading.Event()


def note(event: Event) -> None:
    if isinstance(event, FaceRead):
        read.set()


def open_camera(pictures: str) -> None:
    """Return once a face was read."""
    camera = MoodCamera(pictures, Path("any"), note, print, load_model=lambda _: FakeModel())
    camera.start()
    camera.post(OpenCamera())
    assert read.wait(60)


def main() -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
    if len(sys.argv) > 2:
        open_camera(sys.argv[2])
    os.kill(os.getpid(), int(sys.argv[1]))


if __name__ == "__main__":
    main()
