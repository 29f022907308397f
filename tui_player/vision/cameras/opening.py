"""Picks the kind of camera that a text such as `--camera`'s means."""

import os
import re
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tui_player.vision.cameras.camera import PICTURE_SUFFIXES, Camera, Clock

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    ColourImage = NDArray[np.uint8]  # H x W x 3, blue green red, as OpenCV has it
else:
    ColourImage = Any


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
