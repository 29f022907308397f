"""The engine thread: an event in, the Director decides, commands and a snapshot out."""

import logging
import queue
import threading
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple, Protocol

from tui_player.messages.events import (
    CameraChanged,
    ClockTicked,
    Event,
    LibraryTroubled,
    SpeakerChanged,
    TrackUnplayable,
    WorkerFailed,
)
from tui_player.messages.snapshot import LibraryView, Notice, Snapshot
from tui_player.model.clock import Moment
from tui_player.model.severity import Severity

if TYPE_CHECKING:
    from tui_player.core.director import Director
    from tui_player.messages.commands import Command

TICK_S = 1.0
STOP_LIMIT_S = 2.0

# What the log tells of a run: where something went wrong, and what it was about.
LOGGED = (CameraChanged, SpeakerChanged, TrackUnplayable, LibraryTroubled, WorkerFailed)

log = logging.getLogger(__name__)


class CommandSink(Protocol):
    """Where each kind of command goes; posting only fills a mailbox and never waits."""

    def post(self, command: "Command") -> None:
        """Hand a command to the worker it is for."""


class _Newcomer(NamedTuple):
    """Somebody who is to be shown the newest snapshot, and those to come if `stays`."""

    publish: Callable[[Snapshot], None]
    stays: bool


class Engine:
    """Owns the Director and the one thread that may touch it.

    `now` gives the time; `publish`, and whatever else is shown the snapshots, must not wait.
    """

    def __init__(
        self,
        publish: Callable[[Snapshot], None],
        now: Callable[[], Moment],
        tick_s: float = TICK_S,
    ) -> None:
        self._onlookers: tuple[Callable[[Snapshot], None], ...] = (publish,)
        self._now = now
        self._tick_s = tick_s
        self._next_tick_s = 0.0
        self._shown: Snapshot | None = None
        self._events: queue.SimpleQueue[Event | _Newcomer | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None

    def emit(self, event: Event) -> None:
        """Tell the engine what happened; callable from any thread, never waits."""
        self._events.put(event)

    def show_to(self, publish: Callable[[Snapshot], None]) -> None:
        """Publish to another onlooker too, from the newest snapshot on; from any thread."""
        self._events.put(_Newcomer(publish, stays=True))

    def show_once(self, publish: Callable[[Snapshot], None]) -> None:
        """Publish the snapshot of when all emitted before is handled; from any thread."""
        self._events.put(_Newcomer(publish, stays=False))

    def start(self, build_director: "Callable[[], Director]", workers: CommandSink) -> None:
        """Begin to handle events, those emitted before included.

        `build_director` runs on the engine thread, so that what it opens (the history, the
        catalog) is opened where it is used.
        """
        self._thread = threading.Thread(
            target=self._run, args=(build_director, workers), name="engine", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Handle what was emitted up to now, post the last commands, and end the thread."""
        if self._thread is not None and self._thread.is_alive():
            self._events.put(None)
            self._thread.join(STOP_LIMIT_S)

    def _run(self, build_director: "Callable[[], Director]", workers: CommandSink) -> None:
        try:
            director = build_director()
        except Exception as error:
            log.exception("the engine could not start")
            self._publish(snapshot_of_failed_start(error))
            self._show_to_newcomers_alone()
            return
        _post(workers, director.start(self._now()))
        try:
            self._publish_if_new(director)
            while (event := self._next_event()) is not None:
                self._handle(director, event, workers)
        finally:
            _post(workers, director.shutdown(self._now()))

    def _publish_if_new(self, director: "Director") -> None:
        snapshot = director.snapshot()
        if snapshot != self._shown:
            self._publish(snapshot)

    def _publish(self, snapshot: Snapshot) -> None:
        self._shown = snapshot
        for publish in self._onlookers:
            publish(snapshot)

    def _welcome(self, newcomer: "_Newcomer") -> None:
        if newcomer.stays:
            self._onlookers = (*self._onlookers, newcomer.publish)
        if self._shown is not None:
            newcomer.publish(self._shown)

    def _show_to_newcomers_alone(self) -> None:
        """With no Director there is nothing but the failure to be shown, until the end."""
        while (event := self._events.get()) is not None:
            if isinstance(event, _Newcomer):
                self._welcome(event)

    def _next_event(self) -> "Event | _Newcomer | None":
        """The next event; a tick of the clock when one is due, however busy the queue is."""
        wait_s = self._next_tick_s - self._now().steady_s
        if wait_s > 0:
            try:
                return self._events.get(timeout=wait_s)
            except queue.Empty:
                pass
        self._next_tick_s = self._now().steady_s + self._tick_s
        return ClockTicked()

    def _handle(
        self, director: "Director", event: "Event | _Newcomer", workers: CommandSink
    ) -> None:
        if isinstance(event, _Newcomer):
            self._welcome(event)
            return
        if isinstance(event, LOGGED):
            log.info("%s", event)
        try:
            _post(workers, director.handle(event, self._now()))
            self._publish_if_new(director)
        except Exception as error:
            log.exception("the engine could not handle %r", event)
            if not isinstance(event, WorkerFailed):
                self.emit(WorkerFailed("engine", f"Something went wrong inside: {error!r}."))


def snapshot_of_failed_start(error: Exception) -> Snapshot:
    """What the screen shows for good when the parts behind it could not be started."""
    sentence = f"The player could not start: {error}"
    return Snapshot(
        library=LibraryView(sentence=sentence),
        notices=(Notice(1, sentence, Severity.ERROR),),
        failed=True,
    )


def _post(workers: CommandSink, commands: "Iterable[Command]") -> None:
    for command in commands:
        workers.post(command)
