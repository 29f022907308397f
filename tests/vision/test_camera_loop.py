"""What is said of a camera, step by step, on a clock that the test moves."""

from collections.abc import Callable

import numpy as np
import pytest

from tests.vision.fake_parts import PROBABILITIES, FakeCamera, FakeModel
from tests.vision.frames import HandClock, astronaut, noisy, plain, wall
from tui_player.messages.events import (
    CameraChanged,
    CameraState,
    Event,
    FaceLost,
    FaceRead,
    WorkerFailed,
)
from tui_player.model.errors import TuiPlayerError
from tui_player.model.picture import CameraPicture, PixelSize
from tui_player.vision.camera_loop import CameraWatch, Pace
from tui_player.vision.cameras.camera import CameraError, ColourImage
from tui_player.vision.faces.crop import GreyImage
from tui_player.vision.faces.reader import Model
from tui_player.vision.faces.tracker import FaceFinder, FoundFace


class Scene:
    """A watch over a fake camera, and all that it said."""

    def __init__(
        self, image: ColourImage, *, live: bool = True, turn_deg: int | None = None
    ) -> None:
        self.clock = HandClock()
        self.image: ColourImage | None = image
        self.seed = 0
        self.still = not live
        self.camera = FakeCamera(self._frame, live=live, clock=self.clock)
        self.events: list[Event] = []
        self.pictures: list[CameraPicture | None] = []
        self.picture_size: PixelSize | None = None
        self.model: Callable[[], Model] = FakeModel
        self.watch = CameraWatch(
            make_camera=lambda: self.camera,
            load_model=lambda: self.model(),
            emit=self.events.append,
            show_picture=self.pictures.append,
            picture_size=lambda: self.picture_size,
            analyses_per_s=5,
            clock=self.clock,
            turn_deg=turn_deg,
        )

    def _frame(self) -> ColourImage | None:
        if self.image is None or self.still:
            return self.image
        self.seed += 1
        return noisy(self.image, self.seed)

    def run(self, seconds: float) -> list[float]:
        """Take steps until the clock has moved that far; the pauses asked for."""
        end_s = self.clock.now_s + seconds
        pauses = []
        while self.clock.now_s < end_s - 1e-6:
            pause_s = self.watch.step()
            if pause_s is None:
                break
            pauses.append(pause_s)
            self.clock.now_s = min(self.clock.now_s + pause_s, end_s)
        return pauses

    @property
    def states(self) -> list[CameraState]:
        return [event.state for event in self.events if isinstance(event, CameraChanged)]

    def device_is_open(self) -> bool:
        """Whether the camera's light would be on."""
        return self.camera.is_open

    def last_state(self) -> CameraState:
        """What the screen says now."""
        return self.states[-1]

    @property
    def sentence(self) -> str:
        return [event.sentence for event in self.events if isinstance(event, CameraChanged)][-1]

    def count(self, kind: type[Event]) -> int:
        return sum(isinstance(event, kind) for event in self.events)


def test_nothing_is_opened_or_loaded_before_it_is_wanted() -> None:
    scene = Scene(astronaut())
    assert scene.watch.step() is None
    assert scene.camera.opens == 0
    assert scene.events == []


def test_a_face_is_read_five_times_a_second() -> None:
    scene = Scene(astronaut())
    scene.watch.open()
    scene.run(2)
    assert scene.states == [CameraState.STARTING, CameraState.OPENING, CameraState.OK]
    assert scene.count(FaceRead) == 10
    reading = next(event.reading for event in scene.events if isinstance(event, FaceRead))
    assert reading.probabilities == PROBABILITIES


def test_no_face_is_said_each_time() -> None:
    scene = Scene(wall())
    scene.watch.open()
    scene.run(2)
    assert scene.count(FaceLost) == 10
    assert scene.count(FaceRead) == 0


def test_releasing_closes_the_device_and_says_so() -> None:
    scene = Scene(astronaut())
    scene.watch.open()
    scene.run(1)
    scene.watch.release()
    assert not scene.device_is_open()
    assert scene.last_state() is CameraState.OFF
    assert scene.watch.step() is None


def test_opening_again_works() -> None:
    scene = Scene(astronaut())
    for _ in range(2):
        scene.watch.open()
        scene.run(1)
        scene.watch.release()
    assert scene.camera.opens == 2
    assert scene.states == 2 * [
        CameraState.STARTING,
        CameraState.OPENING,
        CameraState.OK,
        CameraState.OFF,
    ]


