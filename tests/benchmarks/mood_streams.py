"""Streams of face readings with the truth beside them, made of a network's real answers.

Every reading is what the network says of a real labelled face (or of that face moved a little,
or dimmed): nothing is drawn from an invented distribution. A face that shows an emotion is a
faithful mess: for a moment it looks like one picture of that emotion, then like another.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

import numpy as np
from numpy.typing import NDArray

from tests.benchmarks.robustness import Change, Face, lit, moved
from tui_player.model.mood.emotion import EMOTIONS, Emotion
from tui_player.model.mood.face_reading import FaceBox, FaceReading
from tui_player.training.data.dataset import FaceSet
from tui_player.training.data.label_sets import FERPLUS7, soft_targets, true_classes
from tui_player.training.evaluation.heads import run_logits
from tui_player.vision.faces.quality import face_quality
from tui_player.vision.network.model import ExpressionModel, emotion_probabilities

FRAMES_PER_S = 5.0
# How long a face looks like one picture before it looks like another of its emotion.
HELD_FOR_S = 0.6
FACE_WIDTH_PX = 120.0
HERE, GUESTS_PLACE = FaceBox(0.35, 0.2, 0.3, 0.4), FaceBox(0.02, 0.3, 0.2, 0.27)
# Votes of the ten taggers that lie so close that nobody can tell which emotion it is.
UNDECIDED_BY = 0.21

# The same face a moment later: moved, rolled and lit a little differently.
MOMENTS: tuple[Change, ...] = (
    lambda face: face,
    moved(roll_degrees=5, scale=1.04, shift=(0.03, -0.02)),
    moved(roll_degrees=-6, scale=0.97, shift=(-0.03, 0.03)),
    lit(0.8),
)
IN_THE_DARK = lit(0.12)
# How often people show what, roughly; disgust and fear are rare on a face before a screen.
SHOWN = {
    Emotion.NEUTRAL: 0.4,
    Emotion.HAPPY: 0.25,
    Emotion.SAD: 0.13,
    Emotion.ANGRY: 0.1,
    Emotion.SURPRISED: 0.12,
}


@dataclass(frozen=True, slots=True)
class Truth:
    """From `from_s` on the face shows `emotion`; `is_reaction_due` if the mood should follow."""

    from_s: float
    emotion: Emotion
    accepted: frozenset[Emotion]
    is_reaction_due: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """One analysed frame: a reading, or no face; `is_dark` while the camera says so."""

    at_s: float
    reading: FaceReading | None
    is_dark: bool = False


@dataclass(frozen=True, slots=True)
class Stream:
    """Frames in order of time, and what they show."""

    name: str
    frames: tuple[Frame, ...]
    truths: tuple[Truth, ...]

    @property
    def hours(self) -> float:
        """How long it lasts."""
        return self.frames[-1].at_s / 3600


Looks = tuple[FaceReading, ...]  # one face at a few moments


@dataclass(frozen=True, slots=True)
class Faces:
    """The network's readings of many faces, by what the faces show."""

    clear: Mapping[Emotion, Sequence[Looks]]
    undecided: Mapping[tuple[Emotion, Emotion], Sequence[Looks]]
    dark: Sequence[Looks]


def read_faces(model: ExpressionModel, faces: FaceSet) -> tuple[Faces, Faces]:
    """The readings of a labelled set in two halves that share no face: to tune on, to judge by."""
    moments = [_readings(model, faces, change) for change in MOMENTS]
    dark = _readings(model, faces, IN_THE_DARK)
    truth, counted = true_classes(FERPLUS7, faces.votes, faces.labels)
    shares, _ = soft_targets(FERPLUS7, faces.votes, faces.labels)
    halves = []
    for half in (0, 1):
        rows = [i for i in range(len(faces)) if counted[i] and i % 2 == half]
        looks = {i: tuple(moment[i] for moment in moments) for i in rows}
        undecided: dict[tuple[Emotion, Emotion], list[Looks]] = {}
        clear: dict[Emotion, list[Looks]] = {emotion: [] for emotion in EMOTIONS}
        for i in rows:
            first, second = np.argsort(-shares[i], kind="stable")[:2]
            if shares[i][first] - shares[i][second] < UNDECIDED_BY:
                pair = EMOTIONS[min(first, second)], EMOTIONS[max(first, second)]
                undecided.setdefault(pair, []).append(looks[i])
            else:
                clear[EMOTIONS[truth[i]]].append(looks[i])
        common = {pair: found for pair, found in undecided.items() if len(found) >= 10}
        halves.append(Faces(clear, common, [(dark[i],) for i in rows]))
    return halves[0], halves[1]


