"""What the camera sees: its picture with the face boxed, or a drawn face and a sentence."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import groupby
from textwrap import wrap

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from tui_player.domain.picture import CameraPicture
from tui_player.domain.snapshot import FaceSight, MoodView, Snapshot
from tui_player.ui.charset import Charset
from tui_player.ui.drawn_faces import drawn_face
from tui_player.ui.half_blocks import Cell, Grid, boxed, half_blocks, in_256_colours
from tui_player.ui.lines import Line, LinesPane, Span, line_width
from tui_player.ui.terminal import ColourDepth
from tui_player.ui.words import before_command
from tui_player.ui.xterm_colours import Rgb

_LEAST_S_BETWEEN_PICTURES = 0.1
# Two changed stretches this near each other are cheaper painted as one.
_NEAR_CELLS = 4
_BRIGHT = 0.6


class Sight(LinesPane):
    """The camera picture in half-blocks; without one, a face drawn in the mood's colour."""

    def __init__(self, charset: Charset, clock: Callable[[], float], depth: ColourDepth) -> None:
        super().__init__(charset, id="sight")
        self._clock = clock
        self._in_half_blocks = depth.are_the_themes and bool(charset.half_block)
        self._in_256_colours = depth is ColourDepth.MANY
        self._grid: Grid = ()
        self._steady_grid: Grid = ()
        self._shown_at_s = float("-inf")
        self._is_blind = False
        self._is_on_screen = False

    class RoomChanged(Message):
        """There is room for a picture, or none, otherwise than before."""

    @property
    def has_room(self) -> bool:
        """Whether a picture would be seen."""
        return self._is_on_screen and self.size.height > 0

    def on_resize(self) -> None:
        """There may be room now."""
        self._be_on_screen(True)

    def on_show(self) -> None:
        """There is room again."""
        self._be_on_screen(True)

    def on_hide(self) -> None:
        """The window has become too small."""
        self._be_on_screen(False)

    def _be_on_screen(self, is_on_screen: bool) -> None:
        self._is_on_screen = is_on_screen
        self.post_message(self.RoomChanged())

    def show_picture(self, picture: CameraPicture | None) -> None:
        """Show a picture, at most ten a second, or none; only changed cells are painted."""
        if picture is None:
            self._clear()
            return
        now_s = self._clock()
        if now_s - self._shown_at_s < _LEAST_S_BETWEEN_PICTURES or not self.size.height:
            return
        self._shown_at_s = now_s
        self._steady_grid = half_blocks(
            picture, self.size.width, self.size.height, self._steady_grid
        )
        grid = in_256_colours(self._steady_grid) if self._in_256_colours else self._steady_grid
        old, self._grid = self._grid, boxed(grid, picture.box, self.charset.corners)
        if not self._shows_picture:
            return
        if len(old) != len(self._grid) or len(old[0]) != len(self._grid[0]):
            self.refresh()
            return
        for y, (before, after) in enumerate(zip(old, self._grid, strict=True)):
            for start, end in changed_stretches(before, after):
                self.refresh(Region(self._left + start, self._top + y, end - start, 1))

    def _clear(self) -> None:
        if self._grid:
            self._grid = self._steady_grid = ()
            self.redraw()
            self.refresh()

    def watch_snapshot(self) -> None:
        """A sentence about the camera takes the place of its picture."""
        camera = None if self.snapshot is None else self.snapshot.camera
        is_blind = camera is not None and bool(camera.sentence)
        if is_blind != self._is_blind:
            self._is_blind = is_blind
            self.refresh()
        if camera is not None and not camera.device_is_open:
            self._clear()
        super().watch_snapshot()

    @property
    def _shows_picture(self) -> bool:
        return bool(self._grid) and not self._is_blind

    def redraw(self) -> None:
        """Make the drawn face anew; under a picture nothing of it is painted."""
        if not self._shows_picture:
            super().redraw()

    @property
    def _left(self) -> int:
        return (self.size.width - len(self._grid[0])) // 2

    @property
    def _top(self) -> int:
        return (self.size.height - len(self._grid)) // 2

    def render_line(self, y: int) -> Strip:
        """A row of the picture if there is one, else of the drawn face."""
        if not self._shows_picture:
            return super().render_line(y)
        row = y - self._top
        if not 0 <= row < len(self._grid):
            return self.strip((), self.size.width)
        cells = self._picture_segments(self._grid[row])
        pad = Segment(" " * self._left, self.style_of("text"))
        return Strip([pad, *cells]).adjust_cell_length(self.size.width, self.style_of("text"))

    def _picture_segments(self, row: Sequence[Cell]) -> list[Segment]:
        if not self._in_half_blocks:
            text = "".join(cell.sign or _shade(cell, self.charset.shades) for cell in row)
            return [Segment(text, self.style_of("text"))]
        return [
            _segment(cell, len(list(same)), self.charset.half_block) for cell, same in groupby(row)
        ]

    def lines(self, snapshot: Snapshot | None, width: int, height: int) -> Sequence[Line]:
        """The drawn face with a sentence below, centred; the sentence goes first if cramped."""
        mood = MoodView() if snapshot is None else snapshot.mood
        sentence = "starting" if snapshot is None else _sight_sentence(snapshot)
        told: list[Line] = [
            (Span(line, "quiet"),) for line in wrap(self.charset.show(sentence), max(width, 8))
        ]
        emotion = mood.emotion
        face_rows = drawn_face(emotion, self.charset)
        look = "quiet" if emotion is None else f"mood-{emotion.value}"
        face: list[Line] = [(Span(row, look),) for row in face_rows]
        if len(face) + len(told) > height:
            face = []
        block = (face + told)[:height]
        above: list[Line] = [()] * ((height - len(block)) // 2)
        return above + [_centred(line, width) for line in block]


def _sight_sentence(snapshot: Snapshot) -> str:
    """The camera's own sentence, else what it sees where that needs words.

    A command is not told in a narrow pane, where it could not be copied.
    """
    if snapshot.camera.sentence:
        return before_command(snapshot.camera.sentence)
    if not snapshot.camera.device_is_open:
        return "camera off: press c"
    return {
        FaceSight.NOBODY: "nobody there",
        FaceSight.SEVERAL: "several faces",
    }.get(snapshot.mood.sight, "")


def _centred(line: Line, width: int) -> Line:
    return (Span(" " * max((width - line_width(line)) // 2, 0)), *line)


def _shade(cell: Cell, shades: str) -> str:
    return shades[min(int(cell.brightness * len(shades)), len(shades) - 1)]


def _segment(cell: Cell, count: int, half_block: str) -> Segment:
    if cell.sign:
        mean = tuple((a + b) // 2 for a, b in zip(cell.upper, cell.lower, strict=True))
        # No theme's colour can be seen on every picture; one of these two can.
        ink = (0, 0, 0) if cell.brightness > _BRIGHT else (255, 255, 255)
        style = Style(color=Color.from_rgb(*ink), bgcolor=Color.from_rgb(*mean), bold=True)
        return Segment(cell.sign * count, style)
    if cell.upper == cell.lower:
        return Segment(" " * count, _pair_style(cell.upper, cell.lower))
    return Segment(half_block * count, _pair_style(cell.upper, cell.lower))


@lru_cache(4096)
def _pair_style(upper: Rgb, lower: Rgb) -> Style:
    return Style(color=Color.from_rgb(*upper), bgcolor=Color.from_rgb(*lower))


def changed_stretches(before: Sequence[Cell], after: Sequence[Cell]) -> list[tuple[int, int]]:
    """Where two rows of one length differ, as (first, after last), near ones joined."""
    stretches: list[tuple[int, int]] = []
    for x, (old, new) in enumerate(zip(before, after, strict=True)):
        if old == new:
            continue
        if stretches and x - stretches[-1][1] <= _NEAR_CELLS:
            stretches[-1] = (stretches[-1][0], x + 1)
        else:
            stretches.append((x, x + 1))
    return stretches
