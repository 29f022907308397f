"""Staying with one face among several, told by a search that sees what the test says."""

from dataclasses import replace

import numpy as np
import pytest

from tests.vision.frames import ASTRONAUT_FACE, astronaut, grey, wall
from tui_player.vision.faces.crop import GreyImage
from tui_player.vision.faces.detector import Candidate, PixelBox, turned
from tui_player.vision.faces.tracker import (
    DOUBTED_AFTER,
    RECOUNT_EVERY,
    REMEMBERED_FOR,
    FaceFinder,
)

FRAME = np.zeros((480, 640), dtype=np.uint8)
ME = PixelBox(280, 200, 90, 90)
GUEST = PixelBox(20, 20, 100, 100)


class StagedSearch:
    """Sees exactly the boxes put on stage, when asked for their lean.

    `unsure` ones only one cascade would see.
    """

    def __init__(self, *boxes: PixelBox) -> None:
        self.boxes = list(boxes)
        self.unsure: list[PixelBox] = []
        self.full_searches = 0

    def everywhere(self, grey: GreyImage, roll_deg: float = 0.0) -> list[Candidate]:
        self.full_searches += 1
        sure = [Candidate(box, confirmed=True) for box in self.boxes]
        unsure = [Candidate(box, confirmed=False) for box in self.unsure]
        return [candidate for candidate in sure + unsure if candidate.box.roll_deg == roll_deg]

    def near(self, grey: GreyImage, place: PixelBox) -> PixelBox | None:
        alike = [box for box in self.boxes if box.roll_deg == place.roll_deg]
        same = [box for box in alike if box.is_same_place(place)]
        return min(same, key=place.distance_to, default=None)


def found_box(finder: FaceFinder) -> PixelBox | None:
    found = finder.find(FRAME)
    return None if found is None else found.box


def moved(box: PixelBox, by_px: float) -> PixelBox:
    return PixelBox(box.left + by_px, box.top, box.width, box.height)


def test_the_largest_face_is_the_main_one() -> None:
    small = PixelBox(300, 200, 40, 40)
    finder = FaceFinder(StagedSearch(small, GUEST))
    assert found_box(finder) == GUEST


def test_of_faces_alike_the_central_one_is_the_main_one() -> None:
    finder = FaceFinder(StagedSearch(GUEST, ME))
    found = finder.find(FRAME)
    assert found is not None
    assert found.box == ME
    assert found.faces_seen == 2


def test_a_face_that_is_followed_costs_no_full_search() -> None:
    search = StagedSearch(ME)
    finder = FaceFinder(search)
    for _ in range(1 + RECOUNT_EVERY):
        assert found_box(finder) == ME
    assert search.full_searches == 1
    found_box(finder)
    assert search.full_searches == 2


def test_a_larger_guest_does_not_take_over() -> None:
    search = StagedSearch(ME)
    finder = FaceFinder(search)
    found_box(finder)
    search.boxes = [PixelBox(200, 100, 250, 250), ME]
    seen = [finder.find(FRAME) for _ in range(2 * RECOUNT_EVERY)]
    assert {found.box for found in seen if found is not None} == {ME}
    assert seen[-1] is not None
    assert seen[-1].faces_seen == 2


def test_the_face_is_followed_as_it_moves() -> None:
    search = StagedSearch(ME, GUEST)
    finder = FaceFinder(search)
    for step in range(12):
        here = moved(ME, 20 * step)
        search.boxes = [GUEST, here]
        assert found_box(finder) == here


def test_who_looks_away_for_a_moment_is_not_replaced_by_a_guest() -> None:
    search = StagedSearch(ME, GUEST)
    finder = FaceFinder(search)
    assert found_box(finder) == ME
    search.boxes = [GUEST]
    assert [found_box(finder) for _ in range(REMEMBERED_FOR - 1)] == [None] * (REMEMBERED_FOR - 1)
    search.boxes = [GUEST, ME]
    assert found_box(finder) == ME


def test_who_is_gone_for_long_is_replaced() -> None:
    search = StagedSearch(ME, GUEST)
    finder = FaceFinder(search)
    found_box(finder)
    search.boxes = [GUEST]
    seen = [found_box(finder) for _ in range(REMEMBERED_FOR + 1)]
    assert seen[-1] == GUEST


def test_someone_alone_may_move_fast() -> None:
    search = StagedSearch(ME)
    finder = FaceFinder(search)
    found_box(finder)
    search.boxes = [moved(ME, 200)]
    assert found_box(finder) == moved(ME, 200)


