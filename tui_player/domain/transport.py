"""Answers the requests that the transport can answer alone."""

from tui_player.domain import requests
from tui_player.domain.commands import PlayerCommand
from tui_player.domain.programme import Programme


def obey(programme: Programme, request: requests.TransportRequest) -> list[PlayerCommand]:
    """Change the transport as asked; the commands that bring the sound into step."""
    playback = programme.playback
    match request:
        case requests.TogglePause():
            commands = playback.toggle_pause()
            programme.remember_resume_point()
            return commands
        case requests.Skip():
            return playback.skip()
        case requests.Back():
            return playback.back()
        case requests.SeekBy(seconds):
            return playback.seek_to(playback.position_s + seconds)
        case requests.ChangeVolume(steps):
            return playback.set_volume(playback.volume_percent + steps)
        case requests.ToggleMute():
            return playback.toggle_mute()
        case requests.ChangeRate(steps):
            return playback.set_rate(playback.rate + steps / 10)
        case requests.ResetRate():
            return playback.set_rate(1.0)
        case requests.PlayFromUpNext(play_id):
            return playback.play_from_up_next(play_id)
