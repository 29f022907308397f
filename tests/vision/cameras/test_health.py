"""Dark, covered and frozen pictures."""

import numpy as np
import pytest

from tests.vision.frames import astronaut, grey, noisy, plain, wall
from tui_player.messages.events import CameraState
from tui_player.vision.cameras.camera import ColourImage
from tui_player.vision.cameras.health import CameraHealth


def light_after(image: ColourImage, seconds: float, *, face_found: bool = False) -> CameraState:
    health = CameraHealth(live=True)
    health.light(grey(image), 0.0, face_found=face_found)
    return health.light(grey(image), seconds, face_found=face_found)


@pytest.mark.parametrize(
    ("image", "state"),
    [
        (astronaut(), CameraState.OK),
        (wall(), CameraState.OK),
        ((wall() * 0.1).astype(np.uint8), CameraState.DARK),
        (plain(0), CameraState.COVERED),
        (plain(200), CameraState.COVERED),
        (noisy(plain(12), seed=1), CameraState.COVERED),
    ],
    ids=["portrait", "wall", "dim wall", "lid", "finger", "lid with noise"],
)
def test_light_is_judged_once_it_lasts(image: ColourImage, state: CameraState) -> None:
    assert light_after(image, 1.9) is CameraState.OK
    assert light_after(image, 2.1) is state


def test_a_face_speaks_against_darkness() -> None:
    assert light_after((wall() * 0.1).astype(np.uint8), 10, face_found=True) is CameraState.OK


def test_the_end_of_darkness_counts_at_once() -> None:
    health = CameraHealth(live=True)
    dark, bright = grey(plain(0)), grey(wall())
    health.light(dark, 0, face_found=False)
    assert health.light(dark, 3, face_found=False) is CameraState.COVERED
    assert health.light(bright, 3.2, face_found=False) is CameraState.OK
    assert health.light(dark, 3.4, face_found=False) is CameraState.OK


def test_a_live_picture_that_never_changes_is_frozen() -> None:
    health = CameraHealth(live=True)
    still = grey(astronaut())
    assert [health.is_frozen(still, second) for second in (0, 2.9, 3.0, 4)] == [
        False,
        False,
        True,
        True,
    ]
    assert not health.is_frozen(grey(noisy(astronaut(), seed=1)), 5)


def test_a_sensor_that_sees_a_still_scene_is_not_frozen() -> None:
    health = CameraHealth(live=True)
    assert not any(
        health.is_frozen(grey(noisy(wall(), seed=second)), second) for second in range(10)
    )


def test_a_recording_may_stand_still() -> None:
    health = CameraHealth(live=False)
    assert not any(health.is_frozen(grey(astronaut()), second) for second in range(10))
