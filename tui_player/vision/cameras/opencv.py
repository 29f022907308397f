"""Makes OpenCV a quiet guest: no word on the screen, no threads of its own, no abort at the end."""

import atexit
import os
import threading
from importlib import import_module

# A driver that hangs holds up the end of the program no longer than this.
LONGEST_END_S = 3.0
# No camera has more; OpenCV's own limit of a thousand million takes three gigabytes.
_MOST_PIXELS = "100000000"


def quiet_opencv() -> None:
    """Call once on the camera thread before anything else loads OpenCV or NumPy.

    One thread: more gains nothing on a small frame and makes keys late. OpenBLAS, which both bring
    along, starts one a core as it is loaded, and where these get no memory the process crashes.
    The FFmpeg inside OpenCV has a log of its own, which only this variable reaches, and only
    before the first video. The limit of a picture is read when OpenCV is loaded.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")  # AV_LOG_QUIET
    os.environ.setdefault("OPENCV_IO_MAX_IMAGE_PIXELS", _MOST_PIXELS)  # of a picture in a file
    # First: where it fails, cv2 prints advice for programmers on standard output.
    import_module("numpy")
    import cv2

    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    cv2.setNumThreads(1)


def let_end(thread: threading.Thread) -> None:
    """Have the interpreter wait at its end for a daemon thread that may be inside OpenCV.

    Python ends such a thread when it comes back from a call, and within OpenCV or ONNX Runtime,
    which cannot be unwound there, that aborts the whole process.
    """
    atexit.register(thread.join, LONGEST_END_S)


def has_ended(thread: threading.Thread) -> None:
    """Take note that there is nothing to wait for any more."""
    atexit.unregister(thread.join)
