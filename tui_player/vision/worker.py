"""Owns the camera thread: starts it, hands it orders, stops it. Imports nothing heavy."""

import queue
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from tui_player.messages.commands import CameraCommand, OpenCamera, ReleaseCamera
from tui_player.messages.events import CameraChanged, CameraState, Emit, WorkerFailed
from tui_player.model.picture import PixelSize, ShowPicture
from tui_player.model.text import reason_of
from tui_player.vision.cameras.camera import Camera, Clock
from tui_player.vision.cameras.opencv import let_end, quiet_opencv
from tui_player.vision.cameras.opening import camera_from_text
from tui_player.vision.memory_room import check_memory_room
from tui_player.vision.no_core_dump import forbid_core_dump

if TYPE_CHECKING:
    from tui_player.vision.camera_loop import CameraWatch
    from tui_player.vision.faces.reader import Model

ANALYSES_PER_S = 5.0
LONGEST_STOP_S = 1.0


class MoodCamera:
    """Reads faces from a camera on a thread of its own, while told to.

    What it finds goes to `emit`, its small picture to `show_picture`; both are called on the
    camera thread. The device is open only from OpenCamera to ReleaseCamera. No frame is ever
    stored or logged, not even by a crash.

    Its thread is a daemon: should a driver or a network mount hold a call for ever, `stop` gives
    up on it after `LONGEST_STOP_S`, and the program still ends.
    """

    def __init__(
        self,
        source_text: str,
        model_path: Path,
        emit: Emit,
        show_picture: ShowPicture,
        *,
        analyses_per_s: float = ANALYSES_PER_S,
        turn_deg: int | None = None,
        clock: Clock = time.monotonic,
        make_camera: Callable[[str, Clock], Camera] = camera_from_text,
        load_model: "Callable[[Path], Model] | None" = None,
    ) -> None:
        self._source_text = source_text
        self._model_path = model_path
        self._emit = emit
        self._show_picture = show_picture
        self._analyses_per_s = analyses_per_s
        self._turn_deg = turn_deg
        self._clock = clock
        self._make_camera = make_camera
        self._load_model = load_model
        self._mailbox: queue.SimpleQueue[CameraCommand | None] = queue.SimpleQueue()
        self._picture_size: PixelSize | None = None  # read and written whole
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="camera", daemon=True)

    def start(self) -> None:
        """Start the thread; the camera stays closed until OpenCamera is posted."""
        self._thread.start()

    def post(self, command: CameraCommand) -> None:
        """Hand over an order; returns at once."""
        self._mailbox.put(command)

    def want_picture(self, size: PixelSize | None) -> None:
        """Say how large a picture is of use at most; none is made while nobody looks (None)."""
        self._picture_size = size

    def stop(self) -> None:
        """Close the camera and end the thread; returns within about a second whatever happens."""
        self._stopping.set()
        self._mailbox.put(None)
        if self._thread.ident is not None:
            self._thread.join(LONGEST_STOP_S)
            if self._thread.is_alive():
                let_end(self._thread)

    def _run(self) -> None:
        """The thread: until the camera is wanted nothing is even imported."""
        command = None
        while not isinstance(command, OpenCamera):
            command = self._mailbox.get()
            if self._stopping.is_set():
                return
        self._emit(CameraChanged(CameraState.STARTING))  # importing may take a second already
        try:
            check_memory_room()
            forbid_core_dump()
            watch = self._make_watch()
        except Exception as problem:  # noqa: BLE001 - an OpenCV that cannot be imported, say
            sentence = f"Faces cannot be read here: {reason_of(problem)}."
            self._emit(WorkerFailed("camera", sentence))
            self._emit(CameraChanged(CameraState.FAILED, sentence))
            return
        while not self._stopping.is_set():
            pause_s = self._do(watch, command)
            command = self._next_command(pause_s)
        self._do(watch, ReleaseCamera())

    def _do(self, watch: "CameraWatch", command: CameraCommand | None) -> float | None:
        """Obey an order if there is one, take a step, and say how long to rest (None: no end)."""
        try:
            if isinstance(command, OpenCamera):
                watch.open()
            elif isinstance(command, ReleaseCamera):
                watch.release()
            return watch.step()
        except Exception as problem:  # noqa: BLE001 - shown on the screen, and tried again
            return watch.fail(problem)

    def _next_command(self, pause_s: float | None) -> CameraCommand | None:
        try:
            return self._mailbox.get(timeout=pause_s)
        except queue.Empty:
            return None

    def _make_watch(self) -> "CameraWatch":
        # OpenCV and ONNX Runtime take a while to import, and block nobody on this thread.
        quiet_opencv()
        from tui_player.vision.camera_loop import CameraWatch
        from tui_player.vision.network.model import ExpressionModel

        load_model = self._load_model or ExpressionModel.load
        return CameraWatch(
            make_camera=lambda: self._make_camera(self._source_text, self._clock),
            load_model=lambda: load_model(self._model_path),
            emit=self._emit,
            show_picture=self._show_picture,
            picture_size=lambda: self._picture_size,
            analyses_per_s=self._analyses_per_s,
            clock=self._clock,
            said=CameraChanged(CameraState.STARTING),
            turn_deg=self._turn_deg,
        )
