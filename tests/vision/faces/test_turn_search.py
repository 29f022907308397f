"""How a camera is mounted is found out by looking for faces, and things are not taken for faces."""

import logging

import numpy as np
import pytest
import skimage.data

from tests.vision.frames import astronaut, grey, noisy
from tui_player.vision.faces.crop import GreyImage
from tui_player.vision.faces.detector import Candidate, FaceSearch, PixelBox
from tui_player.vision.faces.quarter_turns import turned_by
from tui_player.vision.faces.turn_search import (
    ALONE_AFTER_S,
    EAGER_S,
    TRIED_EVERY_S,
    TurnSearch,
)

PERIOD_S = 0.2
UPRIGHT = np.zeros((480, 640), dtype=np.uint8)
UPRIGHT[:10, 320:] = 255  # a mark that tells how a frame is turned and whether it is mirrored
FACE = PixelBox(100, 120, 90, 90)


class StagedSearch:
    """Sees a face in the turns that the test says, as far as the views go that it says."""

    def __init__(self) -> None:
        self.views_by_turn: dict[int, int] = {}
        self.tried: list[int] = []
        self.steps = 0.0

    def everywhere(self, seen: GreyImage, roll_deg: float = 0.0) -> list[Candidate]:
        for turn in (0, 90, 180, 270):
            for is_mirrored in (False, True):
                frame = turned_by(UPRIGHT, turn)
                if np.array_equal(frame[:, ::-1] if is_mirrored else frame, seen):
                    return self._found(turn, (is_mirrored, roll_deg), seen.shape[1])
        raise AssertionError("no such frame")

    def _found(self, turn: int, view: tuple[bool, float], width: int) -> list[Candidate]:
        self.tried.append(turn)
        views = [(False, 10.0), (False, -10.0), (True, 10.0), (True, -10.0)]
        if views.index(view) >= self.views_by_turn.get(turn, 0):
            return []
        left = width - FACE.left - FACE.width if view[0] else FACE.left
        return [Candidate(PixelBox(left, FACE.top, 90, 90, view[1]), confirmed=True)]

    def near(self, grey: GreyImage, place: PixelBox) -> PixelBox | None:
        raise AssertionError("a turn is looked for everywhere")


class Watcher:
    """A camera that shows one scene, looked at for as long as the test says."""

    def __init__(self, search: StagedSearch) -> None:
        self.search = search
        self.turns = TurnSearch(self.search)
        self.now_s = 50.0

    def look(self, seconds: float, *, face_found: bool = False) -> list[int]:
        """Which turns of the camera's own picture were searched meanwhile."""
        before = len(self.search.tried)
        for _ in range(round(seconds / PERIOD_S)):
            frame = turned_by(UPRIGHT, self.turns.turn_deg)
            self.turns.look(frame, self.now_s, face_found=face_found)
            self.now_s += PERIOD_S
        return self.search.tried[before:]


@pytest.fixture
def watcher() -> Watcher:
    return Watcher(StagedSearch())


def test_nothing_is_tried_before_nobody_was_there_for_a_while(watcher: Watcher) -> None:
    assert watcher.look(ALONE_AFTER_S) == []
    assert watcher.look(3 * PERIOD_S) == [180, 90, 270]
    assert watcher.turns.turn_deg == 0


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_face_that_is_seen_in_all_views_settles_it(watcher: Watcher, turn: int) -> None:
    watcher.search.views_by_turn = {turn: 4}
    watcher.look(ALONE_AFTER_S + 7 * PERIOD_S)
    assert watcher.turns.turn_deg == turn
    assert watcher.look(100, face_found=True) == []


@pytest.mark.parametrize("views", [1, 2, 3])
def test_what_is_not_seen_in_all_views_is_none(watcher: Watcher, views: int) -> None:
    watcher.search.views_by_turn = {90: views, 180: views, 270: views}
    watcher.look(60)
    assert watcher.turns.turn_deg == 0


def test_views_of_two_places_do_not_count_together() -> None:
    class Flitting(StagedSearch):
        """Sees a face at another place each time."""

        def everywhere(self, seen: GreyImage, roll_deg: float = 0.0) -> list[Candidate]:
            self.steps += 200
            return [Candidate(PixelBox(self.steps, 0, 90, 90), confirmed=True)]

    watcher = Watcher(Flitting())
    watcher.look(8)
    assert watcher.turns.turn_deg == 0


def test_an_upright_face_is_looked_at_once_and_costs_nothing_afterwards(watcher: Watcher) -> None:
    watcher.search.views_by_turn = {0: 4}
    assert watcher.look(PERIOD_S * 4, face_found=True) == [0] * 4
    assert watcher.look(100, face_found=True) == []


def test_a_face_on_its_head_that_the_plain_search_sees_is_turned(watcher: Watcher) -> None:
    watcher.search.views_by_turn = {0: 2, 180: 4}
    watcher.look(PERIOD_S * 7, face_found=True)
    assert watcher.turns.turn_deg == 180


def test_the_turn_stays_while_nobody_is_there_and_others_are_tried_now_and_then(
    watcher: Watcher,
) -> None:
    watcher.search.views_by_turn = {90: 4}
    watcher.look(ALONE_AFTER_S + 6 * PERIOD_S)
    watcher.search.views_by_turn = {}
    tried = watcher.look(60)
    assert len(tried) <= 60 / TRIED_EVERY_S
    assert set(tried) == {0, 180, 270}
    assert watcher.turns.turn_deg == 90


def test_a_camera_before_which_nobody_ever_sat_is_not_searched_eagerly_for_long(
    watcher: Watcher,
) -> None:
    watcher.look(ALONE_AFTER_S)
    assert len(watcher.look(EAGER_S - ALONE_AFTER_S)) > 50
    assert len(watcher.look(60)) <= 60 / TRIED_EVERY_S + 1


@pytest.fixture(scope="module")
def cascades() -> FaceSearch:
    return FaceSearch()


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_real_face_settles_how_the_camera_is_mounted(
    cascades: FaceSearch, turn: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    turns, now_s = TurnSearch(cascades), 0.0
    for seed in range(40):
        frame = turned_by(grey(noisy(astronaut(), seed)), turns.turn_deg - turn)
        turns.look(frame, now_s, face_found=turns.turn_deg == turn)
        now_s += PERIOD_S
    assert turns.turn_deg == turn
    assert f"turned by {turn}°" in caplog.text


@pytest.mark.parametrize(
    "name", ["chelsea", "clock", "coffee", "coins", "gravel", "moon", "page", "rocket"]
)
def test_no_thing_does(cascades: FaceSearch, name: str) -> None:
    picture = getattr(skimage.data, name)()
    scene = picture if picture.ndim == 3 else np.dstack([picture] * 3)
    turns, now_s = TurnSearch(cascades), 0.0
    for seed in range(24):
        turns.look(grey(noisy(scene, seed)), now_s, face_found=False)
        now_s += TRIED_EVERY_S
    assert turns.turn_deg == 0
