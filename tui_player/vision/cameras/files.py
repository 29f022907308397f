"""Cameras that are files: a video at its own speed, and a folder of pictures; both loop."""

import math
from pathlib import Path

import cv2
import numpy as np

from tui_player.messages.events import CameraState
from tui_player.util.small_files import (
    MB,
    MissingFileError,
    SmallFileError,
    open_regular,
    read_bytes,
)
from tui_player.vision.cameras.camera import (
    PICTURE_SUFFIXES,
    CameraError,
    Clock,
    ColourImage,
    Frame,
)
from tui_player.vision.cameras.capture_options import allow_file
from tui_player.vision.cameras.frame import colour_frame

PICTURE_SHOWN_S = 2.0
MOST_PICTURE_BYTES = 100 * MB
_ANY_SIZE = 2**63 - 1
# A video this far behind was held up (the machine slept): it goes on where it was.
LARGEST_LAG_S = 5.0


class VideoFile:
    """A video that runs at its own time stamps by the clock, and begins again at its end."""

    live = False

    def __init__(self, path: Path, clock: Clock) -> None:
        self._path = path
        self._address = f"file:{path}"  # a name like "http:a" is no address
        self._clock = clock
        self._capture: cv2.VideoCapture | None = None
        self._began_s = 0.0
        self._position_s = -1.0  # time stamp of the frame last taken; below 0: none yet

    def open(self) -> None:
        """Begin at the first frame, now."""
        _check_readable(self._path, "video")
        allow_file()
        self._capture = cv2.VideoCapture(self._address, cv2.CAP_FFMPEG)
        self._rewind(self._clock())
        if not self._capture.isOpened() or not self._grab():
            self.close()
            raise CameraError(
                CameraState.FAILED,
                f"{self._path} is not a video that can be read: choose another with --camera.",
            )

    def read(self, limit_s: float) -> Frame | None:
        """The frame that is due now; what lies between two calls is passed over.

        A machine too slow for that sees the video more slowly.
        """
        capture = self._opened()
        now_s = self._clock()
        if now_s - self._shown_at_s > LARGEST_LAG_S:
            self._began_s += now_s - self._shown_at_s
        while self._shown_at_s + self._frame_s() <= now_s:
            if self._clock() - now_s > limit_s:
                self._began_s += now_s - self._shown_at_s
                break
            if not self._grab():
                self._begin_again()
        ok, image = capture.retrieve()
        if not ok:
            raise CameraError(CameraState.FAILED, f"{self._path} is damaged: it cannot be shown.")
        return Frame(colour_frame(image), self._shown_at_s)

    def close(self) -> bool:
        """Let the file go."""
        if self._capture is not None:
            self._capture.release()
            self._capture = None
        return True

    def _opened(self) -> cv2.VideoCapture:
        if self._capture is None:
            raise CameraError(CameraState.FAILED, f"{self._path} was not opened.")
        return self._capture

    @property
    def _shown_at_s(self) -> float:
        """When the frame last taken was due."""
        return self._began_s + self._position_s

    def _frame_s(self) -> float:
        """How long a frame lasts; a file that does not say gets 25 a second."""
        rate = self._opened().get(cv2.CAP_PROP_FPS)
        return 1 / rate if math.isfinite(rate) and 1 <= rate <= 1000 else 0.04

    def _grab(self) -> bool:
        """Take the next frame; False at the end."""
        capture = self._opened()
        if not capture.grab():
            return False
        stamp_s = capture.get(cv2.CAP_PROP_POS_MSEC) / 1000
        # Some containers have no time stamps, and then every one of them is 0.
        counted_s = self._position_s + self._frame_s() if self._position_s >= 0 else 0.0
        self._position_s = stamp_s if stamp_s > self._position_s else counted_s
        return True

    def _rewind(self, began_s: float) -> None:
        self._began_s = began_s
        self._position_s = -1.0

    def _begin_again(self) -> None:
        """Reopen: seeking to the start is not exact in every container."""
        capture = self._opened()
        ended_s = self._shown_at_s + self._frame_s()
        capture.release()
        allow_file()
        capture.open(self._address, cv2.CAP_FFMPEG)
        self._rewind(ended_s)
        if not capture.isOpened() or not self._grab():
            raise CameraError(
                CameraState.ABSENT, f"The video {self._path} can no longer be read: is it gone?"
            )


class PictureFolder:
    """Pictures of a folder in name order, two seconds each, over and over; or a single picture."""

    live = False

    def __init__(self, path: Path, clock: Clock, shown_s: float = PICTURE_SHOWN_S) -> None:
        self._path = path
        self._clock = clock
        self._shown_s = shown_s
        self._pictures: list[Path] = []
        self._began_s = 0.0
        self._shown: tuple[Path, ColourImage] | None = None

    def open(self) -> None:
        """List the pictures and begin with the first, now."""
        _check_readable(self._path, "picture")
        self._pictures = self._listed()
        if not self._pictures:
            endings = " ".join(sorted(PICTURE_SUFFIXES))
            raise CameraError(
                CameraState.ABSENT,
                f"The folder {self._path} has no pictures ({endings}): put some in, "
                "or choose another with --camera.",
            )
        self._began_s = self._clock()

    def read(self, limit_s: float) -> Frame | None:
        """The picture that is due now; one that cannot be read is dropped from the round."""
        now_s = self._clock()
        while self._pictures:
            turn = int((now_s - self._began_s) / self._shown_s)
            path = self._pictures[turn % len(self._pictures)]
            if self._shown is None or self._shown[0] != path:
                image = _read_picture(path)
                if image is None:
                    self._pictures.remove(path)
                    continue
                self._shown = (path, image)
            return Frame(self._shown[1], now_s)
        raise CameraError(
            CameraState.FAILED,
            f"No picture of {self._path} can be read: choose another with --camera.",
        )

    def close(self) -> bool:
        """Forget the pictures."""
        self._pictures = []
        self._shown = None
        return True

    def _listed(self) -> list[Path]:
        if not self._path.is_dir():
            return [self._path]
        found = [path for path in self._path.iterdir() if path.suffix.lower() in PICTURE_SUFFIXES]
        return sorted(found, key=lambda path: path.name)


def _read_picture(path: Path) -> ColourImage | None:
    """A picture file as colours, or None. Read here, as OpenCV opens no name outside UTF-8."""
    try:
        content = np.frombuffer(read_bytes(path, MOST_PICTURE_BYTES), dtype=np.uint8)
        image = cv2.imdecode(content, cv2.IMREAD_COLOR) if content.size else None
    except (SmallFileError, cv2.error):
        return None
    return None if image is None else np.asarray(image, dtype=np.uint8)


def _check_readable(path: Path, kind: str) -> None:
    """Raises CameraError when the file or folder is not there or may not be read."""
    try:
        if path.is_dir():
            next(path.iterdir(), None)
        else:
            open_regular(path, _ANY_SIZE).close()
    except MissingFileError as problem:
        raise CameraError(
            CameraState.ABSENT, f"There is no {kind} {path}: check what --camera says."
        ) from problem
    except (SmallFileError, OSError) as problem:
        refusal = problem.os_error if isinstance(problem, SmallFileError) else problem
        if isinstance(refusal, PermissionError):
            raise CameraError(
                CameraState.NO_PERMISSION, f"You may not read {path}: check its permissions."
            ) from problem
        reason = problem.reason if isinstance(problem, SmallFileError) else problem.strerror
        raise CameraError(CameraState.FAILED, f"{path} cannot be read: {reason}.") from problem
