"""What passes from the camera is written down, and played again as it was."""

import queue
import resource
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.vision.frames import HandClock
from tui_player.messages.commands import OpenCamera, ReleaseCamera
from tui_player.messages.events import (
    CameraChanged,
    CameraState,
    Event,
    FaceLost,
    FaceRead,
    WorkerFailed,
)
from tui_player.model.mood.face_reading import FaceBox, FaceReading
from tui_player.vision.cameras.replay import ReplayedCamera, load_readings
from tui_player.vision.reading_log import LoggedEvent, ReadingLogError
from tui_player.vision.recorder import ReadingRecorder

DEADLINE_S = 20.0
HAPPY = FaceRead(FaceReading((0.4, *(0.1,) * 6), FaceBox(0.3, 0.2, 0.4, 0.5)))
DARK = CameraChanged(CameraState.DARK, "too dark")
EVENTS = (LoggedEvent(0.0, HAPPY), LoggedEvent(0.01, FaceLost()), LoggedEvent(0.02, DARK))


@pytest.fixture
def heard() -> "queue.Queue[Event]":
    return queue.Queue()


@pytest.fixture
def replay(heard: "queue.Queue[Event]") -> Iterator[ReplayedCamera]:
    camera = ReplayedCamera(EVENTS, heard.put)
    camera.start()
    yield camera
    camera.stop()


def next_events(heard: "queue.Queue[Event]", count: int) -> list[Event]:
    return [heard.get(timeout=DEADLINE_S) for _ in range(count)]


def test_a_recording_holds_what_the_camera_told(
    tmp_path: Path, heard: "queue.Queue[Event]"
) -> None:
    clock = HandClock()
    recorder = ReadingRecorder(tmp_path / "readings.jsonl", heard.put, clock)
    recorder.start()
    passed: list[Event] = []
    for logged in EVENTS:
        clock.now_s += 0.01 if passed else 0.0
        passed.append(logged.event)
        recorder.emit(logged.event)
    other = WorkerFailed("camera", "not a reading")
    recorder.emit(other)
    recorder.stop()
    assert next_events(heard, 4) == [*passed, other]
    assert load_readings(tmp_path / "readings.jsonl") == EVENTS


def test_what_a_camera_tells_after_the_end_is_only_handed_on(
    tmp_path: Path, heard: "queue.Queue[Event]"
) -> None:
    path = tmp_path / "readings.jsonl"
    stopping: list[ReadingRecorder] = []

    def clock() -> float:  # asked just before a line is written
        for recorder in stopping:
            recorder.stop()
        return 0.0

    recorder = ReadingRecorder(path, heard.put, clock)
    recorder.start()
    stopping.append(recorder)
    recorder.emit(HAPPY)
    assert next_events(heard, 1) == [HAPPY]
    assert len(path.read_text().splitlines()) == 1


def test_a_sentence_with_a_name_that_is_not_utf8_comes_back_as_it_was(
    tmp_path: Path, heard: "queue.Queue[Event]"
) -> None:
    path = tmp_path / "readings.jsonl"
    told = CameraChanged(CameraState.FAILED, "caf\udce9.mkv cannot be read")
    recorder = ReadingRecorder(path, heard.put, HandClock())
    recorder.start()
    recorder.emit(told)
    recorder.stop()
    assert load_readings(path) == (LoggedEvent(0.0, told),)


def test_nothing_is_overwritten(tmp_path: Path, heard: "queue.Queue[Event]") -> None:
    path = tmp_path / "mine.txt"
    path.write_text("keep me")
    with pytest.raises(ReadingLogError, match="is not overwritten"):
        ReadingRecorder(path, heard.put).start()
    assert path.read_text() == "keep me"


def test_a_full_disk_ends_the_recording_and_not_the_run(
    tmp_path: Path, heard: "queue.Queue[Event]"
) -> None:
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    recorder = ReadingRecorder(tmp_path / "readings.jsonl", heard.put)
    recorder.start()
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, limits[1]))
    try:
        recorder.emit(HAPPY)
        recorder.emit(HAPPY)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    told, *passed = next_events(heard, 3)
    assert isinstance(told, WorkerFailed)
    assert "readings.jsonl ends here: File too large" in told.sentence
    assert passed == [HAPPY, HAPPY]


def test_a_replay_tells_the_same_again_and_again(
    replay: ReplayedCamera, heard: "queue.Queue[Event]"
) -> None:
    replay.post(OpenCamera())
    opened = [CameraChanged(CameraState.OPENING), CameraChanged(CameraState.OK)]
    once = [logged.event for logged in EVENTS]
    assert next_events(heard, 8) == [*opened, *once, *once]
    replay.post(ReleaseCamera())
    while heard.get(timeout=DEADLINE_S) != CameraChanged(CameraState.OFF):
        pass


def test_what_a_recording_tells_of_its_device_is_not_played(heard: "queue.Queue[Event]") -> None:
    starting = LoggedEvent(0.0, CameraChanged(CameraState.STARTING))
    camera = ReplayedCamera((starting, *EVENTS), heard.put)
    camera.start()
    camera.post(OpenCamera())
    assert next_events(heard, 3)[1:] == [CameraChanged(CameraState.OK), HAPPY]
    camera.stop()


def test_a_file_that_is_no_recording_is_named(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    with pytest.raises(ReadingLogError, match=r"notes\.txt cannot be read"):
        load_readings(path)
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(ReadingLogError, match="no text"):
        load_readings(path)
    path.write_text("hello")
    with pytest.raises(ReadingLogError, match=r"notes\.txt: line 1 is no reading"):
        load_readings(path)
