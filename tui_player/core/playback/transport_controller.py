"""Answers the requests that the transport can answer alone."""

from tui_player.core.playback.autoplay import Autoplay
from tui_player.core.playback.transport import Transport
from tui_player.messages import requests
from tui_player.messages.commands import PlayerCommand


def obey(programme: Autoplay, request: requests.TransportRequest) -> list[PlayerCommand]:
    """Change the transport as asked; the commands that bring the sound into step."""
    playback = programme.playback
    match request:
        case requests.TogglePause():
            return _pause(programme, not playback.paused)
        case requests.SetPaused(paused):
            return _pause(programme, paused)
        case requests.Skip(stays_paused):
            return playback.skip(stays_paused=stays_paused)
        case requests.Back(stays_paused):
            return playback.back(stays_paused=stays_paused)
        case requests.SeekBy(seconds):
            return playback.seek_to(playback.position_s + seconds)
        case requests.ChangeRate(steps):
            return playback.set_rate(playback.rate + steps / 10)
        case requests.ResetRate():
            return playback.set_rate(1.0)
        case requests.PlayFromUpNext(play_id):
            return playback.play_from_up_next(play_id)
        case _:
            return _change_volume(playback, request)


def _pause(programme: Autoplay, paused: bool) -> list[PlayerCommand]:
    """Pause or resume, and note where: the machine may be switched off in a pause."""
    commands = programme.playback.set_paused(paused)
    programme.remember_resume_point()
    return commands


def _change_volume(playback: Transport, request: requests.VolumeRequest) -> list[PlayerCommand]:
    match request:
        case requests.ChangeVolume(steps):
            return playback.set_volume(playback.volume_percent + steps)
        case requests.SetVolume(percent):
            return playback.set_volume(percent)
        case requests.ToggleMute():
            return playback.toggle_mute()
