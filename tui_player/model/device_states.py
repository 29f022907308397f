"""What camera and speaker are doing and what is seen, or why they cannot be used."""

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


class Replays(StrEnum):
    """What is replayed in the place of a camera."""

    NOTHING = ""
    RECORDING = "replay"
    DEMO = "demo"


class FaceSight(StrEnum):
    """What the eyes make of the scene right now."""

    NOT_LOOKING = "not looking"  # camera off or not usable
    NOBODY = "nobody there"
    FACE = "face"
    SEVERAL = "several faces"


class SpeakerState(StrEnum):
    """Whether sound comes out."""

    CLOSED = "closed"
    OPENING = "opening"
    OK = "ok"
    SILENT = "silent"  # no device: tracks run on in real time, unheard
