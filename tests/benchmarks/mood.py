"""How often the mood is wrong and how soon it follows, against three plainer ways.

Run from the checkout: python -m tests.benchmarks.mood MODEL --data DATA [--half tune|held-out]

The mood's settings were tuned on the half "tune" alone; "held-out" has other faces and other
streams. A switch is wrong when it goes to a mood the face does not show, or to and fro between
two that it may show. The reaction is the time from a lasting change to the mood's; a change not
followed counts as longer than any.
"""

import argparse
import math
import statistics
from collections import Counter, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import cv2

from tests.benchmarks.mood_streams import Frame, Stream, Truth, read_faces, streams
from tui_player.core.context import CoreContext
from tui_player.core.memory import Memory
from tui_player.core.mood.controller import MoodController
from tui_player.core.mood.smoothing import MoodSettings
from tui_player.core.playback.queue import PlayQueue
from tui_player.core.selection.rules import MoodRules
from tui_player.messages.events import CameraState
from tui_player.model.mood.emotion import EMOTIONS, Emotion
from tui_player.model.mood.goal import GoalSettings
from tui_player.model.mood.moods import PLAIN_MOODS
from tui_player.model.mood.plan import MusicPlan, MusicTarget
from tui_player.training.data.dataset import load_faces
from tui_player.vision.network.model import ExpressionModel

SEEDS = {"tune": 1, "held-out": 2}
VOTES = 10
AVERAGED_S = 1.0

RULES = MoodRules.from_table({e.value: {"plays": {"pop": 1.0}} for e in EMOTIONS})


class Judge(Protocol):
    """A way to make one mood of readings."""

    def mood_after(self, frame: Frame) -> str | None: ...


class Ours:
    """The mood as the player keeps it."""

    def __init__(self, settings: MoodSettings) -> None:
        up_next = PlayQueue(), MusicPlan.steady(MusicTarget(None, ""))
        self._controller = MoodController(
            CoreContext(Memory()), settings, GoalSettings(), PLAIN_MOODS, RULES, lambda: up_next
        )
        self._is_dark: bool | None = None

    def mood_after(self, frame: Frame) -> str | None:
        """The steady mood."""
        if frame.is_dark != self._is_dark:
            self._is_dark = frame.is_dark
            state = CameraState.DARK if frame.is_dark else CameraState.OK
            self._controller.presence.camera_changed(state, "")
        if frame.reading is None:
            self._controller.presence.face_lost(frame.at_s)
        else:
            self._controller.face_read(frame.reading, frame.at_s)
        return self._controller.emotion


class Strongest:
    """Whatever the last reading says."""

    def __init__(self) -> None:
        self._mood: Emotion | None = None

    def mood_after(self, frame: Frame) -> str | None:
        """The emotion of the highest probability."""
        if frame.reading is not None:
            self._mood = frame.reading.strongest
        return self._mood


class Vote:
    """What most of the last readings say."""

    def __init__(self) -> None:
        self._last: deque[Emotion] = deque(maxlen=VOTES)

    def mood_after(self, frame: Frame) -> str | None:
        """The most frequent one, the earliest among equals."""
        if frame.reading is not None:
            self._last.append(frame.reading.strongest)
        return Counter(self._last).most_common(1)[0][0] if self._last else None


class Average:
    """The strongest of an exponential average."""

    def __init__(self) -> None:
        self._average: list[float] | None = None
        self._share = 1 - math.exp(-1 / (AVERAGED_S * 5))

    def mood_after(self, frame: Frame) -> str | None:
        """The emotion of the highest average."""
        if frame.reading is not None:
            new = frame.reading.probabilities
            old = self._average or list(new)
            self._average = [a + self._share * (b - a) for a, b in zip(old, new, strict=True)]
        if self._average is None:
            return None
        return EMOTIONS[max(range(len(EMOTIONS)), key=self._average.__getitem__)]


