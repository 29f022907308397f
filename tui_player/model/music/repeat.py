"""What can be repeated."""

from enum import StrEnum


class Repeat(StrEnum):
    """What is repeated."""

    OFF = "off"
    TRACK = "this track"
    QUEUE = "what you queued"
