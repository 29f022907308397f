"""Plays recorded readings in the place of a camera, at their own speed, over and over."""

import io
import queue
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from tui_player.messages.commands import CameraCommand, OpenCamera
from tui_player.messages.events import CameraChanged, CameraState, Emit
from tui_player.model.picture import PixelSize
from tui_player.util.small_files import MB, SmallFileError, open_regular
from tui_player.vision.cameras.camera import Clock
from tui_player.vision.reading_log import LoggedEvent, ReadingLogError, events_of

LONGEST_STOP_S = 1.0
# A day at five readings a second.
MOST_RECORDED_BYTES = 128 * MB
# What a recording tells of its own device says nothing of this run.
_OF_THE_DEVICE = frozenset({CameraState.OFF, CameraState.STARTING, CameraState.OPENING})
# Between the last reading and the first of the next round.
PAUSE_S = 1.0


def load_readings(path: Path) -> tuple[LoggedEvent, ...]:
    """The events of a recording; raises ReadingLogError that names the file."""
    try:
        with open_regular(path, MOST_RECORDED_BYTES) as file:
            return tuple(events_of(io.TextIOWrapper(file, "utf-8-sig")))
    except SmallFileError as error:
        raise ReadingLogError(f"the readings {error}") from error
    except ReadingLogError as error:
        raise ReadingLogError(f"{path}: {error}") from error
    except UnicodeDecodeError as error:
        raise ReadingLogError(f"{path}: it is no text: {error.reason}") from error
    except OSError as error:
        raise ReadingLogError(f"{path} cannot be read: {error.strerror}") from error


class ReplayedCamera:
    """Takes the same orders as the camera's thread and tells the same events, from a recording.

    Each OpenCamera begins at the first reading. There is no picture.
    """

    def __init__(
        self, recording: Sequence[LoggedEvent], emit: Emit, clock: Clock = time.monotonic
    ) -> None:
        self._recording = [logged for logged in recording if not _is_of_device(logged)]
        self._emit = emit
        self._clock = clock
        self._mailbox: queue.SimpleQueue[CameraCommand | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="replay", daemon=True)

    def start(self) -> None:
        """Start the thread; nothing is told until OpenCamera is posted."""
        self._thread.start()

    def post(self, command: CameraCommand) -> None:
        """Hand over an order; returns at once."""
        self._mailbox.put(command)

    def want_picture(self, size: PixelSize | None) -> None:
        """Nothing: a recording has no picture."""

    def stop(self) -> None:
        """End the thread."""
        self._mailbox.put(None)
        if self._thread.ident is not None:
            self._thread.join(LONGEST_STOP_S)

    def _run(self) -> None:
        command = self._mailbox.get()
        while command is not None:
            if isinstance(command, OpenCamera):
                command = self._play()
            else:
                self._emit(CameraChanged(CameraState.OFF))
                command = self._mailbox.get()

    def _play(self) -> CameraCommand | None:
        """Tell the events in time until another order comes: that order."""
        self._emit(CameraChanged(CameraState.OPENING))
        self._emit(CameraChanged(CameraState.OK))
        while True:
            began_s = self._clock()
            for logged in self._recording:
                wait_s = logged.at_s - (self._clock() - began_s)
                try:
                    return self._mailbox.get(timeout=max(wait_s, 0.0))
                except queue.Empty:
                    self._emit(logged.event)
            try:
                return self._mailbox.get(timeout=PAUSE_S)
            except queue.Empty:
                continue


def _is_of_device(logged: LoggedEvent) -> bool:
    return isinstance(logged.event, CameraChanged) and logged.event.state in _OF_THE_DEVICE
