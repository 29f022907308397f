"""What happens when a track ends: repeat, stop there, or stop after a while."""

from tui_player.core.context import CoreContext
from tui_player.core.playback.sleep_timer import SleepTimer
from tui_player.core.playback.transport import Transport
from tui_player.messages import requests
from tui_player.messages.commands import Command
from tui_player.messages.snapshot import EndingView
from tui_player.model.music.repeat import Repeat


class EndingController:
    """Owns the sleep timer, and sets what the transport repeats."""

    def __init__(self, context: CoreContext, transport: Transport) -> None:
        self._context = context
        self._transport = transport
        self._sleep_timer = SleepTimer()

    def handle(self, request: requests.EndingRequest) -> list[Command]:
        """Note what should happen when a track ends, and say so."""
        repeater = self._transport.repeater
        match request:
            case requests.NextRepeat():
                self._repeat(repeater.next_mode)
            case requests.SetRepeat(mode):
                if mode is not repeater.mode:
                    self._repeat(mode)
            case requests.SleepAfter(minutes):
                self._sleep(minutes)
        return []

    def view(self) -> EndingView:
        """What happens when tracks end, for the snapshot."""
        mode = self._transport.repeater.mode
        return EndingView(
            "" if mode is Repeat.OFF else mode.value,
            self._transport.stops_after_track,
            self._sleep_timer.minutes_left(self._context.now_s),
        )

    def ticked(self) -> None:
        """Time passed: should the timer run out, the present track is the last.

        Where nothing sounds just then, the next one that does is.
        """
        if self._transport.paused or self._transport.queue.now is None:
            return
        if self._sleep_timer.runs_out(self._context.now_s):
            self._transport.stop_after_track(True)
            self._context.notify("Good night: the music pauses after this track.")

    def _repeat(self, mode: Repeat) -> None:
        self._transport.set_repeat(mode)
        off = mode is Repeat.OFF
        self._context.notify("Repeat is off." if off else f"Repeating {mode}.")

    def _sleep(self, minutes: int | None) -> None:
        self._sleep_timer.set(minutes or None, self._context.now_s)
        self._transport.stop_after_track(minutes == 0)
        if minutes is None:
            self._context.notify("Sleep timer off: the music plays on.")
        elif minutes == 0:
            self._context.notify("The music pauses after this track.")
        else:
            self._context.notify(f"The music pauses in {minutes} minutes, when its track ends.")
