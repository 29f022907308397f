"""Says what a camera is to the rest of vision, and picks the kind that a `--camera` text means."""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

from tui_player.messages.events import CameraState
from tui_player.model.errors import TuiPlayerError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    ColourImage = NDArray[np.uint8]  # H x W x 3, blue green red, as OpenCV has it
else:
    ColourImage = Any

Clock = Callable[[], float]  # seconds, never running backwards

PICTURE_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".bmp", ".webp", ".tif", ".tiff", ".ppm"})


class CameraError(TuiPlayerError):
    """A camera cannot be used: `state` says which kind of trouble, the message what to do."""

    def __init__(self, state: CameraState, sentence: str) -> None:
        super().__init__(sentence)
        self.state = state


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Frame:
    """One colour picture and when it was taken (`time_s` on the camera's clock)."""

    image: ColourImage
    time_s: float


class Camera(Protocol):
    """A source of frames; one thread opens, reads and closes it.

    `live` is False for recordings, where a still picture is no sign of a broken device.
    """

    @property
    def live(self) -> bool: ...

    def open(self) -> None:
        """Begin; never blocks for long. Raises CameraError."""

    def read(self, limit_s: float) -> Frame | None:
        """The newest frame, or None if none came within `limit_s`. Raises CameraError."""

    def close(self) -> bool:
        """Let the device go; False while a driver's call still holds it (then ask again)."""


class CameraKind(Enum):
    """What kinds of camera there are."""

    DEVICE = "device"
    STREAM = "stream"
    PICTURES = "pictures"
    VIDEO = "video"


def what_is_meant(text: str) -> tuple[CameraKind, str]:
    """The kind of camera that a `--camera` text means, and its device, URL, file or folder."""
    text = text.strip()
    if re.fullmatch(r"\d+", text):
        return CameraKind.DEVICE, f"/dev/video{int(text)}"
    if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*://", text):
        return CameraKind.STREAM, text
    text = os.path.expanduser(text)  # noqa: PTH111 - leaves "~name" of nobody as it is
    path = Path(text)
    if path.is_dir() or path.suffix.lower() in PICTURE_SUFFIXES:
        return CameraKind.PICTURES, text
    if path.is_char_device() or text.startswith("/dev/"):
        return CameraKind.DEVICE, text
    return CameraKind.VIDEO, text


def camera_from_text(text: str, clock: Clock) -> Camera:
    """The camera that a person means by an index, a device path, a URL, a file or a folder.

    Opens nothing. Only the kind is decided here; what is missing is told by `Camera.open`.
    """
    # The concrete cameras import OpenCV, which must not happen before the first paint.
    from tui_player.vision.cameras import files, live

    kind, place = what_is_meant(text)
    match kind:
        case CameraKind.DEVICE:
            return live.LiveCamera(live.DeviceLink(place), clock)
        case CameraKind.STREAM:
            return live.LiveCamera(live.StreamLink(place), clock)
        case CameraKind.PICTURES:
            return files.PictureFolder(Path(place), clock)
        case CameraKind.VIDEO:
            return files.VideoFile(Path(place), clock)


def shown_address(url: str) -> str:
    """A network camera's URL without the password and tokens that may be in it."""
    try:
        parts = urlsplit(url)
    except ValueError:  # brackets around what is no address: all but the kind may be secret
        return f"{url.partition(':')[0]}://…"
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"
