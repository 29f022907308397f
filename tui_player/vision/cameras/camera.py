"""Says what a camera is to the rest of vision, and picks the kind that a `--camera` text means."""

from collections.abc import Callable
from dataclasses import dataclass
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


def shown_address(url: str) -> str:
    """A network camera's URL without the password and tokens that may be in it."""
    try:
        parts = urlsplit(url)
    except ValueError:  # brackets around what is no address: all but the kind may be secret
        return f"{url.partition(':')[0]}://…"
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"