@dataclass(frozen=True, slots=True)
class Score:
    """Switches that were wrong, over so many hours; a reaction (s) per change, inf for none."""

    wrong: int
    hours: float
    reactions: tuple[float, ...]

    @property
    def wrong_per_hour(self) -> float:
        """Wrong switches an hour."""
        return self.wrong / self.hours

    @property
    def median_s(self) -> float:
        """The reaction in the middle; not a number where none was due."""
        return statistics.median(self.reactions) if self.reactions else math.nan

    @property
    def missed(self) -> float:
        """The share of changes that were never followed."""
        count = len(self.reactions)
        return sum(map(math.isinf, self.reactions)) / count if count else math.nan


def score(made: Sequence[Stream], new_judge: Callable[[], Judge]) -> Score:
    """How one way does on all streams."""
    wrong = 0
    reactions: list[float] = []
    for stream in made:
        its_wrong, its_reactions = _score_one(stream, new_judge())
        wrong += its_wrong
        reactions += its_reactions
    return Score(wrong, sum(stream.hours for stream in made), tuple(reactions))


def _score_one(stream: Stream, judge: Judge) -> tuple[int, list[float]]:
    wrong = 0
    reactions: list[float] = []
    mood: str | None = None
    waiting: Truth | None = None
    truths = list(stream.truths)
    truth = truths[0]
    has_chosen = False
    for frame in stream.frames:
        while truths and truths[0].from_s <= frame.at_s:
            if waiting is not None:
                reactions.append(math.inf)
            truth = truths.pop(0)
            has_chosen = False
            waiting = truth if truth.is_reaction_due and mood != truth.emotion else None
        before, mood = mood, judge.mood_after(frame)
        if mood != before and mood is not None:
            is_to_and_fro = has_chosen and before in truth.accepted
            wrong += mood not in truth.accepted or is_to_and_fro
            has_chosen |= mood in truth.accepted
        if waiting is not None and mood is waiting.emotion:
            reactions.append(frame.at_s - waiting.from_s)
            waiting = None
    return wrong, reactions if waiting is None else [*reactions, math.inf]


RIVALS: dict[str, Callable[[], Judge]] = {
    "ours": lambda: Ours(MoodSettings()),
    "strongest now": Strongest,
    f"vote of {VOTES}": Vote,
    f"average, {AVERAGED_S:g} s": Average,
}


def report(half: str, made: Sequence[Stream]) -> None:
    """Print the figures of one half: all streams, then each kind."""
    hours = sum(stream.hours for stream in made)
    print(f"\n{half}: {len(made)} streams, {hours:.1f} h")
    print(f"{'':14}" + "".join(f"{name:>26}" for name in RIVALS))
    print(f"{'':14}" + f"{'wrong/h  median  missed':>26}" * len(RIVALS))
    kinds = ["all", *dict.fromkeys(stream.name for stream in made)]
    for kind in kinds:
        chosen = [stream for stream in made if kind in ("all", stream.name)]
        scores = [score(chosen, new_judge) for new_judge in RIVALS.values()]
        print(f"{kind:14}" + "".join(_figures(one) for one in scores), flush=True)


def _figures(one: Score) -> str:
    if not one.reactions:
        return f"{one.wrong_per_hour:9.1f}{'-':>9}{'-':>8}"
    median = "never" if math.isinf(one.median_s) else f"{one.median_s:.1f} s"
    return f"{one.wrong_per_hour:9.1f}{median:>9}{one.missed:8.0%}"


def main() -> None:
    """Print wrong switches an hour, median reaction and missed changes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--half", choices=(*SEEDS, "both"), default="both")
    parser.add_argument("--each", type=int, default=12, help="streams of each kind (default: 12)")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    model = ExpressionModel.load(options.model)
    halves = read_faces(model, load_faces(options.data).of_split("PublicTest"))
    for (half, seed), faces in zip(SEEDS.items(), halves, strict=True):
        if options.half in (half, "both"):
            report(half, streams(faces, options.each, seed))


if __name__ == "__main__":
    main()
