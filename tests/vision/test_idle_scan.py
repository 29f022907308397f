"""When a scene is searched: always while somebody may be there, seldom while it stays empty."""

import cv2
import numpy as np

from tests.vision.frames import grey, noisy, wall
from tui_player.vision.faces.crop import GreyImage
from tui_player.vision.idle_scan import ALERT_S, EMPTY_AFTER_S, STILL_EVERY_S, Vigilance

EMPTY = grey(wall())
FRAME_S = 0.2


def searches(vigilance: Vigilance, frames: int, begin_s: float, scene: GreyImage = EMPTY) -> int:
    """How many of so many frames, five a second, are searched."""
    times_s = [begin_s + FRAME_S * number for number in range(frames)]
    return sum(vigilance.is_search_due(scene, time_s) for time_s in times_s)


def emptied() -> Vigilance:
    """One that knows for long that nobody is there; it was searched at 19.8 s last, or near."""
    vigilance = Vigilance()
    searches(vigilance, 100, 0.0)
    return vigilance


def test_at_first_every_frame_is_searched() -> None:
    frames = round(EMPTY_AFTER_S / FRAME_S) - 1
    assert searches(Vigilance(), frames, 100.0) == frames


def test_an_empty_scene_is_searched_now_and_then() -> None:
    found = searches(emptied(), 50, 20.0)
    assert abs(found - 50 * FRAME_S / STILL_EVERY_S) <= 1


def test_the_noise_of_a_sensor_is_no_movement() -> None:
    vigilance = emptied()
    found = [
        vigilance.is_search_due(grey(noisy(wall(), number)), 20.0 + FRAME_S * number)
        for number in range(25)
    ]
    assert sum(found) <= 6


def test_whoever_comes_in_is_searched_for_at_once_and_for_a_while() -> None:
    vigilance = emptied()
    somebody = EMPTY.copy()
    cv2.circle(somebody, (300, 200), 30, 40, -1)
    assert vigilance.is_search_due(somebody, 20.05)
    frames = round(ALERT_S / FRAME_S) - 1
    assert searches(vigilance, frames, 20.2, somebody) == frames
    assert searches(vigilance, 50, 26.0, somebody) < 15


def test_a_face_has_every_frame_searched_again() -> None:
    vigilance = emptied()
    vigilance.face_seen(20.0)
    frames = round(EMPTY_AFTER_S / FRAME_S) - 1
    assert searches(vigilance, frames, 20.0) == frames


def test_a_picture_of_another_size_does_no_harm() -> None:
    vigilance = emptied()
    assert vigilance.is_search_due(np.zeros((2, 3), np.uint8), 20.0)
