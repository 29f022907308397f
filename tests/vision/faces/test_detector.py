"""The cascades on a real face, and on none."""

import cv2
import numpy as np
import pytest

from tests.vision.frames import ASTRONAUT_FACE, astronaut, grey, plain, wall
from tui_player.vision.faces.crop import GreyImage
from tui_player.vision.faces.detector import FaceSearch, PixelBox, turned

FACE = PixelBox(*ASTRONAUT_FACE, ASTRONAUT_FACE[2])


@pytest.fixture(scope="module")
def search() -> FaceSearch:
    return FaceSearch()


def scaled(factor: float) -> GreyImage:
    image = cv2.resize(grey(astronaut()), None, fx=factor, fy=factor)
    return np.asarray(image, dtype=np.uint8)


def scaled_box(factor: float) -> PixelBox:
    return PixelBox(*(factor * side for side in (FACE.left, FACE.top, FACE.width, FACE.height)))


@pytest.mark.parametrize("factor", [0.5, 1, 2.5])
def test_the_face_is_found_in_the_frames_own_pixels(search: FaceSearch, factor: float) -> None:
    found = search.everywhere(scaled(factor))
    assert [candidate.confirmed for candidate in found] == [True]
    box, truth = found[0].box, scaled_box(factor)
    assert box.distance_to(truth) < truth.width / 10
    assert box.width == pytest.approx(truth.width, rel=0.15)


@pytest.mark.parametrize("shape", [(480, 640), (640, 480)])
def test_a_small_face_is_found_in_a_tall_frame_as_in_a_wide_one(
    search: FaceSearch, shape: tuple[int, int]
) -> None:
    person = scaled(0.64)[:240, 40:260]  # whose face is 65 pixels wide
    frame = np.full(shape, 128, np.uint8)
    frame[200 : 200 + person.shape[0], 100 : 100 + person.shape[1]] = person
    assert any(candidate.confirmed for candidate in search.everywhere(frame))


@pytest.mark.parametrize("scene", [wall(), plain(0), plain(128), plain(128, 8, 8)])
def test_no_face_is_found_where_there_is_none(search: FaceSearch, scene: GreyImage) -> None:
    assert search.everywhere(grey(scene)) == []


def test_the_near_search_follows_a_step_aside(search: FaceSearch) -> None:
    before = PixelBox(FACE.left + 25, FACE.top - 20, FACE.width * 1.15, FACE.height * 1.15)
    found = search.near(grey(astronaut()), before)
    assert found is not None
    assert found.distance_to(FACE) < FACE.width / 10


def test_the_near_search_does_not_look_elsewhere(search: FaceSearch) -> None:
    assert search.near(grey(astronaut()), PixelBox(330, 300, 100, 100)) is None


@pytest.mark.parametrize("place", [PixelBox(-90, -90, 100, 100), PixelBox(505, 505, 60, 60)])
def test_a_place_at_the_very_edge_is_no_error(search: FaceSearch, place: PixelBox) -> None:
    assert search.near(grey(astronaut()), place) is None


@pytest.mark.parametrize("lean", [-40.0, -25.0, 25.0, 40.0])
def test_a_leaning_head_is_found_when_looked_for_as_such(search: FaceSearch, lean: float) -> None:
    frame = turned(grey(astronaut()), FACE.centre, -lean)
    assert [c.confirmed for c in search.everywhere(frame)] in ([], [False])
    found = [candidate for candidate in search.everywhere(frame, lean) if candidate.confirmed]
    assert len(found) == 1
    assert found[0].box.roll_deg == lean
    assert found[0].box.distance_to(FACE) < FACE.width / 8


def test_turning_there_and_back_changes_little() -> None:
    portrait = grey(astronaut())
    back = turned(turned(portrait, (256, 256), 30), (256, 256), -30)
    middle = (slice(150, 360), slice(150, 360))
    assert np.abs(back[middle].astype(int) - portrait[middle]).mean() < 5


def test_places_are_the_same_when_near_and_alike_in_size() -> None:
    here = PixelBox(100, 100, 50, 50)
    assert here.is_same_place(PixelBox(115, 100, 55, 55))
    assert not here.is_same_place(PixelBox(140, 100, 50, 50))
    assert not here.is_same_place(PixelBox(75, 75, 100, 100))
