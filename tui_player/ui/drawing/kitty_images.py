"""Pictures in real pixels, for terminals that know kitty's graphics protocol."""

import base64
import re
import subprocess
import zlib
from collections.abc import Callable, Iterator, Mapping

from rich.color import Color
from rich.segment import Segment
from rich.style import Style

from tui_player.model.mood.face_reading import FaceBox
from tui_player.model.picture import Picture
from tui_player.ui.drawing.half_blocks import fitted_cells
from tui_player.ui.terminal.colours import ColourDepth

# https://sw.kovidgoyal.net/kitty/graphics-protocol/#unicode-placeholders: a cell with this sign
# shows the part of a picture that the two marks after it name, row and column, and the picture
# that its colour names.
_PLACEHOLDER = "\U0010eeee"
_MARKS = "".join(
    map(
        chr,
        (
            *(0x305, 0x30D, 0x30E, 0x310, 0x312, 0x33D, 0x33E, 0x33F, 0x346, 0x34A, 0x34B, 0x34C),
            *(0x350, 0x351, 0x352, 0x357, 0x35B, *range(0x363, 0x370), *range(0x483, 0x488)),
            *(*range(0x592, 0x596), *range(0x597, 0x59A), *range(0x59C, 0x5A2), 0x5A8, 0x5A9),
            *(0x5AB, 0x5AC, 0x5AF, 0x5C4, *range(0x610, 0x618), *range(0x657, 0x65C), 0x65D, 0x65E),
            *(*range(0x6D6, 0x6DD), *range(0x6DF, 0x6E3), 0x6E4, 0x6E7, 0x6E8, 0x6EB, 0x6EC),
        ),
    )
)
MOST_CELLS = len(_MARKS)
_CHUNK = 4096  # the longest the protocol allows
_BOX_THICKNESS = 80  # of the picture's width a part of so many
_BOX_INK = b"\xff\xff\xff"


def shows_pixels(environ: Mapping[str, str], depth: ColourDepth, pictures: str = "auto") -> bool:
    """Whether pictures are to be shown in real pixels: as `pictures` says, "pixels" or "blocks";
    for "auto" where kitty 0.28 or Ghostty runs on this very machine: over a line they are too much.

    Kitty is asked for its version, which takes a few hundredths of a second.
    """
    # A cell's colour names its picture, so there must be all of them.
    if pictures == "blocks" or depth is not ColourDepth.ALL:
        return False
    if pictures == "pixels":
        return True
    if environ.get("SSH_CONNECTION") or environ.get("SSH_TTY"):
        return False
    term = environ.get("TERM")
    return term == "xterm-ghostty" or (term == "xterm-kitty" and _kitty_version() >= (0, 28))


def _kitty_version() -> tuple[int, int]:
    """(0, 0) if it does not tell."""
    try:
        told = subprocess.run(
            ["kitty", "--version"], capture_output=True, text=True, timeout=2, check=False
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        return (0, 0)
    found = re.match(r"kitty (\d+)\.(\d+)", told)
    return (int(found[1]), int(found[2])) if found else (0, 0)


class PixelPicture:
    """A picture, still or moving, sent to the terminal and shown where its cells are painted.

    A terminal looks up the picture of a cell when that is painted, so a new picture gets the
    other of two numbers, `number` and the next, and the old one stays until the cells are painted
    again. Both must be less than 2^24 and no other picture's. `write` takes what goes to the
    terminal as it is.
    """

    def __init__(self, number: int, write: Callable[[str], None]) -> None:
        self._now, self._other = number + 1, number
        self._write = write
        self.columns = 0
        self.rows = 0

    def show(self, picture: Picture, columns: int, rows: int, box: FaceBox | None = None) -> None:
        """Send a picture, the face in `box` marked, to be shown in at most `columns` × `rows`
        cells, which are to be painted after it."""
        wide, high = fitted_cells(picture, min(columns, MOST_CELLS), min(rows, MOST_CELLS))
        if not wide or len(picture.rgb) < picture.width * picture.height * 3:
            self.clear()
            return
        self._now, self._other = self._other, self._now
        self._write("".join(_sent(self._now, with_box(picture, box), wide, high)))
        self.columns, self.rows = wide, high

    def clear(self) -> None:
        """Have the terminal forget it."""
        if self.rows:
            for number in (self._now, self._other):
                self._write(f"\x1b_Ga=d,d=I,q=2,i={number}\x1b\\")
        self.columns = self.rows = 0

    def segment(self, row: int, ground: Style) -> Segment:
        """The cells of one row of it, before the ground of this style."""
        mark = _MARKS[row]
        cells = "".join(f"{_PLACEHOLDER}{mark}{column}" for column in _MARKS[: self.columns])
        return Segment(cells, ground + Style(color=Color.from_rgb(*self._now.to_bytes(3))))


def _sent(number: int, picture: Picture, columns: int, rows: int) -> Iterator[str]:
    data = base64.b64encode(zlib.compress(picture.rgb, 1)).decode()
    keys = (
        f"a=T,U=1,q=2,i={number},f=24,o=z,s={picture.width},v={picture.height},"
        f"c={columns},r={rows},"
    )
    for start in range(0, len(data), _CHUNK):
        is_last = start + _CHUNK >= len(data)
        yield f"\x1b_G{keys}m={int(not is_last)};{data[start : start + _CHUNK]}\x1b\\"
        keys = "q=2,"


def with_box(picture: Picture, box: FaceBox | None) -> Picture:
    """The picture with the corners of the face's box drawn into it."""
    if box is None:
        return picture
    left, right = _inside(box.left, box.width, picture.width)
    top, bottom = _inside(box.top, box.height, picture.height)
    thick = max(picture.width // _BOX_THICKNESS, 1)
    arm = max((right - left) // 5, thick)
    rgb = bytearray(picture.rgb)
    for y in (*range(top, top + thick), *range(bottom - thick, bottom)):
        for x in (left, right - arm):
            _draw(rgb, picture, x, y, arm)
    for y in (*range(top, top + arm), *range(bottom - arm, bottom)):
        for x in (left, right - thick):
            _draw(rgb, picture, x, y, thick)
    return Picture(picture.width, picture.height, bytes(rgb))


def _inside(start: float, length: float, pixels: int) -> tuple[int, int]:
    return max(round(start * pixels), 0), min(round((start + length) * pixels), pixels)


def _draw(rgb: bytearray, picture: Picture, x: int, y: int, count: int) -> None:
    if 0 <= y < picture.height and 0 <= x < x + count <= picture.width:
        place = (y * picture.width + x) * 3
        rgb[place : place + 3 * count] = _BOX_INK * count
