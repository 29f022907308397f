"""Readings as lines: written, read again, and refused where they make no sense."""

import pytest

from tui_player.messages.events import CameraChanged, CameraState, FaceLost, FaceRead
from tui_player.model.mood.face_reading import FaceBox, FaceReading
from tui_player.vision.reading_log import (
    LoggedEvent,
    ReadingLogError,
    events_of,
    header_line,
    line_of,
)

BOX = FaceBox(0.3, 0.2, 0.4, 0.5)
EVENTS = (
    LoggedEvent(0.0, CameraChanged(CameraState.OK)),
    LoggedEvent(0.2, FaceRead(FaceReading((0.4, *(0.1,) * 6), BOX, faces_seen=2, quality=0.5))),
    LoggedEvent(0.4, FaceLost()),
    LoggedEvent(9.123, CameraChanged(CameraState.DARK, "It is too dark – turn on a light.")),
)


def test_what_is_written_is_read_again() -> None:
    assert tuple(events_of([header_line(), *map(line_of, EVENTS)])) == EVENTS


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([], "no readings"),
        ([header_line()], "no readings"),
        (['{"format": "other"}', "{}"], "line 1 .* first line must be"),
        ([header_line(), "not JSON"], "line 2"),
        pytest.param([header_line(), "[" * 99_999], "line 2", id="too deep"),
        ([header_line(), '{"t": 1}'], "line 2 .*face"),
        ([header_line(), '{"t": 1, "camera": "asleep", "sentence": ""}'], "asleep"),
        ([header_line(), line_of(EVENTS[1]).replace("sad", "glad")], "line 2 .*sad"),
        ([header_line(), '{"t": NaN, "face": null}'], "line 2 .*reckon"),
        ([header_line(), '{"t": Infinity, "face": null}'], "line 2 .*reckon"),
        ([header_line(), '{"t": -1, "face": null}'], "line 2 .*before the recording began"),
        ([header_line(), line_of(EVENTS[1]).replace("0.4,", "1.4,", 1)], "line 2 .*from 0 to 1"),
        ([header_line(), line_of(EVENTS[1]).replace("0.5}", "NaN}")], "line 2 .*reckon"),
        ([header_line(), line_of(EVENTS[1]).replace("0.1", "0.0")], "line 2 .*add up to 0.4"),
    ],
)
def test_what_is_no_recording_is_refused(lines: list[str], words: str) -> None:
    with pytest.raises(ReadingLogError, match=words):
        list(events_of(lines))
