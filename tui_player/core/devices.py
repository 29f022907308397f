"""Answers what is asked about devices and the folder: camera, speakers, a fresh scan."""

from tui_player.core.state import Parts
from tui_player.messages import requests
from tui_player.messages.commands import (
    Command,
    QueryDevices,
    ScanFolder,
    UseDevice,
)


def answer_about_devices(parts: Parts, request: requests.DeviceRequest) -> list[Command]:
    """The orders to the part that is meant."""
    match request:
        case requests.ToggleCamera():
            parts.camera.toggle()
            return []
        case requests.ListSpeakers():
            return [QueryDevices()]
        case requests.ChooseSpeaker(name):
            return [UseDevice(name), QueryDevices()]
        case requests.Rescan():
            parts.programme.playback.forgive()
            parts.say("Looking through the music folder again.")
            return [ScanFolder()]
