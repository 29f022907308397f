"""Tracks in the sound process: started, moved, ended, failed; and how loud they are."""

from collections.abc import Callable
from typing import assert_never

from tui_player.core.context import CoreContext
from tui_player.core.playback.autoplay import Autoplay
from tui_player.core.playback.interruption import Interruption
from tui_player.messages import events
from tui_player.messages.commands import Command
from tui_player.model.severity import Severity


class SoundController:
    """Keeps the queue in step with what is heard.

    `on_track_started` is called when another track is heard, unless a change of mood began it: a
    pin that did so has not had its track yet.
    """

    def __init__(
        self, context: CoreContext, autoplay: Autoplay, on_track_started: Callable[[], None]
    ) -> None:
        self._context = context
        self._autoplay = autoplay
        self._transport = autoplay.transport
        self._on_track_started = on_track_started
        self._interruption = Interruption()

    def handle(self, event: events.TrackEvent) -> list[Command]:
        """Take in a report of the sound process or the loudness meter."""
        match event:
            case events.TrackStarted(play_id, duration_s):
                self._track_started(play_id, duration_s)
            case events.PositionMoved(play_id, position_s):
                self._transport.moved(play_id, position_s)
            case events.TrackEnded(play_id):
                return [*self._transport.ended(play_id, self._context.now_s)]
            case events.TrackUnplayable(play_id, reason):
                return self._skip_unplayable(play_id, reason)
            case events.LoudnessMeasured(track_id, loudness):
                self._autoplay.loudness_measured(track_id, loudness)
            case events.MusicInterrupted(by_others):
                return self._pause_for_others() if by_others else self._resume_after_others()
            case _:
                assert_never(event)
        return []

    def _pause_for_others(self) -> list[Command]:
        """A call or the like wants silence, which is given if music sounds."""
        transport = self._transport
        is_silent = transport.paused or transport.queue.now is None
        if not self._interruption.begins(paused=is_silent):
            return []
        self._context.notify("Paused for a call; the music resumes after it.")
        return [*transport.set_paused(True)]

    def _resume_after_others(self) -> list[Command]:
        if not self._interruption.ends(paused=self._transport.paused):
            return []
        return [*self._transport.set_paused(False)]

    def _track_started(self, play_id: int, duration_s: float | None) -> None:
        if not self._transport.started(play_id, duration_s):
            return
        if play_id != self._transport.faded_to:
            self._on_track_started()
        self._autoplay.resumption.note()

    def _skip_unplayable(self, play_id: int, reason: str) -> list[Command]:
        transport = self._transport
        entry, commands = transport.failed(play_id, self._context.now_s)
        if entry is not None:
            text = f"Cannot play {entry.track.title}: {reason}. Skipped."
            if transport.is_worn_out and transport.queue.now is None:
                text = f"Stopped: many tracks in a row cannot be played. The last: {reason}."
            self._context.notify(text, Severity.WARNING)
        return [*commands]
