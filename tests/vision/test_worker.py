"""The camera thread as the program uses it: orders in, events out, never a hang."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.vision.fake_parts import FakeCamera, FakeModel
from tests.vision.frames import HandClock, astronaut, noisy, wall, write_picture, write_video
from tui_player.messages.commands import OpenCamera, ReleaseCamera
from tui_player.messages.events import (
    CameraChanged,
    CameraState,
    Event,
    FaceLost,
    FaceRead,
    WorkerFailed,
)
from tui_player.model.picture import CameraPicture
from tui_player.vision.cameras.camera import Camera, CameraError, Clock, Frame
from tui_player.vision.cameras.opening import camera_from_text
from tui_player.vision.worker import MoodCamera

DEADLINE_S = 20.0
MODEL_PATH = Path("no-such-folder") / "expression.onnx"


class Witness:
    """Keeps what is emitted, and lets a test wait for it."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.pictures: list[CameraPicture | None] = []
        self._changed = threading.Condition()

    def emit(self, event: Event) -> None:
        with self._changed:
            self.events.append(event)
            self._changed.notify_all()

    def show(self, picture: CameraPicture | None) -> None:
        with self._changed:
            self.pictures.append(picture)
            self._changed.notify_all()

    def wait_until(self, happened: Callable[[], bool]) -> None:
        with self._changed:
            assert self._changed.wait_for(happened, DEADLINE_S), self.events[-20:]

    def wait_for_event(self, kind: type[Event]) -> None:
        self.wait_until(lambda: any(isinstance(event, kind) for event in self.events))

    def wait_for_state(self, state: CameraState) -> None:
        self.wait_until(lambda: self.states[-1:] == [state])

    @property
    def states(self) -> list[CameraState]:
        return [event.state for event in self.events if isinstance(event, CameraChanged)]


StartCamera = Callable[..., MoodCamera]


@pytest.fixture
def witness() -> Witness:
    return Witness()


@pytest.fixture
def start(witness: Witness) -> Iterator[StartCamera]:
    started: list[MoodCamera] = []

    def start_camera(source: str, make_camera: Callable[[], Camera] | None = None) -> MoodCamera:
        def make(text: str, clock: Clock) -> Camera:
            return camera_from_text(text, clock) if make_camera is None else make_camera()

        camera = MoodCamera(
            source,
            MODEL_PATH,
            witness.emit,
            witness.show,
            analyses_per_s=50,
            load_model=lambda _: FakeModel(),
            make_camera=make,
        )
        camera.start()
        started.append(camera)
        return camera

    yield start_camera
    for camera in started:
        camera.stop()


def test_a_folder_of_pictures_is_read(tmp_path: Path, start: StartCamera, witness: Witness) -> None:
    write_picture(tmp_path / "face.png", astronaut())
    start(str(tmp_path)).post(OpenCamera())
    witness.wait_for_event(FaceRead)
    assert witness.states == [CameraState.STARTING, CameraState.OPENING, CameraState.OK]


def test_a_video_is_read(tmp_path: Path, start: StartCamera, witness: Witness) -> None:
    path = tmp_path / "wall.avi"
    write_video(path, [wall()] * 3, 10)
    start(str(path)).post(OpenCamera())
    witness.wait_for_event(FaceLost)
    assert witness.states == [CameraState.STARTING, CameraState.OPENING, CameraState.OK]


def test_a_missing_source_says_so_and_is_used_when_it_appears(
    tmp_path: Path, start: StartCamera, witness: Witness
) -> None:
    folder = tmp_path / "faces"
    start(str(folder)).post(OpenCamera())
    witness.wait_for_state(CameraState.ABSENT)
    ready = tmp_path / "ready"
    ready.mkdir()
    write_picture(ready / "face.png", astronaut())
    ready.rename(folder)
    witness.wait_for_event(FaceRead)


def test_release_closes_and_open_opens_again(start: StartCamera, witness: Witness) -> None:
    clock = HandClock()
    fake = FakeCamera(lambda: noisy(astronaut(), len(witness.events)), clock=clock)
    camera = start("fake", lambda: fake)
    camera.post(OpenCamera())
    witness.wait_for_event(FaceRead)
    camera.post(ReleaseCamera())
    witness.wait_for_state(CameraState.OFF)
    assert not fake.is_open
    camera.post(OpenCamera())
    witness.wait_for_state(CameraState.OK)
    assert fake.opens == 2


