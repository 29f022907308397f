"""Has files measured in the background, in a process of its own: no file can end the player."""

import contextlib
import dataclasses
import json
import os
import queue
import select
import subprocess
import threading
from collections.abc import Sequence
from typing import Any

from tui_player.messages.commands import MeasureLoudness
from tui_player.messages.events import Emit, LoudnessMeasured, WorkerFailed
from tui_player.model.music.loudness import FileState, Loudness
from tui_player.model.music.track import TrackId
from tui_player.model.stored_number import stored
from tui_player.util.child_processes import child_environment, python_command

# More wishes than Up next can be looked ahead; the oldest are dropped, since plans changed.
WISHES_KEPT = 16
# A process that gives no sign of life for so long is held by a file on a dead disk.
SILENT_S = 30.0
STOPPING_S = 1.0


class _MeasuringProcess:
    """One process, which measures one file at a time."""

    def __init__(self, arguments: Sequence[str]) -> None:
        """Start it. Raises OSError."""
        self._process = subprocess.Popen(
            arguments,
            bufsize=0,  # a line read ahead would lie where `select` does not look
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=child_environment(),
            start_new_session=True,
        )

    def answer_to(self, path: str) -> Any:
        """What it says of a file; None when it died or hangs."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.write(json.dumps(path).encode("ascii") + b"\n")
        except BrokenPipeError:
            return None
        while select.select([self._process.stdout], [], [], SILENT_S)[0]:
            line = self._process.stdout.readline()
            if not line:
                return None
            answer = json.loads(line)
            if answer is not None:
                return answer
        return None

    def kill(self) -> None:
        """End it at once; whoever waits for its answer gets none."""
        self._process.kill()

    def close(self) -> None:
        """End it and give its pipes back."""
        self._process.kill()
        with contextlib.suppress(BrokenPipeError):
            self._process.communicate()


class LoudnessMeter:
    """Owns the measuring thread and process. Wishes in by `post`, LoudnessMeasured out by `emit`.

    The newest wish comes first. A file that cannot be measured is told with nothing known. The
    process lives only while there is something to measure.
    """

    def __init__(self, emit: Emit, *, arguments: Sequence[str] | None = None) -> None:
        """`arguments` starts another program as measuring process."""
        self._emit = emit
        line = python_command("tui_player.audio.loudness.process")
        self._arguments = line if arguments is None else arguments
        self._mailbox: queue.Queue[MeasureLoudness | None] = queue.Queue(WISHES_KEPT)
        self._stopping = threading.Event()
        self._waiting: dict[TrackId, MeasureLoudness] = {}  # oldest first
        self._process: _MeasuringProcess | None = None
        self._lock = threading.Lock()  # of starting a process against stopping
        self._thread = threading.Thread(target=self._run, name="loudness", daemon=True)

    def start(self) -> None:
        """Begin to measure what is wished for."""
        self._thread.start()

    def post(self, command: MeasureLoudness) -> None:
        """Have a file measured; never waits."""
        self._put(command)

    def stop(self) -> None:
        """End process and thread, leaving what was not measured yet."""
        with self._lock:
            self._stopping.set()
            if self._process is not None:
                self._process.kill()
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
                self._fulfil(wish)
            except Exception as error:  # noqa: BLE001 - the thread's outermost loop
                self._tell_failure(wish, repr(error))
        self._end_process()

    def _next_wish(self) -> MeasureLoudness | None:
        """The newest wish, waiting for one; None when the thread is to end."""
        self._take_in()
        if not self._waiting:
            self._end_process()
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

    def _fulfil(self, wish: MeasureLoudness) -> None:
        state = _state_of(wish.path)
        if state is not None and state == wish.known_of:
            self._emit(LoudnessMeasured(wish.track_id, None))
            return
        answer = self._answer_to(wish.path)
        if self._stopping.is_set():
            return
        if answer is None:  # such a file kills its decoder, or holds it
            self._end_process()
            answer = {}
        if "error" in answer:
            self._tell_failure(wish, answer["error"])
            return
        loudness = Loudness(answer.get("gain_db"), answer.get("peak"))
        if loudness.is_known:
            loudness = dataclasses.replace(loudness, measured_from=state)
        self._emit(LoudnessMeasured(wish.track_id, loudness))

    def _answer_to(self, path: str) -> Any:
        with self._lock:
            if self._stopping.is_set():
                return None
            if self._process is None:
                self._process = _MeasuringProcess(self._arguments)
        return self._process.answer_to(path)

    def _end_process(self) -> None:
        with self._lock:
            process, self._process = self._process, None
        if process is not None:
            process.close()

    def _tell_failure(self, wish: MeasureLoudness, reason: str) -> None:
        sentence = f"How loud {wish.path} is cannot be measured ({reason})."
        self._emit(WorkerFailed("loudness", sentence))
        self._emit(LoudnessMeasured(wish.track_id, Loudness()))


def _state_of(path: str) -> FileState | None:
    """By what a changed file is known; None where there is none."""
    try:
        found = os.stat(path)  # noqa: PTH116 - names need not be UTF-8
    except (OSError, ValueError):
        return None
    return FileState(found.st_size, stored(found.st_mtime_ns))
