"""The doctor's look at camera and network: which devices there are, who may and does use them."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tui_player.commands.doctor.findings import Finding, fails, limited, sentence_of, works
from tui_player.messages.events import CameraState
from tui_player.model.errors import TuiPlayerError
from tui_player.model.text import reason_of
from tui_player.vision.cameras.camera import (
    CameraError,
    shown_address,
)
from tui_player.vision.cameras.opencv import quiet_opencv
from tui_player.vision.cameras.opening import CameraKind, camera_from_text, what_is_meant
from tui_player.vision.cameras.v4l_devices import check_device, users_of
from tui_player.vision.memory_room import NoMemoryRoomError, check_memory_room
from tui_player.vision.no_core_dump import forbid_core_dump

if TYPE_CHECKING:
    from tui_player.vision.faces.crop import GreyImage


_ANEW = "install tui-player anew with pip"


@dataclass(frozen=True, slots=True)
class SystemPlaces:
    """Where Linux tells of its devices and processes; other places in tests."""

    devices: Path = Path("/dev")
    names: Path = Path("/sys/class/video4linux")
    processes: Path = Path("/proc")


def check_camera(
    camera: str | None, places: SystemPlaces, *, is_named: bool = False
) -> Iterator[Finding]:
    """Findings on the camera of the configuration; no device is opened: its light stays off.

    The player can do without a camera, but one that the person named (`is_named`) has to be there.
    """
    if camera is None:
        yield limited("The camera is turned off.", "remove `camera = false` from config.toml")
    else:
        kind, place = what_is_meant(camera)
        match kind:
            case CameraKind.STREAM:
                yield works(f"The camera is {shown_address(place)}; it was not called now.")
            case CameraKind.DEVICE:
                yield _device(places.devices / place.removeprefix("/dev/"), places, is_named)
            case CameraKind.PICTURES | CameraKind.VIDEO:
                yield _recording(place)
    for device in sorted(places.devices.glob("video[0-9]*")):
        yield works(f"There is {device}{_name_of(device, places)}.")


def check_network(model: Path) -> Iterator[Finding]:
    """Findings on the network that reads faces, its card, and what finds faces."""
    try:
        check_memory_room()
        quiet_opencv()
        from tui_player.vision.faces.tracker import FaceFinder
        from tui_player.vision.network.model import ExpressionModel

        network = ExpressionModel.load(model)
        size = network.card.crop.size_px
        network.read(_grey_face(size))
        yield works(f'The network "{network.card.name}" reads faces of {size} x {size} pixels.')
        FaceFinder()
        yield works("OpenCV's face finder is there.")
    except NoMemoryRoomError as error:
        yield limited(f"Faces cannot be read here: {error}.")
    except TuiPlayerError as error:
        yield fails(sentence_of(error))
    except ImportError as error:
        yield fails(f"A library is missing or broken: {reason_of(error)}.", _ANEW)


def _recording(place: str) -> Finding:
    """Whether a video or pictures can be read, by reading the first."""
    try:
        forbid_core_dump()
        quiet_opencv()
        camera = camera_from_text(place, time.monotonic)
        camera.open()
        try:
            camera.read(0.0)
        finally:
            camera.close()
    except CameraError as error:
        return fails(sentence_of(error))
    except ImportError as error:
        return fails(f"A library is missing or broken: {reason_of(error)}.", _ANEW)
    return works(f"Pictures come from {place}.")


def _device(device: Path, places: SystemPlaces, is_named: bool) -> Finding:
    try:
        check_device(device, places.devices)
    except CameraError as error:
        can_do_without = error.state is CameraState.ABSENT and not is_named
        return (limited if can_do_without else fails)(str(error))
    user = next(users_of(device, places.processes), None)
    if user is not None:
        return limited(f"{device} may be used, but {user} has it open.", f"close {user}")
    return works(f"{device} may be used.")


def _name_of(device: Path, places: SystemPlaces) -> str:
    """What the device calls itself, in parentheses, if it says."""
    try:
        name = (places.names / device.name / "name").read_text(errors="replace").strip()
    except OSError:
        return ""
    return f" ({name})" if name else ""


def _grey_face(size_px: int) -> "GreyImage":
    import numpy as np

    return np.full((size_px, size_px), 128, np.uint8)
