"""What the camera sees: somebody, nobody, several, and which of them is the guest."""

from dataclasses import replace

import pytest

from tests.makers import face_reading
from tui_player.core.mood.presence import (
    GUEST_GONE_AFTER_S,
    GUEST_REMEMBERED_S,
    GUEST_STAYS_S,
    NOBODY_AFTER_S,
    PresenceTracker,
)
from tui_player.messages.events import CameraState
from tui_player.model.device_states import FaceSight
from tui_player.model.mood.emotion import Emotion
from tui_player.model.mood.face_reading import FaceBox

FRAME_S = 0.2
HERE, THERE = FaceBox(0.35, 0.2, 0.3, 0.4), FaceBox(0.0, 0.2, 0.2, 0.3)


class Scene:
    """A camera that sees what it is told, five frames a second."""

    def __init__(self) -> None:
        self.sight = PresenceTracker()
        self.sight.camera_changed(CameraState.OK, "")
        self.now_s = 0.0

    def shows(self, for_s: float, faces: int = 1, box: FaceBox = HERE) -> None:
        for _ in range(round(for_s / FRAME_S)):
            self.now_s += FRAME_S
            reading = replace(face_reading(Emotion.HAPPY, faces_seen=faces), box=box)
            self.sight.face_read(reading, self.now_s)

    def is_empty(self, for_s: float) -> None:
        for _ in range(round(for_s / FRAME_S)):
            self.now_s += FRAME_S
            self.sight.face_lost(self.now_s)

    def has_guest(self) -> bool:
        return self.sight.has_guest(self.now_s)


def test_nobody_is_there_after_some_seconds_without_a_face() -> None:
    scene = Scene()
    scene.shows(1.0)
    scene.is_empty(NOBODY_AFTER_S - 0.4)
    assert scene.sight.sight(scene.now_s) is FaceSight.FACE
    scene.is_empty(1.0)
    assert scene.sight.sight(scene.now_s) is FaceSight.NOBODY
    assert scene.sight.nobody_for_s(scene.now_s) == pytest.approx(NOBODY_AFTER_S + 0.4)
    scene.shows(FRAME_S)
    assert scene.sight.nobody_for_s(scene.now_s) == 0.0


def test_a_blind_camera_is_not_an_empty_room() -> None:
    scene = Scene()
    scene.is_empty(60.0)
    scene.sight.camera_changed(CameraState.DARK, "too dark")
    assert scene.sight.nobody_for_s(scene.now_s) == 0.0
    assert scene.sight.sight(scene.now_s) is FaceSight.NOT_LOOKING


def test_a_guest_is_there_until_unseen_for_a_moment() -> None:
    scene = Scene()
    scene.shows(2.0)
    assert not scene.has_guest()
    scene.shows(5.0, faces=2)
    assert scene.has_guest()
    assert scene.sight.sight(scene.now_s) is FaceSight.SEVERAL
    scene.shows(GUEST_GONE_AFTER_S - 0.4)
    assert scene.has_guest()
    scene.shows(1.0)
    assert not scene.has_guest()


def test_a_guest_left_behind_at_another_place_is_still_the_guest() -> None:
    scene = Scene()
    scene.shows(2.0)
    scene.shows(5.0, faces=2)
    scene.is_empty(3.0)
    scene.shows(20.0, box=THERE)
    assert scene.has_guest()
    scene.shows(GUEST_GONE_AFTER_S + 0.4, box=HERE)
    assert not scene.has_guest()


def test_the_same_person_who_moved_alone_is_no_guest() -> None:
    scene = Scene()
    scene.shows(2.0)
    scene.is_empty(5.0)
    scene.shows(1.0, box=THERE)
    assert not scene.has_guest()


def test_after_a_long_absence_whoever_comes_is_the_person() -> None:
    scene = Scene()
    scene.shows(2.0)
    scene.shows(5.0, faces=2)
    scene.is_empty(GUEST_REMEMBERED_S + 1.0)
    scene.shows(1.0, box=THERE)
    assert not scene.has_guest()


def test_who_stays_long_is_no_guest_any_more() -> None:
    scene = Scene()
    scene.shows(2.0)
    scene.shows(GUEST_STAYS_S - 1.0, faces=2)
    assert scene.has_guest()
    scene.shows(2.0, faces=2)
    assert not scene.has_guest()


def test_a_resting_camera_says_so_only_while_it_is_off() -> None:
    scene = Scene()
    assert not scene.sight.camera_view(0.0, resting=True).resting
    scene.sight.camera_changed(CameraState.OFF, "")
    assert scene.sight.camera_view(0.0, resting=True).resting
    assert not scene.sight.camera_view(0.0, resting=False).resting
