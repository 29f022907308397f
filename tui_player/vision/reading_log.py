"""Readings of a face as lines of text: written to be replayed, with no picture in them.

The first line names the format, each further one is a JSON object with `t`, seconds since the
recording began, and one of: `face` (probabilities `p` by emotion, `box`, `faces`, `quality`; null
where no face was found), or `camera` (its state, with a `sentence`).
"""

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tui_player.messages.events import CameraChanged, CameraState, FaceLost, FaceRead
from tui_player.model.errors import TuiPlayerError
from tui_player.model.mood.emotion import EMOTIONS
from tui_player.model.mood.face_reading import FaceBox, FaceReading

HEADER = {"format": "tui-player readings", "version": 1}

# How far written probabilities, each to the nearest ten-thousandth, may be off in all.
ROUNDING = 0.01

CameraEvent = FaceRead | FaceLost | CameraChanged


class ReadingLogError(TuiPlayerError):
    """A recording of readings that cannot be used; the message says which line and why."""


@dataclass(frozen=True, slots=True)
class LoggedEvent:
    """What the camera told, so many seconds after the recording began."""

    at_s: float
    event: CameraEvent


def header_line() -> str:
    """The first line of a recording."""
    return json.dumps(HEADER)


def line_of(logged: LoggedEvent) -> str:
    """One event as a line."""
    told: dict[str, Any] = {"t": round(logged.at_s, 3)}
    match logged.event:
        case FaceRead(reading):
            box = reading.box
            told["face"] = {
                "p": {e.value: round(reading.probability(e), 4) for e in EMOTIONS},
                "box": [round(n, 4) for n in (box.left, box.top, box.width, box.height)],
                "faces": reading.faces_seen,
                "quality": round(reading.quality, 3),
            }
        case FaceLost():
            told["face"] = None
        case CameraChanged(state, sentence):
            told |= {"camera": state.value, "sentence": sentence}
    return json.dumps(told, ensure_ascii=False)


def events_of(lines: Iterable[str]) -> Iterator[LoggedEvent]:
    """The events of a recording; raises ReadingLogError at the first line that is none."""
    number = 0
    for number, line in enumerate(lines, start=1):
        try:
            told = json.loads(line)
            if number == 1:
                _check_header(told)
            else:
                yield _event(told)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as problem:
            raise ReadingLogError(f"line {number} is no reading: {problem}") from problem
    if number < 2:
        raise ReadingLogError("there are no readings in it")


def _check_header(told: Mapping[str, Any]) -> None:
    if told != HEADER:
        raise ValueError(f"the first line must be {header_line()}")


def _event(told: Mapping[str, Any]) -> LoggedEvent:
    at_s = _number(told["t"])
    if at_s < 0:
        raise ValueError(f"its time is {at_s}, before the recording began")
    if "camera" in told:
        state = CameraState(told["camera"])
        return LoggedEvent(at_s, CameraChanged(state, str(told["sentence"])))
    face = told["face"]
    return LoggedEvent(at_s, FaceLost() if face is None else FaceRead(_reading(face)))


def _reading(face: Mapping[str, Any]) -> FaceReading:
    left, top, width, height = map(_number, face["box"])
    shares = tuple(_number(face["p"][emotion]) for emotion in EMOTIONS)
    quality = _number(face["quality"])
    if not all(0 <= share <= 1 for share in (*shares, quality)):
        raise ValueError("probabilities and quality go from 0 to 1")
    if abs(sum(shares) - 1) > ROUNDING:
        raise ValueError(f"its probabilities add up to {sum(shares):g}, not to 1")
    return FaceReading(shares, FaceBox(left, top, width, height), int(face["faces"]), quality)


def _number(value: Any) -> float:
    """A number that can be reckoned with; raises ValueError or TypeError for any other."""
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(f"{value} is no number to reckon with")
    return number
