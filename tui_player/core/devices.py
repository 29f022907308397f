"""The devices: which camera and speaker are wanted, and what the speaker reports."""

from dataclasses import replace
from typing import assert_never

from tui_player.core.context import CoreContext
from tui_player.core.mood.camera_policy import CameraPolicy
from tui_player.messages import events, requests
from tui_player.messages.commands import Command, QueryDevices, UseDevice
from tui_player.messages.snapshot import SpeakerView

DeviceMessage = events.SpeakerEvent | requests.DeviceRequest


class DeviceController:
    """Owns what is known of the speaker; passes wishes for devices on."""

    def __init__(self, context: CoreContext, camera: CameraPolicy) -> None:
        self._context = context
        self._camera = camera
        self._speaker = SpeakerView()

    def handle(self, message: DeviceMessage) -> list[Command]:
        """Take in a report of the speaker, or do what is asked with a device."""
        match message:
            case events.SpeakerChanged(state, device, backend, sentence):
                self._speaker = replace(
                    self._speaker, state=state, device=device, backend=backend, sentence=sentence
                )
            case events.SpeakersListed(names, chosen):
                self._speaker = replace(self._speaker, names=names, chosen=chosen)
            case events.RingRanDry(count):
                self._speaker = replace(self._speaker, ran_dry_count=count)
            case requests.ToggleCamera():
                self._camera.toggle()
            case requests.ListSpeakers():
                return [QueryDevices()]
            case requests.ChooseSpeaker(name):
                return [UseDevice(name), QueryDevices()]
            case _:
                assert_never(message)
        return []

    def view(self, *, volume_percent: int, muted: bool) -> SpeakerView:
        """The speaker part of the snapshot."""
        return replace(self._speaker, volume_percent=volume_percent, muted=muted)