def test_release_interrupts_the_pause_between_tries(start: StartCamera, witness: Witness) -> None:
    fake = FakeCamera(lambda: None)
    fake.trouble = CameraError(CameraState.BUSY, "in use")
    camera = start("fake", lambda: fake)
    camera.post(OpenCamera())
    witness.wait_for_state(CameraState.BUSY)
    camera.post(ReleaseCamera())
    witness.wait_for_state(CameraState.OFF)


def test_pictures_come_only_while_wanted(start: StartCamera, witness: Witness) -> None:
    camera = start("fake", lambda: FakeCamera(lambda: noisy(astronaut(), len(witness.events))))
    camera.post(OpenCamera())
    witness.wait_for_event(FaceRead)
    assert witness.pictures == []
    camera.want_picture((80, 60))
    witness.wait_until(lambda: len(witness.pictures) > 2)
    camera.want_picture(None)
    witness.wait_until(lambda: witness.pictures[-1] is None)


def test_stop_closes_the_camera_and_ends_the_thread(start: StartCamera, witness: Witness) -> None:
    fake = FakeCamera(lambda: noisy(wall(), len(witness.events)))
    camera = start("fake", lambda: fake)
    camera.post(OpenCamera())
    witness.wait_for_event(FaceLost)
    camera.stop()
    assert not fake.is_open
    assert "camera" not in [thread.name for thread in threading.enumerate()]


@pytest.mark.parametrize("call", ["open", "read"])
def test_stop_gives_up_on_a_call_that_hangs(
    call: str, start: StartCamera, witness: Witness
) -> None:
    entered, let_go = threading.Event(), threading.Event()

    class Hanging(FakeCamera):
        def open(self) -> None:
            super().open()
            if call == "open":
                self._hang()

        def read(self, limit_s: float) -> Frame | None:
            self._hang()
            return None

        def _hang(self) -> None:
            entered.set()
            let_go.wait(DEADLINE_S)

    camera = start("fake", lambda: Hanging(lambda: None))
    camera.post(OpenCamera())
    assert entered.wait(DEADLINE_S)
    camera.stop()
    assert "camera" in [thread.name for thread in threading.enumerate()]
    let_go.set()  # now it ends, which the fixture for threads checks


def test_an_error_nobody_foresaw_is_shown_and_survived(
    start: StartCamera, witness: Witness
) -> None:
    broken = threading.Event()
    broken.set()

    class Broken(FakeCamera):
        def read(self, limit_s: float) -> Frame | None:
            if broken.is_set():
                raise ZeroDivisionError("out of the blue")
            return super().read(limit_s)

    fake = Broken(lambda: noisy(astronaut(), len(witness.events)))
    start("fake", lambda: fake).post(OpenCamera())
    witness.wait_for_event(WorkerFailed)
    witness.wait_for_state(CameraState.FAILED)
    broken.clear()
    witness.wait_for_event(FaceRead)


def test_a_model_that_is_missing_is_told_in_words(witness: Witness) -> None:
    camera = MoodCamera("0", MODEL_PATH, witness.emit, witness.show)
    camera.start()
    camera.post(OpenCamera())
    witness.wait_for_state(CameraState.FAILED)
    camera.stop()
    sentences = [event.sentence for event in witness.events if isinstance(event, CameraChanged)]
    assert any("expression.toml is missing" in sentence for sentence in sentences)


def test_parts_that_cannot_be_imported_are_told_in_words(
    start: StartCamera, witness: Witness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "tui_player.vision.camera_loop", None)
    start("0").post(OpenCamera())
    witness.wait_for_state(CameraState.FAILED)
    assert "Faces cannot be read here" in str(witness.events[-1])


def test_the_advice_of_a_library_to_programmers_is_not_told(
    start: StartCamera, witness: Witness, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: object) -> None:
        raise ImportError("\nIMPORTANT: READ THIS!\n\nOriginal error was: no room for it\n")

    monkeypatch.setattr(MoodCamera, "_make_watch", fail)
    start("0").post(OpenCamera())
    witness.wait_for_state(CameraState.FAILED)
    last = witness.events[-1]
    assert isinstance(last, CameraChanged)
    assert last.sentence == "Faces cannot be read here: no room for it."


