"""Makes OpenCV a quiet guest: no word on the screen's descriptors, no threads of its own."""

import os


def quiet_opencv() -> None:
    """Call once on the camera thread before anything else uses OpenCV.

    One thread: more gains nothing on a small frame and makes keys late. The FFmpeg inside OpenCV
    has a log of its own, which only this variable reaches, and only before the first video.
    """
    os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")  # AV_LOG_QUIET
    import cv2

    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    cv2.setNumThreads(1)
