"""Takes in what the sound process and the loudness meter tell."""

from dataclasses import replace
from typing import assert_never

from tui_player.core.state import Parts
from tui_player.messages import events
from tui_player.messages.commands import PlayerCommand
from tui_player.model.severity import Severity


def take_sound(parts: Parts, event: events.SoundEvent) -> list[PlayerCommand]:
    """Keep queue, speaker and loudness in step with what is heard; the orders that follow."""
    playback = parts.programme.playback
    match event:
        case events.TrackStarted(play_id, duration_s):
            _track_started(parts, play_id, duration_s)
        case events.PositionMoved(play_id, position_s):
            playback.moved(play_id, position_s)
        case events.TrackEnded(play_id):
            return playback.ended(play_id, parts.now_s)
        case events.TrackUnplayable(play_id, reason):
            return _pass_over(parts, play_id, reason)
        case events.SpeakerChanged(state, device, backend, sentence):
            parts.speaker = replace(
                parts.speaker, state=state, device=device, backend=backend, sentence=sentence
            )
        case events.SpeakersListed(names, chosen):
            parts.speaker = replace(parts.speaker, names=names, chosen=chosen)
        case events.LoudnessMeasured(track_id, loudness):
            parts.programme.loudness_measured(track_id, loudness)
        case events.RingRanDry(count):
            parts.speaker = replace(parts.speaker, ran_dry_count=count)
        case _:
            assert_never(event)
    return []


def _track_started(parts: Parts, play_id: int, duration_s: float | None) -> None:
    playback = parts.programme.playback
    if not playback.started(play_id, duration_s):
        return
    if play_id != playback.gave_way_to:  # a pin that began it has not had its track yet
        parts.mood.track_started()
    parts.programme.remember_resume_point()


def _pass_over(parts: Parts, play_id: int, reason: str) -> list[PlayerCommand]:
    playback = parts.programme.playback
    entry, commands = playback.failed(play_id, parts.now_s)
    if entry is not None:
        text = f"Cannot play {entry.track.title}: {reason}. Skipped."
        if playback.is_worn_out and playback.queue.now is None:
            text = f"Stopped: many tracks in a row cannot be played. The last: {reason}."
        parts.say(text, Severity.WARNING)
    return commands
