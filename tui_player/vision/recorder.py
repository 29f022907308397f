"""Writes the readings of a run to a file, so that it can be replayed; never a picture."""

import contextlib
import time
from pathlib import Path
from typing import TextIO

from tui_player.messages.events import (
    CameraChanged,
    Emit,
    Event,
    FaceLost,
    FaceRead,
    WorkerFailed,
)
from tui_player.vision.cameras.camera import Clock
from tui_player.vision.reading_log import LoggedEvent, ReadingLogError, header_line, line_of


def check_is_new(path: Path) -> None:
    """Raises ReadingLogError if there is such a file: no recording overwrites anything."""
    if path.exists():
        raise ReadingLogError(f"{path} is there already, and is not overwritten: name another file")


class ReadingRecorder:
    """Stands between the camera and who hears of it, and writes down what passes.

    `emit` is called on the camera's thread, and so is the file written.
    """

    def __init__(self, path: Path, emit: Emit, clock: Clock = time.monotonic) -> None:
        self._path = path
        self._emit = emit
        self._clock = clock
        self._file: TextIO | None = None
        self._began_s = 0.0

    def start(self) -> None:
        """Begin the file, which must not be there yet; raises ReadingLogError."""
        check_is_new(self._path)
        try:
            # A name in a sentence that is not UTF-8 becomes an escape, as JSON has it.
            self._file = self._path.open(
                "x", encoding="utf-8", errors="backslashreplace", buffering=1
            )
        except OSError as error:
            raise ReadingLogError(f"{self._path} cannot be written: {error.strerror}") from error
        self._began_s = self._clock()
        print(header_line(), file=self._file)

    def stop(self) -> None:
        """End the file."""
        file, self._file = self._file, None
        if file is not None:
            try:
                file.close()
            except OSError as error:
                self._fail(error)

    def emit(self, event: Event) -> None:
        """Write the event down if it is the camera's, and hand it on."""
        file = self._file
        if file is not None and isinstance(event, FaceRead | FaceLost | CameraChanged):
            self._write(file, line_of(LoggedEvent(self._clock() - self._began_s, event)))
        self._emit(event)

    def _write(self, file: TextIO, line: str) -> None:
        try:
            print(line, file=file)
        except OSError as error:
            self._file = None
            with contextlib.suppress(OSError):  # for the same reason
                file.close()
            self._fail(error)
        except ValueError:  # `stop` closed it in this moment: a stuck camera is not waited for
            return

    def _fail(self, error: OSError) -> None:
        sentence = f"The recording of readings {self._path} ends here: {error.strerror}."
        self._emit(WorkerFailed("recorder", sentence))
