"""Pins: held for some tracks, for some time, or until they are taken off."""

import pytest

from tui_player.core.mood.pin import MoodPin
from tui_player.model.mood.emotion import Emotion
from tui_player.model.mood.pin_span import PinSpan


def test_without_a_span_a_pin_holds() -> None:
    pin = MoodPin.for_span(Emotion.SAD, PinSpan(), now_s=0.0)
    assert pin.after_track() == pin
    assert pin.at(1e9) == pin
    assert pin.ends(0.0) == "until unpinned"


def test_tracks_are_counted_down() -> None:
    pin: MoodPin | None = MoodPin.for_span(Emotion.SAD, PinSpan(tracks=3), now_s=0.0)
    told = []
    while pin is not None:
        told.append(pin.ends(0.0))
        pin = pin.after_track()
    assert told == ["for 3 tracks", "for 2 tracks", "for this track"]


@pytest.mark.parametrize(
    ("now_s", "told"),
    [
        (0.0, "for 30 min"),
        (1.0, "for 30 min"),
        (60.0, "for 29 min"),
        (1790.0, "for under a minute"),
    ],
)
def test_minutes_are_counted_down(now_s: float, told: str) -> None:
    pin = MoodPin.for_span(Emotion.SAD, PinSpan(seconds=1800.0), now_s=0.0)
    assert pin.ends(now_s) == told
    assert pin.at(now_s) == pin
    assert pin.at(1800.0) is None
