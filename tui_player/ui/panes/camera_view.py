"""What the camera sees: its picture with the face boxed, or a drawn face and a sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from textwrap import wrap
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from tui_player.model.device_states import CameraState, FaceSight, Replays
from tui_player.ui.drawing.half_blocks import Cell, Grid, boxed, half_blocks
from tui_player.ui.drawing.image_painter import PicturePainter
from tui_player.ui.drawing.lines import Line, LinesPane, Span, line_width
from tui_player.ui.panes.drawn_faces import drawn_face
from tui_player.ui.text import before_command

if TYPE_CHECKING:
    from tui_player.messages.snapshot import Snapshot
    from tui_player.model.picture import CameraPicture, PixelSize
    from tui_player.ui.drawing.glyphs import Charset
    from tui_player.ui.drawing.kitty_images import PixelPicture
    from tui_player.ui.terminal.colours import ColourDepth
    from tui_player.ui.terminal.throughput import TerminalLine

# Two changed stretches this near each other are cheaper painted as one.
_NEAR_CELLS = 4
# The largest camera picture that is of use, made of cells and made of pixels.
_CELLS_SIZE: PixelSize = (80, 60)
_PIXELS_SIZE: PixelSize = (240, 180)
_PIXEL_PICTURE = 0x7C0003


class Sight(LinesPane):
    """The camera picture, in half-blocks or pixels; without one, a face in the mood's colour."""

    def __init__(
        self,
        charset: Charset,
        clock: Callable[[], float],
        depth: ColourDepth,
        line: TerminalLine,
    ) -> None:
        super().__init__(charset, id="sight")
        self._terminal_line = line
        self._clock = clock
        self._painter = PicturePainter(charset, depth)
        self._grid: Grid = ()
        self._steady_grid: Grid = ()
        self._pixels: PixelPicture | None = None
        self._shown_at_s = float("-inf")
        self._is_blind = False
        self._is_on_screen = False
        self._had_room = False

    class RoomChanged(Message):
        """There is room for a picture, or none, otherwise than before."""

    @property
    def has_room(self) -> bool:
        """Whether a picture would be seen."""
        return self._is_on_screen and self.size.height > 0

    @property
    def picture_size(self) -> PixelSize:
        """The largest picture that is of use."""
        return _CELLS_SIZE if self._pixels is None else _PIXELS_SIZE

    def show_pixels(self, write: Callable[[str], None]) -> None:
        """Show pictures in real pixels, sent to the terminal by `write`."""
        from tui_player.ui.drawing.kitty_images import PixelPicture

        self._clear()
        self._pixels = PixelPicture(_PIXEL_PICTURE, write)

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
        if self.has_room != self._had_room:
            self._had_room = self.has_room
            self.post_message(self.RoomChanged())

    def show_picture(self, picture: CameraPicture | None) -> None:
        """Show a picture, at most ten a second, or none; only changed cells are painted.

        On a slow line there are fewer: a picture that had to wait would be an old one.
        """
        if picture is None:
            self._clear()
            return
        now_s = self._clock()
        if self._terminal_line.is_busy or not self.size.height:
            return
        if now_s - self._shown_at_s < self._terminal_line.picture_every_s:
            return
        self._shown_at_s = now_s
        if self._pixels is None:
            self._show_cells(picture)
        else:
            self._pixels.show(picture, self.size.width, self.size.height, picture.box)
            self.refresh()

    def _show_cells(self, picture: CameraPicture) -> None:
        self._steady_grid = half_blocks(
            picture, self.size.width, self.size.height, self._steady_grid
        )
        grid = self._painter.in_shown_colours(self._steady_grid)
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
        if self._rows:
            self._grid = self._steady_grid = ()
            if self._pixels is not None:
                self._pixels.clear()
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
        return self._rows > 0 and not self._is_blind

    @property
    def _rows(self) -> int:
        """The rows of cells that the picture takes."""
        return len(self._grid) if self._pixels is None else self._pixels.rows

    def redraw(self) -> None:
        """Make the drawn face anew; under a picture nothing of it is painted."""
        if not self._shows_picture:
            super().redraw()

    @property
    def _left(self) -> int:
        columns = len(self._grid[0]) if self._pixels is None else self._pixels.columns
        return (self.size.width - columns) // 2

    @property
    def _top(self) -> int:
        return (self.size.height - self._rows) // 2

    def render_line(self, y: int) -> Strip:
        """A row of the picture if there is one, else of the drawn face."""
        if not self._shows_picture:
            return super().render_line(y)
        row = y - self._top
        if not 0 <= row < self._rows:
            return self.strip((), self.size.width)
        plain = self.style_of("text")
        if self._pixels is None:
            cells = self._painter.segments(self._grid[row], plain)
        else:
            cells = [self._pixels.segment(row, plain)]
        return Strip([Segment(" " * self._left, plain), *cells]).adjust_cell_length(
            self.size.width, plain
        )

    def lines(self, snapshot: Snapshot | None, width: int, height: int) -> Sequence[Line]:
        """The drawn face with a sentence below, centred; the sentence goes first if cramped."""
        sentence = (
            "starting" if snapshot is None else _sight_sentence(snapshot, self.hints.key("camera"))
        )
        told: list[Line] = [
            (Span(line, "quiet"),) for line in wrap(self.charset.show(sentence), max(width, 8))
        ]
        emotion = None if snapshot is None else snapshot.mood.emotion
        face_rows = drawn_face(emotion, self.charset)
        look = "quiet" if emotion is None else f"mood-{emotion}"
        face: list[Line] = [(Span(row, look),) for row in face_rows]
        if len(face) + len(told) > height:
            face = []
        block = (face + told)[:height]
        above: list[Line] = [()] * ((height - len(block)) // 2)
        return above + [_centred(line, width) for line in block]


_CLOSED = {CameraState.STARTING: "camera starting"}


def _sight_sentence(snapshot: Snapshot, camera_key: str) -> str:
    """The camera's own sentence, else what it sees where that needs words.

    A command is not told in a narrow pane, where it could not be copied.
    """
    if snapshot.camera.sentence:
        return before_command(snapshot.camera.sentence)
    if not snapshot.camera.is_on:
        off = f"camera off: press {camera_key}" if camera_key else "camera off"
        return _CLOSED.get(snapshot.camera.state, off)
    replayed = snapshot.camera.replays is not Replays.NOTHING
    return {
        FaceSight.NOBODY: "nobody there",
        FaceSight.SEVERAL: "several faces",
    }.get(snapshot.mood.sight, "replayed, no camera" if replayed else "")


def _centred(line: Line, width: int) -> Line:
    return (Span(" " * max((width - line_width(line)) // 2, 0)), *line)


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
