"""The screen's sentences."""

from dataclasses import replace

import pytest

from tests.ui.sample_snapshots import GOLDEN, HAPPY, NOTHING_WORKS, PINNED_SAD, PLAYING, track
from tui_player.messages.events import CameraState
from tui_player.messages.snapshot import (
    CameraView,
    EndingView,
    GoalView,
    LibraryView,
    MoodView,
    Pin,
)
from tui_player.model.device_states import FaceSight, Replays
from tui_player.model.mood.emotion import Emotion
from tui_player.ui.drawing.glyphs import ASCII, UNICODE
from tui_player.ui.text import (
    about_track,
    camera_sign,
    duration,
    ending_sentence,
    goal_sentence,
    home_shortened,
    library_sentences,
    mood_sentence,
    pin_sentence,
    short_camera_sign,
    thousands,
)

OPEN = CameraView(CameraState.OK, "", 5.0)


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(None, "-:--"), (0.0, "0:00"), (59.9, "0:59"), (61.0, "1:01"), (3725.0, "1:02:05")],
)
def test_duration(seconds: float | None, shown: str) -> None:
    assert duration(seconds) == shown


def test_thousands_are_set_apart() -> None:
    assert thousands(12_408) == "12 408"


@pytest.mark.parametrize(
    ("mood", "camera", "sentence"),
    [
        (HAPPY, OPEN, "looks happy 😀 82 %"),
        (replace(HAPPY, unsure=True), OPEN, "? unsure"),
        (replace(HAPPY, sight=FaceSight.NOBODY), OPEN, "nobody there"),
        (replace(HAPPY, sight=FaceSight.SEVERAL), OPEN, "looks happy 😀 82 %, several faces"),
        (replace(HAPPY, held_by_guest=True), OPEN, "stays happy 😀, guest there"),
        (MoodView(sight=FaceSight.FACE), OPEN, "reading your face"),
        (HAPPY, CameraView(CameraState.DARK, "It is dark"), "too dark to see"),
        (HAPPY, CameraView(CameraState.OFF), "stays happy 😀"),
        (MoodView(), CameraView(CameraState.ABSENT), "not looking"),
    ],
)
def test_mood_sentence(mood: MoodView, camera: CameraView, sentence: str) -> None:
    assert mood_sentence(mood, camera, UNICODE) == sentence


def test_under_a_pin_the_face_is_told_not_the_pin() -> None:
    pinned = replace(HAPPY, emotion=Emotion.SAD, certainty=0.03, pin=Pin(Emotion.SAD))
    assert mood_sentence(pinned, OPEN, UNICODE) == "looks happy 😀 82 %"
    assert pin_sentence(pinned, UNICODE) == "pin sad 😢 until unpinned"


def test_a_look_that_is_not_the_mood_yet_says_so() -> None:
    turning = replace(HAPPY, emotion=Emotion.SAD, certainty=0.03)
    assert mood_sentence(turning, OPEN, UNICODE) == "looks happy 😀 82 %, mood still sad"


def test_on_the_way_to_a_goal_the_face_is_told_alone() -> None:
    goal = GoalView("lift", Emotion.HAPPY, (Emotion.SAD, Emotion.NEUTRAL, Emotion.HAPPY), 1)
    lifted = replace(HAPPY, emotion=Emotion.NEUTRAL, goal=goal)
    assert mood_sentence(lifted, OPEN, UNICODE) == "looks happy 😀 82 %"
    assert goal_sentence(goal) == "lift sad → neutral → happy"
    assert goal_sentence(GoalView("ramp", Emotion.HAPPY)) == "ramp to happy"


def test_before_a_mood_has_settled_the_look_is_told_alone() -> None:
    first = replace(HAPPY, emotion=None, certainty=0.0)
    assert mood_sentence(first, OPEN, UNICODE) == "looks happy 😀 82 %"


@pytest.mark.parametrize(
    ("ending", "sentence"),
    [
        (EndingView(), ""),
        (EndingView("this track"), "repeats this track"),
        (EndingView(stops_after_track=True), "pauses after this track"),
        (EndingView("the queue", sleep_min=28), "repeats the queue · pauses in 28 min"),
        (EndingView(sleep_min=0), "pauses after this track"),
    ],
)
def test_a_timer_that_waits_in_a_pause_counts_no_minutes(ending: EndingView, sentence: str) -> None:
    assert ending_sentence(ending) == sentence


def test_no_pin_is_a_dash() -> None:
    assert pin_sentence(HAPPY, UNICODE) == "pin –"
    assert pin_sentence(HAPPY, ASCII) == "pin -"


@pytest.mark.parametrize("state", list(CameraState))
def test_the_camera_sign_is_filled_exactly_while_the_device_is_open(state: CameraState) -> None:
    camera = CameraView(state, "", 4.6)
    sign = camera_sign(camera, UNICODE)
    assert sign.startswith("●") == camera.device_is_open
    assert ("CAM 5/s" in sign) == camera.device_is_open


@pytest.mark.parametrize("replays", [Replays.DEMO, Replays.RECORDING])
def test_replayed_readings_are_never_called_a_camera(replays: Replays) -> None:
    playing = CameraView(CameraState.OK, "", 5.0, replays=replays)
    stopped = CameraView(CameraState.OFF, replays=replays)
    assert not playing.device_is_open
    name = replays.upper()
    assert camera_sign(playing, UNICODE) == f"{name}: replayed readings, no camera"
    assert short_camera_sign(playing, UNICODE) == f"{name}: no camera"
    assert camera_sign(stopped, UNICODE) == f"{name}: readings off"
    assert mood_sentence(HAPPY, playing, UNICODE).startswith("looks happy")
    assert mood_sentence(HAPPY, stopped, UNICODE) == "stays happy 😀"


def test_the_library_line_shortens_step_by_step() -> None:
    spellings = library_sentences(PLAYING.library, "/home/ada", UNICODE)
    assert spellings[0] == "♪ 12 408 tracks · 31 genres · watching ~/Music"
    assert spellings[-1] == "♪ 12 408"
    assert [len(s) for s in spellings] == sorted((len(s) for s in spellings), reverse=True)


def test_a_scan_is_told() -> None:
    assert (
        library_sentences(PINNED_SAD.library, "", UNICODE)[0]
        == "♪ 3 201 tracks · scanning 3 201 of 12 408"
    )
    counting = LibraryView("/m", 1, 1, scanning=True, scan_done=7)
    assert library_sentences(counting, "", UNICODE)[0] == "♪ 1 track · scanning 7"


@pytest.mark.parametrize(
    ("folder", "shown"),
    [("/home/ada/Music", "~/Music"), ("/home/ada", "~"), ("/home/adam/x", "/home/adam/x")],
)
def test_home_is_a_tilde(folder: str, shown: str) -> None:
    assert home_shortened(folder, "/home/ada") == shown


def test_about_track_leaves_out_what_is_not_known() -> None:
    assert about_track(GOLDEN, UNICODE) == "Kacey Musgraves · Golden Hour (2018) · country pop"
    assert about_track(track("x", year=1999), ASCII) == "1999"
    assert about_track(track("x"), UNICODE) == ""


def test_nothing_works_has_words_for_the_camera() -> None:
    assert camera_sign(NOTHING_WORKS.camera, UNICODE) == "○ camera not allowed"
