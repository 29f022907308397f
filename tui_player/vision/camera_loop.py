"""What the camera thread does, step by step: open, look, say what is seen, try again."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import cv2
import numpy as np

from tui_player.messages.events import (
    CameraChanged,
    CameraState,
    Emit,
    FaceLost,
    FaceRead,
    WorkerFailed,
)
from tui_player.model.errors import TuiPlayerError
from tui_player.model.mood.face_reading import FaceBox
from tui_player.model.picture import PixelSize, ShowPicture
from tui_player.model.text import reason_of
from tui_player.vision.cameras.camera import Camera, CameraError, Clock, Frame
from tui_player.vision.cameras.health import CameraHealth
from tui_player.vision.faces.crop import GreyImage
from tui_player.vision.faces.detector import FaceSearch
from tui_player.vision.faces.quarter_turns import turned_by
from tui_player.vision.faces.reader import FaceReader, Model
from tui_player.vision.faces.tracker import FaceFinder
from tui_player.vision.faces.turn_search import TurnSearch
from tui_player.vision.idle_scan import Vigilance
from tui_player.vision.preview import mirrored_picture

PICTURES_PER_S = 10.0
LONGEST_READ_S = 0.2  # an order waits no longer than this
SILENT_AFTER_S = 5.0  # no frame for so long: the driver hangs
FIRST_FRAME_WITHIN_S = 15.0  # some cameras, and networks, are slow to begin
STEADY_AFTER_S = 10.0  # from then on trouble is new trouble, and pauses begin short
CLOSE_AGAIN_S = 0.2
REOPEN_FROZEN_AFTER_S = 10.0

SENTENCES = {
    CameraState.DARK: "It is too dark to see a face: turn on a light.",
    CameraState.COVERED: "The camera sees one flat colour: open its lid or uncover it.",
    CameraState.FROZEN: "The camera's picture stands still: unplug it and plug it in again.",
}
SILENT = "The camera sends no picture: unplug it and plug it in again."

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Pace:
    """When something is due that is done so many times a second."""

    per_s: float
    due_s: float = 0.0

    def is_due(self, now_s: float) -> bool:
        """Whether it is time; if so, the next time is set, without making up for lost ones."""
        if now_s < self.due_s:
            return False
        period_s = 1 / self.per_s
        self.due_s = self.due_s + period_s if now_s - self.due_s < period_s else now_s + period_s
        return True


@dataclass(slots=True)
class _Connection:
    """A camera that is open, and since when what holds (seconds on the clock)."""

    camera: Camera
    reader: FaceReader
    health: CameraHealth
    opened_s: float
    unfrozen_s: float
    frame_s: float | None = None
    vigilance: Vigilance = field(default_factory=Vigilance)

    def is_silent(self, now_s: float) -> bool:
        """Whether no frame has come for too long."""
        if self.frame_s is None:
            return now_s - self.opened_s >= FIRST_FRAME_WITHIN_S
        return now_s - self.frame_s >= SILENT_AFTER_S


class CameraWatch:
    """One camera, looked at while it is wanted. All of it belongs to one thread.

    `open` and `release` say what is wanted, `step` does the next thing and returns for how many
    seconds there is nothing to do (None: until the next order).
    """

    def __init__(
        self,
        *,
        make_camera: Callable[[], Camera],
        load_model: Callable[[], Model],
        emit: Emit,
        show_picture: ShowPicture,
        picture_size: Callable[[], PixelSize | None],
        analyses_per_s: float,
        clock: Clock,
        said: CameraChanged | None = None,
        turn_deg: int | None = None,
    ) -> None:
        """Nothing happens yet. `said` is what the screen already knows, else that it is off.

        `picture_size` tells how large the picture may be at most, None while nobody looks.
        `turn_deg` is how far pictures are turned clockwise to stand upright; None: as far as
        faces are found.
        """
        self._make_camera = make_camera
        self._load_model = load_model
        self._emit = emit
        self._show_picture = show_picture
        self._picture_size = picture_size
        self._clock = clock
        self._turn_deg = turn_deg
        self._turn_search: TurnSearch | None = None
        self._analysis = Pace(analyses_per_s)
        self._picture = Pace(PICTURES_PER_S)
        self._retry = Retry()
        self._retry_at_s = 0.0
        self._reader: FaceReader | None = None
        self._health: CameraHealth | None = None
        self._connection: _Connection | None = None
        self._closing: Camera | None = None
        self._wanted = False
        self._said = said or CameraChanged(CameraState.OFF)
        self._failure = ""
        self._box: FaceBox | None = None
        self._picture_shown = False

    def open(self) -> None:
        """From now on the camera is wanted."""
        if not self._wanted:
            self._wanted = True
            self._retry.reset()
            self._retry_at_s = self._clock()
            self._health = None
            self._say(CameraState.STARTING)

    def release(self) -> None:
        """From now on the camera is not wanted: close it, and forget whom it saw."""
        self._wanted = False
        if self._reader is not None:
            self._reader.forget()
        self._let_go()
        if self._closing is None:
            self._say(CameraState.OFF)

    def step(self) -> float | None:
        """Do what is next; the answer is how many seconds there is nothing to do."""
        if self._closing is not None and not self._is_closed(self._closing):
            return CLOSE_AGAIN_S
        if not self._wanted:
            return None
        try:
            return self._connect() if self._connection is None else self._look(self._connection)
        except CameraError as trouble:
            return self._rest(trouble.state, str(trouble))
        except TuiPlayerError as refusal:  # the model: trying again would not mend it
            self._wanted = False
            self._let_go()
            self._say(CameraState.FAILED, str(refusal))
            return None

    def fail(self, problem: Exception) -> float | None:
        """Meet an error nobody foresaw: say so, close the camera and try again later."""
        told = f"{type(problem).__name__}: {reason_of(problem)}"
        sentence = f"Reading faces met an error ({told}): trying again."
        if sentence != self._failure:
            self._failure = sentence
            self._emit(WorkerFailed("camera", sentence))
        return self._rest(CameraState.FAILED, sentence) if self._wanted else None

    def _connect(self) -> float:
        """Open the camera once it is time to; raises CameraError or the model's refusal."""
        now_s = self._clock()
        if now_s < self._retry_at_s:
            return self._retry_at_s - now_s
        if self._reader is None:
            search = FaceSearch()
            self._reader = FaceReader(self._load_model(), FaceFinder(search))
            if self._turn_deg is None:
                self._turn_search = TurnSearch(search)
        camera = self._make_camera()
        camera.open()
        # Kept when a camera is opened again, so that the old frozen picture is known again.
        self._health = self._health or CameraHealth(live=camera.live)
        self._connection = _Connection(camera, self._reader, self._health, now_s, now_s)
        if self._said.state is not CameraState.FROZEN:
            self._say(CameraState.OPENING)
        return 0.0

    def _look(self, link: _Connection) -> float:
        """Take the newest frame and do with it what is due; raises CameraError."""
        frame = link.camera.read(LONGEST_READ_S)
        now_s = self._clock()
        if frame is None:
            if link.is_silent(now_s):
                raise CameraError(CameraState.FROZEN, SILENT)
            return 0.0
        link.frame_s = now_s
        frame = replace(frame, image=turned_by(frame.image, self._present_turn_deg()))
        if self._analysis.is_due(now_s):
            self._analyse(link, frame, now_s)
        self._show(frame, now_s)
        return self._pause_s()

    def _analyse(self, link: _Connection, frame: Frame, now_s: float) -> None:
        """Say what the frame shows; raises CameraError on a picture frozen for long."""
        grey = np.asarray(cv2.cvtColor(frame.image, cv2.COLOR_BGR2GRAY), dtype=np.uint8)
        if link.health.is_frozen(grey, now_s):
            self._box = None
            self._say(CameraState.FROZEN, SENTENCES[CameraState.FROZEN])
            if now_s - link.unfrozen_s >= REOPEN_FROZEN_AFTER_S:
                raise CameraError(CameraState.FROZEN, SENTENCES[CameraState.FROZEN])
            return
        link.unfrozen_s = now_s
        is_searched = link.vigilance.is_search_due(grey, now_s)
        reading = link.reader.read(grey) if is_searched else None
        if reading is not None:
            link.vigilance.face_seen(now_s)
        if is_searched and self._turn_search is not None:
            self._try_turns(link, self._turn_search, grey, now_s, face_found=reading is not None)
        light = link.health.light(grey, now_s, face_found=reading is not None)
        self._say(light, SENTENCES.get(light, ""))
        self._box = None if reading is None else reading.box
        self._emit(FaceLost() if reading is None else FaceRead(reading))
        if now_s - link.opened_s >= STEADY_AFTER_S:
            self._retry.reset()

    def _try_turns(
        self,
        link: _Connection,
        turns: TurnSearch,
        grey: GreyImage,
        now_s: float,
        *,
        face_found: bool,
    ) -> None:
        """See whether the camera is mounted otherwise; then whoever is there is seen from now."""
        if turns.look(grey, now_s, face_found=face_found):
            link.reader.forget()
            link.vigilance.face_seen(now_s)

    def _present_turn_deg(self) -> int:
        return self._turn_deg or (0 if self._turn_search is None else self._turn_search.turn_deg)

    def _show(self, frame: Frame, now_s: float) -> None:
        size = self._picture_size()
        if size is None:
            self._clear_picture()
        elif self._picture.is_due(now_s):
            self._show_picture(mirrored_picture(frame.image, self._box, size))
            self._picture_shown = True

    def _clear_picture(self) -> None:
        if self._picture_shown:
            self._picture_shown = False
            self._show_picture(None)

    def _pause_s(self) -> float:
        due_s = self._analysis.due_s
        if self._picture_size() is not None:
            due_s = min(due_s, self._picture.due_s)
        return max(0.0, due_s - self._clock())

    def _rest(self, state: CameraState, sentence: str) -> float:
        """Close the camera, say why, and set the time of the next try."""
        self._let_go()
        still_unplugged = state is CameraState.ABSENT and self._said.state is CameraState.UNPLUGGED
        if not still_unplugged:
            self._say(state, sentence)
        # A frozen camera was waited for long enough: it is opened again at once.
        pause_s = 0.0 if state is CameraState.FROZEN else self._retry.next_pause_s()
        self._retry_at_s = self._clock() + pause_s
        return pause_s

    def _let_go(self) -> None:
        """Close the camera, or begin to; no picture of it stays on the screen."""
        self._box = None
        self._clear_picture()
        link, self._connection = self._connection, None
        if link is not None and not _has_closed(link.camera):
            self._closing = link.camera

    def _is_closed(self, camera: Camera) -> bool:
        """Whether a camera whose driver was held up is closed by now."""
        if not _has_closed(camera):
            if self._wanted:
                self._say(CameraState.FROZEN, SILENT)
            return False
        self._closing = None
        if not self._wanted:
            self._say(CameraState.OFF)
        return True

    def _say(self, state: CameraState, sentence: str = "") -> None:
        change = CameraChanged(state, sentence)
        if change != self._said:
            self._said = change
            self._emit(change)


def _has_closed(camera: Camera) -> bool:
    """Whether a camera has let its device go; a driver's error means: not yet."""
    try:
        return camera.close()
    except Exception:
        log.exception("the camera could not be closed")
        return False


FIRST_PAUSE_S = 1.0


LONGEST_PAUSE_S = 30.0


class Retry:
    """Pauses of 1, 2, 4 … up to 30 seconds, until something works for a while."""

    def __init__(self) -> None:
        self._pause_s = FIRST_PAUSE_S

    def next_pause_s(self) -> float:
        """How long to wait before the next try."""
        pause_s = self._pause_s
        self._pause_s = min(LONGEST_PAUSE_S, 2 * pause_s)
        return pause_s

    def reset(self) -> None:
        """Begin with the shortest pause again."""
        self._pause_s = FIRST_PAUSE_S
