"""Measures how loud files are in the background, on a thread of its own that takes its time."""

import contextlib
import queue
import threading
import time
from typing import TYPE_CHECKING

from tui_player.audio.decoder import UndecodableError
from tui_player.domain.commands import MeasureLoudness
from tui_player.domain.events import Emit, LoudnessMeasured, WorkerFailed
from tui_player.domain.loudness import Loudness
from tui_player.domain.track import TrackId

if TYPE_CHECKING:
    from tui_player.audio.loudness_measurement import LoudnessMeasurement

# More wishes than Up next can be looked ahead; the oldest are dropped, since plans changed.
WISHES_KEPT = 16
# So much sound is measured at a stroke, one or two ms of work; then the thread rests this many
# times as long as that took: a quarter of one core at most, and less on a busy machine.
STEP_S = 0.5
REST_FACTOR = 3.0
STOPPING_S = 1.0


class LoudnessMeter:
    """Owns the measuring thread. Wishes in by `post`, LoudnessMeasured out by `emit`.

    The newest wish comes first. A file that cannot be measured is told with nothing known.
    """

    def __init__(self, emit: Emit) -> None:
        self._emit = emit
        self._mailbox: queue.Queue[MeasureLoudness | None] = queue.Queue(WISHES_KEPT)
        self._stopping = threading.Event()
        self._waiting: dict[TrackId, MeasureLoudness] = {}  # oldest first
        self._thread = threading.Thread(target=self._run, name="loudness", daemon=True)

    def start(self) -> None:
        """Begin to measure what is wished for."""
        self._thread.start()

    def post(self, command: MeasureLoudness) -> None:
        """Have a file measured; never waits."""
        self._put(command)

    def stop(self) -> None:
        """End the thread, leaving what was not measured yet."""
        self._stopping.set()
        self._put(None)
        if self._thread.ident is not None:
            self._thread.join(STOPPING_S)

    def _put(self, wish: MeasureLoudness | None) -> None:
        while True:
            try:
                self._mailbox.put_nowait(wish)
                return
            except queue.Full:
                with contextlib.suppress(queue.Empty):
                    self._mailbox.get_nowait()

    # -- the thread ------------------------------------------------------------------------

    def _run(self) -> None:
        while (wish := self._next_wish()) is not None:
            try:
                loudness = self._measured(wish)
            except UndecodableError:
                loudness = Loudness()  # the player says so when the track is played
            except Exception as error:  # noqa: BLE001 - the thread's outermost loop
                loudness = Loudness()
                self._emit(WorkerFailed("loudness", f"{wish.path} cannot be measured: {error!r}."))
            if loudness is not None:
                self._emit(LoudnessMeasured(wish.track_id, loudness))

    def _next_wish(self) -> MeasureLoudness | None:
        """The newest wish, waiting for one; None when the thread is to end."""
        self._take_in()
        while not self._waiting and not self._stopping.is_set():
            self._take(self._mailbox.get())
            self._take_in()
        if self._stopping.is_set():
            return None
        _, wish = self._waiting.popitem()
        return wish

    def _take_in(self) -> None:
        with contextlib.suppress(queue.Empty):
            while True:
                self._take(self._mailbox.get_nowait())

    def _take(self, wish: MeasureLoudness | None) -> None:
        if wish is None:
            return
        self._waiting.pop(wish.track_id, None)
        self._waiting[wish.track_id] = wish
        if len(self._waiting) > WISHES_KEPT:
            del self._waiting[next(iter(self._waiting))]

    def _measured(self, wish: MeasureLoudness) -> Loudness | None:
        """How loud a file is; None if the thread is to end before that is known."""
        from tui_player.audio.loudness_measurement import LoudnessMeasurement

        measurement = LoudnessMeasurement(wish.path)
        try:
            while self._step(measurement):
                if self._stopping.is_set():
                    return None
            return measurement.loudness
        finally:
            measurement.close()

    def _step(self, measurement: "LoudnessMeasurement") -> bool:
        """Measure a piece and rest; whether there is more."""
        began_s = time.monotonic()
        more = measurement.step(STEP_S)
        self._stopping.wait(REST_FACTOR * (time.monotonic() - began_s))
        return more
