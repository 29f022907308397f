"""A person's face at rest, taken as the prior of all readings of that face.

Some faces at rest read as angry or sad. What a network says of a face is taken as the look plus
a constant of that person in log-odds (the person-specific normalisation of T. Baltrusaitis,
M. Mahmoud and P. Robinson, 2015, which takes a person's neutral values away from every later
one); taking it away is to divide probabilities by how far the prior is off, and to make them add
up to 1 again (M. Saerens, P. Latinne and C. Decaestecker, 2002).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tui_player.model.mood.emotion import EMOTIONS, Emotion
from tui_player.model.mood.face_reading import FaceReading

# What an ordinary face at rest shows of the other emotions: about the means over the neutral
# faces of FER2013's PublicTest as the shipped network reads them (0.14 sad, 0.01 to 0.04 the
# others): a network takes neutral for sad far more often than for anything else.
EXPECTED_SAD = 0.15
EXPECTED_SHARE = 0.05
# An emotion is made at most so many times less likely, or a person could not show it any more.
# tests/benchmarks/neutral_face.py prints what follows: faces whose log-odds of sadness are raised
# by 2.5 are then seen as neutral in 68 of 100 cases and not in 57, as sad in 91 and not in 96.
LARGEST_DIVISOR = 8.0

MEASURED_FOR_S = 20.0
# Fewer usable readings than this, and nothing is kept.
FEWEST_READINGS = 20
POOREST_QUALITY = 0.3
# A face at rest reads as neutral and at most one other emotion in at least this share of readings.
STEADY_SHARE = 0.75


@dataclass(frozen=True, slots=True)
class NeutralFace:
    """The average of the probabilities (in the order of EMOTIONS) read off a face at rest."""

    probabilities: tuple[float, ...]
    at_unix_s: float

    def corrected(self, reading: FaceReading) -> FaceReading:
        """The reading of the same face, with what it shows at rest counted as neutral.

        Emotions it does not show at rest keep their odds against each other.
        """
        weighed = [
            probability / self._divisor(emotion)
            for emotion, probability in zip(EMOTIONS, reading.probabilities, strict=True)
        ]
        total = sum(weighed)
        return replace(reading, probabilities=tuple(share / total for share in weighed))

    def _divisor(self, emotion: Emotion) -> float:
        if emotion is Emotion.NEUTRAL:
            return 1.0
        at_rest = self.probabilities[EMOTIONS.index(emotion)]
        expected = EXPECTED_SAD if emotion is Emotion.SAD else EXPECTED_SHARE
        return min(max(at_rest / expected, 1.0), LARGEST_DIVISOR)

    def told(self) -> str:
        """What the resting face reads as, in words: its two largest shares."""
        shares = zip(EMOTIONS, self.probabilities, strict=True)
        strongest = sorted(shares, key=lambda pair: -pair[1])[:2]
        return ", ".join(f"{emotion} {round(100 * share)} %" for emotion, share in strongest)


@dataclass(frozen=True, slots=True)
class NeutralMeasurement:
    """Twenty seconds of rest that began at `began_s` (steady); every reading gives a new one."""

    began_s: float
    total: tuple[float, ...] = (0.0,) * len(EMOTIONS)
    strongest: tuple[Emotion, ...] = ()

    def with_reading(self, reading: FaceReading) -> "NeutralMeasurement":
        """With one more reading; poor ones, and those with a guest beside, are left out."""
        if reading.quality < POOREST_QUALITY or reading.faces_seen > 1:
            return self
        total = tuple(a + b for a, b in zip(self.total, reading.probabilities, strict=True))
        return replace(self, total=total, strongest=(*self.strongest, reading.strongest))

    def left_s(self, now_s: float) -> float:
        """Seconds until its end, at least 0."""
        return max(0.0, self.began_s + MEASURED_FOR_S - now_s)

    @property
    def readings(self) -> int:
        """How many readings count."""
        return len(self.strongest)

    @property
    def is_steady(self) -> bool:
        """Whether the face kept to one look, or to one beside neutral."""
        counts = Counter(self.strongest)
        neutral = counts.pop(Emotion.NEUTRAL, 0)
        return neutral + max(counts.values(), default=0) >= STEADY_SHARE * self.readings

    @property
    def is_enough(self) -> bool:
        """Whether enough readings came to be averaged."""
        return self.readings >= FEWEST_READINGS

    def neutral_face(self, now_unix_s: float) -> NeutralFace:
        """The average; there must be enough readings."""
        return NeutralFace(_rounded([s / self.readings for s in self.total]), now_unix_s)


def _rounded(shares: Sequence[float]) -> tuple[float, ...]:
    """To the thousandth: nothing finer is known, and nothing more is to be kept."""
    return tuple(round(share, 3) for share in shares)
