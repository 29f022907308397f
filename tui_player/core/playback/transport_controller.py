"""Pause, skip, seek, speed and volume, as the person asks for them."""

from tui_player.core.context import CoreContext
from tui_player.core.playback.autoplay import Autoplay
from tui_player.messages import requests
from tui_player.messages.commands import Command, PlayerCommand


class TransportController:
    """Hands requests to the transport; the commands bring the sound into step."""

    def __init__(self, context: CoreContext, autoplay: Autoplay) -> None:
        self._context = context
        self._transport = autoplay.transport
        self._resumption = autoplay.resumption

    def handle(self, request: requests.TransportRequest) -> list[Command]:
        """Change the transport as asked."""
        return [*self._answer(request)]

    def _answer(self, request: requests.TransportRequest) -> list[PlayerCommand]:
        transport = self._transport
        match request:
            case requests.TogglePause():
                return self._pause(not transport.paused)
            case requests.SetPaused(paused):
                return self._pause(paused)
            case requests.Skip(stays_paused):
                return transport.skip(stays_paused=stays_paused)
            case requests.Back(stays_paused):
                return transport.back(stays_paused=stays_paused)
            case requests.SeekBy() | requests.SeekTo() | requests.SeekToTime():
                return self._seek(request)
            case requests.ChangeRate(steps):
                return transport.set_rate(transport.rate + steps / 10)
            case requests.ResetRate():
                return transport.set_rate(1.0)
            case requests.PlayFromUpNext(play_id):
                return transport.play_from_up_next(play_id)
            case _:
                return self._change_volume(request)

    def _pause(self, paused: bool) -> list[PlayerCommand]:
        """Pause or resume, and note where: the machine may be switched off in a pause."""
        commands = self._transport.set_paused(paused)
        self._resumption.note()
        return commands

    def _seek(
        self, request: requests.SeekBy | requests.SeekTo | requests.SeekToTime
    ) -> list[PlayerCommand]:
        transport = self._transport
        match request:
            case requests.SeekBy(seconds):
                return transport.seek_to(transport.position_s + seconds)
            case requests.SeekToTime(position_s):
                return transport.seek_to(position_s)
            case requests.SeekTo(fraction):
                if transport.duration_s is None:
                    self._context.notify("This track's length is unknown; use ← → to seek.")
                    return []
                return transport.seek_to(fraction * transport.duration_s)

    def _change_volume(self, request: requests.VolumeRequest) -> list[PlayerCommand]:
        transport = self._transport
        match request:
            case requests.ChangeVolume(steps):
                return transport.set_volume(transport.volume_percent + steps)
            case requests.SetVolume(percent):
                return transport.set_volume(percent)
            case requests.ToggleMute():
                return transport.toggle_mute()
