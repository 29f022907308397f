"""The camera's picture on its way to this process's own screen, and nowhere else."""

from collections.abc import Callable
from dataclasses import dataclass

from tui_player.domain.emotion import FaceBox


@dataclass(frozen=True, slots=True, repr=False)
class CameraPicture:
    """One small frame: `rgb` holds height × width × 3 bytes, row by row from the top left.

    Mirrored, as people know themselves; `box` is where the face is in the mirrored picture.
    Never stored, never part of a Snapshot.
    """

    width: int
    height: int
    rgb: bytes
    box: FaceBox | None


ShowPicture = Callable[[CameraPicture | None], None]
