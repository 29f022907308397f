"""A music file that could not be read, and why."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui_player.model.device_states import CameraState as CameraState
from tui_player.model.device_states import SpeakerState as SpeakerState

if TYPE_CHECKING:  # two dozen dataclasses that a scan from the command line never needs
    pass


@dataclass(frozen=True, slots=True)
class UnreadableFile:
    """A file in the folder that cannot be played or read, and why."""

    path: str
    reason: str
