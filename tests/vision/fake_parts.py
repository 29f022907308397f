"""Stand-ins for a camera and a network, for tests of what goes on around them."""

from collections.abc import Callable

from tests.vision.frames import HandClock
from tui_player.model.mood.emotion import EMOTIONS
from tui_player.vision.cameras.camera import CameraError, ColourImage, Frame
from tui_player.vision.faces.crop import CropSpec, GreyImage

PROBABILITIES = (0.7, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05)
assert len(PROBABILITIES) == len(EMOTIONS)


class FakeModel:
    """Answers the same for every face, and remembers what it was shown."""

    def __init__(self) -> None:
        self.crop = CropSpec()
        self.faces: list[GreyImage] = []

    def read(self, face: GreyImage) -> tuple[float, ...]:
        self.faces.append(face)
        return PROBABILITIES


class FakeCamera:
    """A camera whose frames, troubles and slow closing the test decides.

    `frame` makes the next frame (None: none comes, and the clock, if given, moves on as if
    `read` had waited).
    """

    def __init__(
        self,
        frame: Callable[[], ColourImage | None],
        *,
        live: bool = True,
        clock: HandClock | None = None,
    ) -> None:
        self.live = live
        self.frame = frame
        self.clock = clock
        self.trouble: CameraError | None = None
        self.opens = 0
        self.is_open = False
        self.closes_after = 0  # how often `close` must be asked before the device is let go

    def open(self) -> None:
        if self.trouble is not None:
            raise self.trouble
        self.opens += 1
        self.is_open = True

    def read(self, limit_s: float) -> Frame | None:
        assert self.is_open
        if self.trouble is not None:
            raise self.trouble
        image = self.frame()
        if image is not None:
            return Frame(image, 0.0)
        if self.clock is not None:
            self.clock.now_s += limit_s
        return None

    def close(self) -> bool:
        if self.closes_after > 0:
            self.closes_after -= 1
            return False
        self.is_open = False
        return True