def test_trouble_is_told_once_and_tried_again_with_growing_pauses() -> None:
    scene = Scene(astronaut())
    scene.camera.trouble = CameraError(CameraState.ABSENT, "plug one in")
    scene.watch.open()
    pauses = scene.run(60)
    assert [pause for pause in pauses if pause] == [1, 2, 4, 8, 16, 30]
    assert scene.states == [CameraState.STARTING, CameraState.ABSENT]
    assert scene.sentence == "plug one in"


def test_a_camera_that_appears_is_used() -> None:
    scene = Scene(astronaut())
    scene.camera.trouble = CameraError(CameraState.ABSENT, "plug one in")
    scene.watch.open()
    scene.run(2)
    scene.camera.trouble = None
    scene.run(3)
    assert scene.last_state() is CameraState.OK
    assert scene.sentence == ""
    assert scene.count(FaceRead) > 0


def test_asking_again_does_not_wait_for_the_pause_to_end() -> None:
    scene = Scene(astronaut())
    scene.camera.trouble = CameraError(CameraState.BUSY, "in use")
    scene.watch.open()
    scene.run(40)
    scene.watch.release()
    scene.camera.trouble = None
    scene.watch.open()
    scene.run(0.5)
    assert scene.last_state() is CameraState.OK


def test_an_unplugged_camera_stays_unplugged_while_it_is_absent() -> None:
    scene = Scene(astronaut())
    scene.watch.open()
    scene.run(1)
    scene.camera.trouble = CameraError(CameraState.UNPLUGGED, "plug it in again")
    scene.run(0.5)
    assert not scene.device_is_open()
    scene.camera.trouble = CameraError(CameraState.ABSENT, "no camera")
    scene.run(10)
    assert scene.last_state() is CameraState.UNPLUGGED
    assert scene.sentence == "plug it in again"


def test_a_frozen_picture_is_not_read_and_the_camera_is_opened_again() -> None:
    scene = Scene(astronaut())
    scene.watch.open()
    scene.run(1)
    scene.still = True
    scene.run(4)
    assert scene.last_state() is CameraState.FROZEN
    assert "stands still" in scene.sentence
    readings = scene.count(FaceRead)
    scene.run(15)
    assert scene.camera.opens == 2
    assert scene.last_state() is CameraState.FROZEN
    assert scene.count(FaceRead) == readings
    scene.still = False
    scene.run(1)
    assert scene.last_state() is CameraState.OK
    assert scene.count(FaceRead) > readings


def test_a_video_may_stand_still() -> None:
    scene = Scene(astronaut(), live=False)
    scene.watch.open()
    scene.run(20)
    assert scene.states == [CameraState.STARTING, CameraState.OPENING, CameraState.OK]


@pytest.mark.parametrize(
    ("image", "state", "words"),
    [
        ((wall() * 0.1).astype(np.uint8), CameraState.DARK, "turn on a light"),
        (plain(10), CameraState.COVERED, "open its lid"),
    ],
)
def test_dark_and_covered_are_said_with_what_to_do(
    image: ColourImage, state: CameraState, words: str
) -> None:
    scene = Scene(image)
    scene.watch.open()
    scene.run(4)
    assert scene.states == [CameraState.STARTING, CameraState.OPENING, CameraState.OK, state]
    assert words in scene.sentence
    scene.image = wall()
    scene.run(1)
    assert scene.last_state() is CameraState.OK


def test_a_camera_that_falls_silent_is_opened_again() -> None:
    scene = Scene(astronaut())
    scene.watch.open()
    scene.run(1)
    scene.image = None
    scene.run(6)
    assert scene.last_state() is CameraState.FROZEN
    assert "sends no picture" in scene.sentence
    assert scene.camera.opens == 2


def test_a_slow_camera_gets_time_for_its_first_picture() -> None:
    scene = Scene(astronaut())
    image, scene.image = scene.image, None
    scene.watch.open()
    scene.run(10)
    assert scene.states == [CameraState.STARTING, CameraState.OPENING]
    scene.image = image
    scene.run(1)
    assert scene.states == [CameraState.STARTING, CameraState.OPENING, CameraState.OK]


def test_off_is_said_only_when_the_device_is_really_closed() -> None:
    scene = Scene(astronaut())
    scene.watch.open()
    scene.run(1)
    scene.camera.closes_after = 3
    scene.watch.release()
    scene.run(0.3)
    assert scene.device_is_open()
    assert scene.last_state() is CameraState.OK
    scene.run(1)
    assert not scene.device_is_open()
    assert scene.last_state() is CameraState.OFF


