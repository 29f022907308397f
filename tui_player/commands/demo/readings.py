"""The readings that the demo replays: a made-up sitting, the face going through its moods."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tui_player.messages.events import FaceLost, FaceRead
from tui_player.model.mood.emotion import EMOTIONS, Emotion
from tui_player.model.mood.face_reading import FaceBox, FaceReading
from tui_player.vision.reading_log import LoggedEvent, header_line, line_of

READINGS_PER_S = 5
# From one look to the next the face takes about so long.
TURNING_S = 1.2
# How far a reading of a face that keeps still goes up and down.
WAVERING = 0.05


@dataclass(frozen=True, slots=True)
class Scene:
    """What the face shows for a while: shares of emotions, the rest even; None: nobody there."""

    seconds: float
    shares: Mapping[Emotion, float] | None


def _clear(emotion: Emotion, seconds: float, share: float = 0.86) -> Scene:
    return Scene(seconds, {emotion: share})


SCENES: tuple[Scene, ...] = (
    _clear(Emotion.NEUTRAL, 30),
    _clear(Emotion.HAPPY, 38, 0.93),
    _clear(Emotion.SAD, 36, 0.82),
    # Hard to read: the mood stays, and the screen says that it is unsure.
    Scene(20, {Emotion.SAD: 0.34, Emotion.ANGRY: 0.3, Emotion.NEUTRAL: 0.2}),
    _clear(Emotion.ANGRY, 36, 0.85),
    Scene(18, None),
    _clear(Emotion.SURPRISED, 34, 0.9),
    _clear(Emotion.FEARFUL, 34, 0.78),
    _clear(Emotion.DISGUSTED, 34, 0.8),
    _clear(Emotion.HAPPY, 36, 0.9),
)


def write_readings(path: Path) -> None:
    """Write the sitting as a recording to replay. Raises OSError."""
    lines = [header_line(), *map(line_of, sitting())]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def sitting() -> Iterator[LoggedEvent]:
    """All that is read, in order of time; the same each time."""
    random = Random("a sitting")
    shown = _probabilities({})
    began_s = 0.0
    for scene in SCENES:
        for number in range(round(scene.seconds * READINGS_PER_S)):
            at_s = began_s + number / READINGS_PER_S
            if scene.shares is None:
                yield LoggedEvent(at_s, FaceLost())
                continue
            shown = _turned(shown, _probabilities(scene.shares))
            yield LoggedEvent(at_s, FaceRead(_reading(shown, at_s, random)))
        began_s += scene.seconds


def _probabilities(shares: Mapping[Emotion, float]) -> list[float]:
    rest = (1.0 - sum(shares.values())) / (len(EMOTIONS) - len(shares))
    return [shares.get(emotion, rest) for emotion in EMOTIONS]


def _turned(shown: list[float], towards: list[float]) -> list[float]:
    step = min(1.0, 2 / (TURNING_S * READINGS_PER_S))
    return [old + step * (new - old) for old, new in zip(shown, towards, strict=True)]


def _reading(shown: list[float], at_s: float, random: Random) -> FaceReading:
    """A reading as a camera gives it: it wavers, and the head sways a little."""
    wavering = [max(0.001, p + random.gauss(0.0, WAVERING)) for p in shown]
    total = sum(wavering)
    sway = 0.02 * (at_s % 7 - 3.5) / 3.5
    return FaceReading(
        probabilities=tuple(p / total for p in wavering),
        box=FaceBox(0.36 + sway, 0.24, 0.28, 0.46),
        quality=round(random.uniform(0.85, 1.0), 2),
    )