def test_orders_before_the_first_opening_are_no_trouble(
    tmp_path: Path, start: StartCamera, witness: Witness
) -> None:
    write_picture(tmp_path / "face.png", astronaut())
    camera = start(str(tmp_path))
    camera.post(ReleaseCamera())
    camera.post(OpenCamera())
    witness.wait_for_event(FaceRead)
    assert witness.states == [CameraState.STARTING, CameraState.OPENING, CameraState.OK]


def test_stopping_what_was_never_started_is_no_error(witness: Witness) -> None:
    MoodCamera("0", MODEL_PATH, witness.emit, witness.show).stop()


def test_nothing_heavy_is_imported_before_the_camera_is_opened() -> None:
    program = (
        "import sys, pathlib\n"
        "from tui_player.vision.worker import MoodCamera\n"
        "camera = MoodCamera('0', pathlib.Path('x'), print, print)\n"
        "camera.start()\n"
        "camera.stop()\n"
        "print([name for name in ('cv2', 'numpy', 'onnxruntime') if name in sys.modules])\n"
    )
    answer = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    assert answer.stdout == "[]\n"


def test_what_libraries_read_as_they_are_loaded_is_set_by_then() -> None:
    program = (
        "import os, pathlib, sys, threading\n"
        "from tui_player.messages.commands import OpenCamera\n"
        "from tui_player.vision.worker import MoodCamera\n"
        "names = 'OPENBLAS_NUM_THREADS', 'OPENCV_FFMPEG_LOGLEVEL', 'OPENCV_IO_MAX_IMAGE_PIXELS'\n"
        "class Onlooker:\n"
        "    def find_spec(self, name, path, target=None):\n"
        "        if name in ('cv2', 'numpy'):\n"
        "            print(name, *(each for each in names if each not in os.environ))\n"
        "sys.meta_path.insert(0, Onlooker())\n"
        "told = threading.Event()\n"
        "camera = MoodCamera('no such file', pathlib.Path('x'),\n"
        "                    lambda event: event.state.value == 'failed' and told.set(), print)\n"
        "camera.start()\n"
        "camera.post(OpenCamera())\n"
        "assert told.wait(30)\n"
        "camera.stop()\n"
    )
    environ = {name: value for name, value in os.environ.items() if not name.startswith("OPEN")}
    answer = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        env=environ,
    )
    assert set(answer.stdout.splitlines()) == {"cv2", "numpy"}


def test_a_device_that_does_not_open_writes_nothing_on_the_screen(tmp_path: Path) -> None:
    (tmp_path / "video0").touch()
    (tmp_path / "clip.mp4").write_bytes(b"\0\0\0\x18ftypmp42 and then nothing of use" * 20)
    program = (
        "import sys, threading, pathlib\n"
        "from tests.vision.fake_parts import FakeModel\n"
        "from tui_player.messages.commands import OpenCamera\n"
        "from tui_player.messages.events import CameraChanged, CameraState\n"
        "from tui_player.vision.worker import MoodCamera\n"
        "from tui_player.vision.cameras import opening as sources\n"
        "from tui_player.vision.cameras.live import DeviceLink, LiveCamera\n"
        "def make(text, clock):\n"
        "    if text.endswith('video0'):\n"
        "        return LiveCamera(DeviceLink(text), clock)\n"
        "    return sources.camera_from_text(text, clock)\n"
        "for source in sys.argv[1:]:\n"
        "    told = threading.Event()\n"
        "    def emit(event):\n"
        "        if event.state.value not in ('starting', 'opening', 'off'):\n"
        "            told.set()\n"
        "    camera = MoodCamera(source, pathlib.Path('x'), emit, print,\n"
        "                        load_model=lambda _: FakeModel(), make_camera=make)\n"
        "    camera.start()\n"
        "    camera.post(OpenCamera())\n"
        "    assert told.wait(30)\n"
        "    camera.stop()\n"
    )
    answer = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "video0"), str(tmp_path / "clip.mp4")],
        capture_output=True,
        text=True,
        check=True,
        timeout=100,
    )
    assert (answer.stdout, answer.stderr) == ("", "")
