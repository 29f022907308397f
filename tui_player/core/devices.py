"""Answers what is asked about devices and the folder: camera, speakers, a fresh scan."""

from tui_player.core.state import Parts
from tui_player.messages import requests
from tui_player.messages.commands import (
    ChooseSpeaker,
    Command,
    ListSpeakers,
    ScanFolder,
)


def answer_about_devices(parts: Parts, request: requests.DeviceRequest) -> list[Command]:
    """The orders to the part that is meant."""
    match request:
        case requests.ToggleCamera():
            parts.camera.toggle()
            return []
        case requests.ListSpeakers():
            return [ListSpeakers()]
        case requests.ChooseSpeaker(name):
            return [ChooseSpeaker(name), ListSpeakers()]
        case requests.Rescan():
            parts.programme.playback.forgive()
            parts.say("Looking through the music folder again.")
            return [ScanFolder()]
