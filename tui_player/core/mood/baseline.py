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
from tui_player.model.mood.neutral_face import NeutralFace

MEASURED_FOR_S = 20.0
# Fewer usable readings than this, and nothing is kept.
FEWEST_READINGS = 20
POOREST_QUALITY = 0.3
# A face at rest reads as neutral and at most one other emotion in at least this share of readings.
STEADY_SHARE = 0.75


class RestingFace:
    """Owns the face at rest and its measurement, if one is under way."""

    def __init__(self, face: NeutralFace | None) -> None:
        self.face = face
        self._measurement: NeutralMeasurement | None = None

    @property
    def is_measured(self) -> bool:
        """Whether a measurement is under way."""
        return self._measurement is not None

    def use(self, face: NeutralFace | None) -> None:
        """Take this as the face at rest; None: no correction."""
        self.face = face

    def corrected(self, reading: FaceReading) -> FaceReading:
        """The reading with what the face shows at rest counted as neutral."""
        return reading if self.face is None else self.face.corrected(reading)

    def measure(self, now_s: float) -> None:
        """Begin a measurement."""
        self._measurement = NeutralMeasurement(now_s)

    def stop_measuring(self) -> None:
        """End a measurement and keep nothing of it."""
        self._measurement = None

    def takes(self, reading: FaceReading) -> bool:
        """Whether the reading goes into a measurement; it is then not one of the mood."""
        if self._measurement is None:
            return False
        self._measurement = self._measurement.with_reading(reading)
        return True

    def left_s(self, now_s: float) -> float | None:
        """Seconds until the measurement is over, at least 0; None without one."""
        return None if self._measurement is None else self._measurement.left_s(now_s)

    def take_measurement(self, now_s: float) -> "NeutralMeasurement | None":
        """The measurement once it is over; None before, and afterwards."""
        if self._measurement is None or self._measurement.left_s(now_s) > 0:
            return None
        measurement, self._measurement = self._measurement, None
        return measurement


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