def _readings(model: ExpressionModel, faces: FaceSet, change: Change) -> list[FaceReading]:
    images: NDArray[np.uint8] = np.stack([change(face) for face in faces.images])
    changed = FaceSet(images, faces.votes, faces.labels, faces.split)
    probabilities = emotion_probabilities(run_logits(model, changed), model.card)
    return [_reading(p, image) for p, image in zip(probabilities, images, strict=True)]


def _reading(probabilities: NDArray[np.float64], image: Face) -> FaceReading:
    quality = face_quality(image, FACE_WIDTH_PX)
    return FaceReading(tuple(map(float, probabilities)), HERE, 1, quality)


class Performer:
    """Plays a face, frame by frame, and notes the truth."""

    def __init__(self, name: str, faces: Faces, random: Random) -> None:
        self.random = random
        self._name = name
        self._faces = faces
        self._frames: list[Frame] = []
        self._truths: list[Truth] = []
        self._held: Looks = ()
        self._held_until_s = 0.0
        self.now_s = 0.0

    @property
    def stream(self) -> Stream:
        """All that was played."""
        return Stream(self._name, tuple(self._frames), tuple(self._truths))

    def any_emotion(self, but: Emotion | None = None) -> Emotion:
        """One that people show, as often as they do."""
        open_to = [emotion for emotion in SHOWN if emotion is not but]
        return self.random.choices(open_to, [SHOWN[e] for e in open_to])[0]

    def truth(self, emotion: Emotion, *also: Emotion, reaction_due: bool = False) -> None:
        """From now on this is what a mood should be; `also` is no mistake either."""
        accepted = frozenset({emotion, *also})
        self._truths.append(Truth(self.now_s, emotion, accepted, reaction_due))

    def show(self, emotion: Emotion, for_s: float) -> None:
        """The face shows an emotion."""
        for _ in self._frames_of(for_s):
            self._add(self._look(self._faces.clear[emotion]))

    def turn(self, old: Emotion, new: Emotion, for_s: float) -> None:
        """The face goes slowly from one emotion to another."""
        began_s = self.now_s
        for _ in self._frames_of(for_s):
            share = (self.now_s - began_s) / for_s
            shown = new if self.random.random() < share else old
            self._add(self._look(self._faces.clear[shown]))

    def waver(self, pair: tuple[Emotion, Emotion], for_s: float) -> None:
        """A face of which nobody can tell which of two emotions it shows."""
        for _ in self._frames_of(for_s):
            self._add(self._look(self._faces.undecided[pair]))

    def with_guest(self, emotion: Emotion, guests: Emotion, for_s: float) -> None:
        """Two faces; now and then the finder takes the guest's for the main one."""
        for _ in self._frames_of(for_s):
            is_mistaken = self.random.random() < 0.3
            pool = self._faces.clear[guests if is_mistaken else emotion]
            box = GUESTS_PLACE if is_mistaken else HERE
            self._add(replace(self._look(pool), faces_seen=2, box=box))

    def guest_alone(self, guests: Emotion, for_s: float) -> None:
        """Only the guest is left, where the guest sits."""
        for _ in self._frames_of(for_s):
            self._add(replace(self._look(self._faces.clear[guests]), box=GUESTS_PLACE))

    def nobody(self, for_s: float) -> None:
        """An empty chair; once in some seconds a coat is taken for a face."""
        for _ in self._frames_of(for_s):
            is_coat = self.random.random() < 0.02
            self._add(self._look(self._faces.dark) if is_coat else None)

    def darkness(self, for_s: float) -> None:
        """The light is off: mostly no face is found, and what is found is hardly readable."""
        for _ in self._frames_of(for_s):
            is_found = self.random.random() < 0.3
            self._add(self._look(self._faces.dark) if is_found else None, is_dark=not is_found)

    @property
    def undecided_pairs(self) -> list[tuple[Emotion, Emotion]]:
        """The pairs of emotions there are undecided faces for."""
        return sorted(self._faces.undecided)

    def _frames_of(self, for_s: float) -> Iterator[None]:
        for _ in range(round(for_s * FRAMES_PER_S)):
            self.now_s += 1 / FRAMES_PER_S
            yield

    def _add(self, reading: FaceReading | None, *, is_dark: bool = False) -> None:
        self._frames.append(Frame(self.now_s, reading, is_dark))

    def _look(self, pool: Sequence[Looks]) -> FaceReading:
        """One moment of the face looked like now; of another one once its time is over."""
        if self.now_s >= self._held_until_s or self._held not in pool:
            self._held = self.random.choice(pool)
            self._held_until_s = self.now_s + self.random.expovariate(1 / HELD_FOR_S)
        return self.random.choice(self._held)


