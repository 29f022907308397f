"""Every kind of picture a driver may send becomes the one kind, or is refused in words."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.vision.frames import astronaut
from tui_player.messages.events import CameraState
from tui_player.vision.cameras.camera import CameraError
from tui_player.vision.cameras.frame import colour_frame

COLOURS = astronaut()
GREY = COLOURS[:, :, 1]
THREE_GREYS = np.repeat(GREY[:, :, None], 3, axis=2)


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        (COLOURS, COLOURS),
        (COLOURS[::2, ::-1], COLOURS[::2, ::-1]),
        (np.dstack([COLOURS, GREY]), COLOURS),
        (GREY, THREE_GREYS),
        (GREY[:, :, None], THREE_GREYS),
        (GREY.astype(np.uint16) << 8, THREE_GREYS),
        (COLOURS[:1, :1], COLOURS[:1, :1]),
    ],
    ids=["colours", "strided", "alpha", "grey", "one channel", "16 bits", "one pixel"],
)
def test_kinds_that_are_read(sent: NDArray[Any], read: NDArray[Any]) -> None:
    frame = colour_frame(sent)
    assert frame.dtype == np.uint8
    np.testing.assert_array_equal(frame, read)


@pytest.mark.parametrize(
    "sent",
    [COLOURS[:0], COLOURS[:, :, :2], COLOURS.astype(np.float32), COLOURS[None]],
    ids=["no pixels", "two channels", "floats", "four dimensions"],
)
def test_kinds_that_are_not(sent: NDArray[Any]) -> None:
    with pytest.raises(CameraError, match="unknown kind") as refused:
        colour_frame(sent)
    assert refused.value.state is CameraState.FAILED