def test_what_only_one_cascade_sees_is_not_met_as_a_new_face() -> None:
    search = StagedSearch()
    search.unsure = [ME]
    assert found_box(FaceFinder(search)) is None


def test_what_only_one_cascade_sees_is_still_the_face_that_was_there() -> None:
    search = StagedSearch(ME)
    finder = FaceFinder(search)
    found_box(finder)
    search.boxes, search.unsure = [], [moved(ME, 10)]
    assert found_box(finder) == moved(ME, 10)


def test_a_pattern_taken_for_a_face_is_dropped_when_only_others_are_confirmed() -> None:
    class Deceived(StagedSearch):
        def near(self, grey: GreyImage, place: PixelBox) -> PixelBox | None:
            return super().near(grey, place) or place

    search = Deceived(GUEST)
    finder = FaceFinder(search)
    found_box(finder)
    search.boxes = [ME]
    seen = [found_box(finder) for _ in range(DOUBTED_AFTER * (RECOUNT_EVERY + 1) + 1)]
    assert seen[0] == GUEST
    assert seen[-1] == ME


def test_forgetting_makes_the_largest_the_main_face_again() -> None:
    large = PixelBox(200, 100, 250, 250)
    search = StagedSearch(ME)
    finder = FaceFinder(search)
    found_box(finder)
    search.boxes = [ME, large]
    finder.forget()
    assert found_box(finder) == large


def test_a_real_face_is_found_and_followed() -> None:
    finder = FaceFinder()
    left, top, side = ASTRONAUT_FACE
    truth = PixelBox(left, top, side, side)
    for shift in (0, 15, 30, 45):
        found = finder.find(np.roll(grey(astronaut()), shift, axis=1))
        assert found is not None
        assert found.faces_seen == 1
        assert found.box.distance_to(moved(truth, shift)) < side / 10


def test_two_real_faces_are_counted() -> None:
    both = np.hstack([grey(astronaut()), grey(astronaut())])
    found = FaceFinder().find(both)
    assert found is not None
    assert found.faces_seen == 2


def test_a_wall_is_no_face() -> None:
    finder = FaceFinder()
    assert [finder.find(grey(wall())) for _ in range(4)] == [None] * 4
    assert finder.find_in_photograph(grey(wall())) is None


def test_a_head_that_leans_over_is_followed() -> None:
    search = StagedSearch(ME)
    finder = FaceFinder(search)
    for lean in (0.0, 20.0, 40.0, 20.0, 0.0, -20.0):
        search.boxes = [replace(ME, roll_deg=lean)]
        assert found_box(finder) == search.boxes[0]
    assert search.full_searches == 1


def test_a_head_that_leans_is_met_within_a_few_frames() -> None:
    search = StagedSearch(replace(ME, roll_deg=-25.0))
    finder = FaceFinder(search)
    assert search.boxes[0] in [found_box(finder) for _ in range(4)]


def test_a_leaning_head_is_not_given_up_for_an_upright_guest() -> None:
    search = StagedSearch(ME)
    finder = FaceFinder(search)
    found_box(finder)
    search.boxes = [replace(ME, roll_deg=20.0), GUEST]
    seen = [finder.find(FRAME) for _ in range(5 * RECOUNT_EVERY)]
    assert {found.box for found in seen if found is not None} == {search.boxes[0]}
    assert seen[-1] is not None
    assert seen[-1].faces_seen == 2


@pytest.mark.parametrize("lean", [-35.0, -20.0, 20.0, 35.0])
def test_a_real_head_that_leans_is_found(lean: float) -> None:
    frame = turned(grey(astronaut()), (224, 113), -lean)
    finder = FaceFinder()
    found = [finder.find(frame) for _ in range(4)][-1] or finder.find(frame)
    for one in (found, FaceFinder().find_in_photograph(frame)):
        assert one is not None
        assert one.box.distance_to(PixelBox(173, 63, 101, 101)) < 20
        assert abs(one.box.roll_deg - lean) <= 20


def test_a_photograph_may_show_what_only_one_cascade_sees() -> None:
    search = StagedSearch()
    search.unsure = [ME]
    found = FaceFinder(search).find_in_photograph(FRAME)
    assert found is not None
    assert found.box == ME


def test_a_photograph_has_nothing_to_do_with_the_one_before() -> None:
    search = StagedSearch(ME)
    finder = FaceFinder(search)
    finder.find_in_photograph(FRAME)
    search.boxes = [GUEST]
    found = finder.find_in_photograph(FRAME)
    assert found is not None
    assert found.box == GUEST