Play = Callable[[Performer], None]


def flicker(p: Performer) -> None:
    """Ten minutes of one emotion, with a cough, a yawn or a grimace now and then."""
    emotion = p.any_emotion()
    p.truth(emotion, reaction_due=True)
    while p.now_s < 600:
        p.show(emotion, p.random.uniform(8, 40))
        p.show(p.random.choice([e for e in EMOTIONS if e is not emotion]), p.random.uniform(0.4, 2))


def slow_change(p: Performer) -> None:
    """Ten minutes of emotions that turn slowly into each other."""
    emotion = p.any_emotion()
    p.truth(emotion)
    while p.now_s < 600:
        p.show(emotion, p.random.uniform(30, 60))
        following = p.any_emotion(but=emotion)
        turning_s = p.random.uniform(5, 20)
        p.truth(emotion, following)
        p.turn(emotion, following, turning_s)
        p.truth(following)
        emotion = following


def change(p: Performer) -> None:
    """Ten minutes of emotions that change at once, and stay."""
    emotion = p.any_emotion()
    p.truth(emotion, reaction_due=True)
    while p.now_s < 600:
        p.show(emotion, p.random.uniform(15, 60))
        emotion = p.any_emotion(but=emotion)
        p.truth(emotion, reaction_due=True)
    p.show(emotion, 15)


def guest(p: Performer) -> None:
    """Ten minutes of one emotion; somebody comes by, and once is left alone for a while."""
    emotion = p.any_emotion()
    p.truth(emotion, reaction_due=True)
    p.show(emotion, 60)
    while p.now_s < 600:
        guests = p.any_emotion(but=emotion)
        p.with_guest(emotion, guests, p.random.uniform(15, 60))
        p.nobody(3)
        p.guest_alone(guests, p.random.uniform(5, 20))
        p.with_guest(emotion, guests, p.random.uniform(5, 30))
        p.show(emotion, p.random.uniform(30, 90))


def absence(p: Performer) -> None:
    """Ten minutes of one emotion, away from the chair half of the time."""
    emotion = p.any_emotion()
    p.truth(emotion, reaction_due=True)
    while p.now_s < 600:
        p.show(emotion, p.random.uniform(20, 60))
        p.nobody(p.random.uniform(10, 60))


def darkness(p: Performer) -> None:
    """Ten minutes of one emotion, the light going off again and again."""
    emotion = p.any_emotion()
    p.truth(emotion, reaction_due=True)
    while p.now_s < 600:
        p.show(emotion, p.random.uniform(20, 60))
        p.darkness(p.random.uniform(10, 60))


def threshold(p: Performer) -> None:
    """Ten minutes of a face between two emotions: either will do, but not to and fro."""
    pair = p.random.choice(p.undecided_pairs)
    p.truth(pair[0], pair[1])
    p.waver(pair, 600)


PLAYS: dict[str, Play] = {
    "flicker": flicker,
    "slow change": slow_change,
    "change": change,
    "guest": guest,
    "absence": absence,
    "darkness": darkness,
    "threshold": threshold,
}


def streams(faces: Faces, each: int, seed: int) -> list[Stream]:
    """So many streams of every play."""
    made = []
    for name, play in PLAYS.items():
        for number in range(each):
            performer = Performer(name, faces, Random(f"{seed} {name} {number}"))
            play(performer)
            made.append(performer.stream)
    return made
