"""A person's face at rest, taken as the prior of all readings of that face.

Some faces at rest read as angry or sad. What a network says of a face is taken as the look plus
a constant of that person in log-odds (the person-specific normalisation of T. Baltrusaitis,
M. Mahmoud and P. Robinson, 2015, which takes a person's neutral values away from every later
one); taking it away is to divide probabilities by how far the prior is off, and to make them add
up to 1 again (M. Saerens, P. Latinne and C. Decaestecker, 2002).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tui_player.domain.emotion import EMOTIONS, Emotion, FaceReading

# What a face at rest shows of an emotion it does not show: about the mean of all but sadness
# over the neutral faces of FER2013's PublicTest, as the shipped network reads them.
EXPECTED_SHARE = 0.04
# An emotion is made at most so many times less likely, or a person could not show it any more.
# Found on those faces, their log-odds of anger or sadness raised by 1.5 to 3.5: neutral is then
# seen in 59 of 100 neutral faces; with the prior in 78 and the raised emotion still in 84 of 100.
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
        return min(max(at_rest / EXPECTED_SHARE, 1.0), LARGEST_DIVISOR)

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
        others = [e for e in self.strongest if e is not Emotion.NEUTRAL]
        most = max((others.count(emotion) for emotion in EMOTIONS), default=0)
        alike = self.readings - len(others) + most
        return alike >= STEADY_SHARE * self.readings

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
