"""Answers what is asked about the end of the track: repeat it, stop there, stop after a while."""

from tui_player.core.state import Parts
from tui_player.messages import requests
from tui_player.messages.snapshot import EndingView
from tui_player.model.music.repeat import Repeat


def answer_about_ending(parts: Parts, request: requests.EndingRequest) -> None:
    """Note what is to be done when a track ends, and say so."""
    match request:
        case requests.NextRepeat():
            _repeat(parts, parts.programme.playback.repeater.next_mode)
        case requests.SetRepeat(mode):
            if mode is not parts.programme.playback.repeater.mode:
                _repeat(parts, mode)
        case requests.SleepAfter(minutes):
            _sleep(parts, minutes)


def ending_view(parts: Parts) -> EndingView:
    """What happens when tracks end, for the screen."""
    playback = parts.programme.playback
    mode = playback.repeater.mode
    return EndingView(
        "" if mode is Repeat.OFF else mode.value,
        playback.stops_after_track,
        parts.sleep.minutes_left(parts.now_s),
    )


def look_at_sleep_timer(parts: Parts) -> None:
    """Time passed: should the timer run out, the present track is the last.

    Where nothing sounds just then, the next one that does is.
    """
    playback = parts.programme.playback
    if playback.paused or playback.queue.now is None:
        return
    if parts.sleep.runs_out(parts.now_s):
        playback.stop_after_track(True)
        parts.say("Good night: the music pauses after this track.")


def _repeat(parts: Parts, mode: Repeat) -> None:
    playback = parts.programme.playback
    playback.queue = playback.repeater.turn_to(mode, playback.queue)
    parts.say("Nothing is repeated." if mode is Repeat.OFF else f"Repeating {mode}.")


def _sleep(parts: Parts, minutes: int | None) -> None:
    playback = parts.programme.playback
    parts.sleep.set(minutes or None, parts.now_s)
    playback.stop_after_track(minutes == 0)
    if minutes is None:
        parts.say("The music plays on.")
    elif minutes == 0:
        parts.say("The music pauses after this track.")
    else:
        parts.say(f"The music pauses in {minutes} minutes, when its track ends.")
