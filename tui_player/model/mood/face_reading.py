"""One reading of a face: where it is, and what the network says of it."""

from dataclasses import dataclass

from tui_player.model.mood.emotion import EMOTIONS, Emotion


@dataclass(frozen=True, slots=True)
class FaceBox:
    """Where a face is, as fractions (0 to 1) of the frame's width and height."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class FaceReading:
    """What the network says of one face in one frame.

    `probabilities` holds one number per emotion in the order of `EMOTIONS`, summing to 1.
    `quality` (0 to 1) says how far the crop can be trusted: small or dark faces score low.
    """

    probabilities: tuple[float, ...]
    box: FaceBox
    faces_seen: int = 1
    quality: float = 1.0

    def __post_init__(self) -> None:
        if len(self.probabilities) != len(EMOTIONS):
            raise ValueError(
                f"a reading needs {len(EMOTIONS)} probabilities, got {len(self.probabilities)}"
            )

    def probability(self, emotion: Emotion) -> float:
        """The probability (0 to 1) of one emotion."""
        return self.probabilities[EMOTIONS.index(emotion)]

    @property
    def strongest(self) -> Emotion:
        """The emotion with the highest probability."""
        return max(EMOTIONS, key=self.probability)
