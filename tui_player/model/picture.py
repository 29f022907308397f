"""Small pictures: covers of albums, and the camera's on its way to this process's own screen."""

from collections.abc import Callable
from dataclasses import dataclass

from tui_player.model.mood.face_reading import FaceBox


@dataclass(frozen=True, slots=True, repr=False)
class Picture:
    """`rgb` holds height × width × 3 bytes, row by row from the top left."""

    width: int
    height: int
    rgb: bytes


@dataclass(frozen=True, slots=True, repr=False)
class CameraPicture(Picture):
    """One small frame, mirrored, as people know themselves.

    `box` is where the face is in the mirrored picture. Never stored, never part of a Snapshot.
    """

    box: FaceBox | None


PixelSize = tuple[int, int]  # width, height
ShowPicture = Callable[[CameraPicture | None], None]
