"""What camera and speaker are doing, or why they cannot be used."""

from enum import StrEnum


class CameraState(StrEnum):
    """What the camera is doing, or why it cannot be used."""

    OFF = "off"
    STARTING = "starting"  # what looks is being made ready; the device is closed
    OPENING = "opening"  # the device is open, and no frame has come yet
    OK = "ok"
    ABSENT = "absent"
    BUSY = "busy"
    NO_PERMISSION = "no permission"
    UNPLUGGED = "unplugged"
    FROZEN = "frozen"
    DARK = "dark"
    COVERED = "covered"
    FAILED = "failed"


class SpeakerState(StrEnum):
    """Whether sound comes out."""

    CLOSED = "closed"
    OPENING = "opening"
    OK = "ok"
    SILENT = "silent"  # no device: tracks run on in real time, unheard