def test_a_camera_that_does_not_close_is_not_opened_a_second_time() -> None:
    scene = Scene(astronaut())
    scene.watch.open()
    scene.run(1)
    scene.camera.closes_after = 10
    scene.watch.release()
    scene.watch.open()
    scene.run(1)
    assert scene.camera.opens == 1
    assert scene.last_state() is CameraState.FROZEN
    scene.run(2)
    assert scene.camera.opens == 2
    assert scene.last_state() is CameraState.OK


def test_a_refused_model_fails_with_its_sentence_and_opens_nothing() -> None:
    def refuse() -> Model:
        raise TuiPlayerError("The network is not the one its card describes.")

    scene = Scene(astronaut())
    scene.model = refuse
    scene.watch.open()
    assert scene.watch.step() is None
    assert scene.camera.opens == 0
    assert scene.states == [CameraState.STARTING, CameraState.FAILED]
    assert scene.sentence == "The network is not the one its card describes."
    scene.model = FakeModel
    scene.watch.open()
    scene.run(1)
    assert scene.last_state() is CameraState.OK


def test_an_unforeseen_error_is_told_once_and_tried_again() -> None:
    scene = Scene(astronaut())
    scene.watch.open()
    scene.run(1)
    for _ in range(2):
        pause_s = scene.watch.fail(RuntimeError("odd"))
        assert pause_s is not None
        assert not scene.device_is_open()
        assert scene.last_state() is CameraState.FAILED
        scene.run(pause_s + 0.5)
        assert scene.last_state() is CameraState.OK
    failures = [event for event in scene.events if isinstance(event, WorkerFailed)]
    assert len(failures) == 1
    assert "RuntimeError: odd" in failures[0].sentence


def test_no_picture_is_made_while_nobody_looks() -> None:
    scene = Scene(astronaut())
    scene.watch.open()
    scene.run(1)
    assert scene.pictures == []


def test_the_picture_is_small_boxed_and_comes_ten_times_a_second() -> None:
    scene = Scene(astronaut())
    scene.picture_size = (80, 60)
    scene.watch.open()
    scene.run(2)
    assert len(scene.pictures) == 20
    assert scene.count(FaceRead) == 10
    picture = scene.pictures[-1]
    assert picture is not None
    assert (picture.width, picture.height) == (60, 60)
    assert picture.box is not None
    assert picture.box.left == pytest.approx(1 - (173 + 101) / 512, abs=0.03)


@pytest.mark.parametrize("how", ["release", "trouble", "nobody looks"])
def test_the_picture_goes_when_the_camera_does(how: str) -> None:
    scene = Scene(astronaut())
    scene.picture_size = (80, 60)
    scene.watch.open()
    scene.run(1)
    if how == "release":
        scene.watch.release()
    elif how == "trouble":
        scene.camera.trouble = CameraError(CameraState.UNPLUGGED, "gone")
    else:
        scene.picture_size = None
    scene.run(0.5)
    assert scene.pictures[-1] is None
    assert scene.pictures.count(None) == 1


def test_a_pace_does_not_make_up_for_lost_time() -> None:
    pace = Pace(5)
    assert pace.is_due(100.0)
    assert not pace.is_due(100.1)
    assert pace.is_due(100.2)
    assert pace.is_due(107.0)
    assert not pace.is_due(107.1)


def test_an_empty_room_is_searched_seldom_and_whoever_comes_in_is_read_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    searches: list[float] = []
    find = FaceFinder.find

    def counted(finder: FaceFinder, grey: GreyImage) -> FoundFace | None:
        searches.append(scene.clock.now_s)
        return find(finder, grey)

    monkeypatch.setattr(FaceFinder, "find", counted)
    scene = Scene(wall(512, 512))
    scene.watch.open()
    scene.run(20.0)
    searches.clear()
    scene.events.clear()
    scene.run(10.0)
    assert 9 <= len(searches) <= 11
    assert 49 <= scene.events.count(FaceLost()) <= 51
    scene.image = astronaut()
    scene.run(0.6)
    assert any(isinstance(event, FaceRead) for event in scene.events)


def test_an_electronic_cover_is_no_frozen_camera() -> None:
    scene = Scene(plain(0), live=True)
    scene.still = True  # black without any noise
    scene.watch.open()
    scene.run(30.0)
    states = [event.state for event in scene.events if isinstance(event, CameraChanged)]
    assert states[-1] is CameraState.COVERED
    assert CameraState.FROZEN not in states
    assert scene.camera.opens == 1
