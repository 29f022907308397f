"""The doctor's look at camera and network: which devices there are, who may and does use them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tui_player.doctor.findings import Finding, fails, limited, works
from tui_player.domain.errors import TuiPlayerError
from tui_player.domain.events import CameraState
from tui_player.vision.camera import CameraError, shown_address
from tui_player.vision.video_devices import check_device, users_of

if TYPE_CHECKING:
    from tui_player.vision.face_crop import GreyImage


@dataclass(frozen=True, slots=True)
class SystemPlaces:
    """Where Linux tells of its devices and processes; other places in tests."""

    devices: Path = Path("/dev")
    names: Path = Path("/sys/class/video4linux")
    processes: Path = Path("/proc")


def check_camera(camera: str | None, places: SystemPlaces) -> Iterator[Finding]:
    """Findings on the camera of the configuration; it is not opened, so its light stays off."""
    if camera is None:
        yield limited("The camera is turned off.", "remove `camera = false` from config.toml")
    elif re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*://", camera):
        yield works(f"The camera is {shown_address(camera)}; it was not called now.")
    elif re.fullmatch(r"\d+", camera) or camera.startswith("/dev/"):
        name = f"video{int(camera)}" if camera.isdecimal() else camera.removeprefix("/dev/")
        yield _device(places.devices / name, places)
    elif Path(camera).expanduser().exists():
        yield works(f"Pictures come from {camera}.")
    else:
        yield fails(f"{camera} does not exist.", "name another with --camera or in config.toml")
    for device in sorted(places.devices.glob("video[0-9]*")):
        yield works(f"There is {device}{_name_of(device, places)}.")


def check_network(model: Path) -> Iterator[Finding]:
    """Findings on the network that reads faces, its card, and what finds faces."""
    try:
        from tui_player.vision.expression_model import ExpressionModel
        from tui_player.vision.face_finder import FaceFinder
        from tui_player.vision.opencv import quiet_opencv

        quiet_opencv()
        network = ExpressionModel.load(model)
        size = network.card.crop.size_px
        network.read(_grey_face(size))
        yield works(f'The network "{network.card.name}" reads faces of {size} x {size} pixels.')
        FaceFinder()
        yield works("OpenCV's face finder is there.")
    except TuiPlayerError as error:
        yield fails(str(error))
    except ImportError as error:
        yield fails(f"A library is missing or broken: {error}.", "install tui-player anew with pip")


def _device(device: Path, places: SystemPlaces) -> Finding:
    try:
        check_device(device, places.devices)
    except CameraError as error:
        absent = error.state is CameraState.ABSENT
        return (limited if absent else fails)(str(error))
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
