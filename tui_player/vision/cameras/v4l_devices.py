"""What Linux says of its camera devices: which there are, who may open them, who has them open."""

import os
from collections.abc import Iterator
from pathlib import Path

from tui_player.messages.events import CameraState
from tui_player.vision.cameras.camera import CameraError

DEVICES = Path("/dev")
PROCESSES = Path("/proc")


def check_device(device: Path, devices: Path = DEVICES) -> None:
    """Raises CameraError, in words that say what to do, when a device cannot be opened."""
    if not device.exists():
        raise CameraError(CameraState.ABSENT, _absent(device, devices))
    if not os.access(device, os.R_OK | os.W_OK):
        raise CameraError(
            CameraState.NO_PERMISSION,
            f"You may not use {device}: run `sudo usermod -aG video $USER`, "
            "then log out and in again.",
        )


def not_opening(device: Path, processes: Path = PROCESSES) -> CameraError:
    """Why a device that is there and may be used still gives no picture, as well as it is known."""
    user = next(users_of(device, processes), None)
    if user is not None:
        return CameraError(
            CameraState.BUSY, f"{user} is using {device}: close it, and the camera starts here."
        )
    return CameraError(
        CameraState.BUSY,
        f"{device} does not open: close other programs that may use it, "
        "or choose another with --camera.",
    )


def users_of(device: Path, processes: Path = PROCESSES) -> Iterator[str]:
    """Names of other programs of this user that have the device open."""
    for process in processes.glob("[0-9]*"):
        if process.name != str(os.getpid()) and _has_open(process, device.resolve()):
            yield _name_of(process)


def _absent(device: Path, devices: Path) -> str:
    others = sorted(str(path) for path in devices.glob("video[0-9]*"))
    if others:
        return f"There is no {device}, but {' and '.join(others)}: choose with --camera."
    return "No camera found: plug one in, or start with --no-camera."


def _has_open(process: Path, device: Path) -> bool:
    """Whether a process has a file open; what we may not see counts as no."""
    try:
        return any(_leads_to(link, device) for link in (process / "fd").iterdir())
    except OSError:
        return False


def _leads_to(link: Path, device: Path) -> bool:
    try:
        return link.readlink() == device
    except OSError:  # closed since it was listed, as busy programs do all the time
        return False


def _name_of(process: Path) -> str:
    try:
        name = (process / "comm").read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        name = ""
    return name or "Another program"
