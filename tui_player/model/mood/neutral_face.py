"""A person's face at rest, as the network reads it."""

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

    def description(self) -> str:
        """What the resting face reads as, in words: its two largest shares."""
        shares = zip(EMOTIONS, self.probabilities, strict=True)
        strongest = sorted(shares, key=lambda pair: -pair[1])[:2]
        return ", ".join(f"{emotion} {round(100 * share)} %" for emotion, share in strongest)
