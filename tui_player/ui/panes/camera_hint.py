"""What to do about the camera where the Mood pane has no room for it, over the whole width."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.geometry import Size

from tui_player.ui.drawing.lines import Line, LinesPane, Span, line_width
from tui_player.ui.text import has_command

if TYPE_CHECKING:
    from tui_player.messages.snapshot import Snapshot
    from tui_player.ui.drawing.glyphs import Charset

_LEAST_WRAPPED = 8
_GAP_CELLS = 2
# Keeps a command in one piece while a sentence is wrapped.
_UNBREAKABLE = "\u00a0"


class AdviceLine(LinesPane):
    """The camera's sentence: one with a command always, others while no face can be shown."""

    def __init__(self, charset: Charset) -> None:
        super().__init__(charset, id="advice")
        self.display = False
        self._face_is_shown = False
        self._hidden = ""
        self._told = ""

    def face_is_shown(self, is_shown: bool) -> None:
        """Whether the Mood pane shows the camera's sentences itself."""
        if is_shown != self._face_is_shown:
            self._face_is_shown = is_shown
            self._appear_or_go()

    def hide(self) -> None:
        """Say no more until there is something else to say."""
        self._hidden = self._sentence
        self._appear_or_go()

    def watch_snapshot(self) -> None:
        """There may be something else to say."""
        if self._sentence != self._hidden:
            self._hidden = ""
        self._appear_or_go()
        super().watch_snapshot()

    @property
    def _sentence(self) -> str:
        return "" if self.snapshot is None else self.snapshot.camera.sentence

    def _appear_or_go(self) -> None:
        sentence = self._sentence
        is_needed = has_command(sentence) or not self._face_is_shown
        is_told = is_needed and sentence != self._hidden
        told, self._told = self._told, sentence if is_told else ""
        if self._told != told:
            self.display = bool(self._told)
            self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the sentence takes."""
        return len(self.lines(self.snapshot, width, 0))

    def lines(self, snapshot: Snapshot | None, width: int, height: int) -> Sequence[Line]:
        """The sentence, with each command whole on one line as far as the width allows."""
        if not self._sentence:
            return ()
        sign = f"{self.charset.warning} "
        room = max(width - len(sign), _LEAST_WRAPPED)
        told = list(wrapped_advice(self.charset.show(self._sentence), room))
        rows: list[Line] = [(Span(" " * len(sign)), *row) for row in told]
        rows[0] = (Span(sign, "warning"), *told[0])
        for hint in self.hints.pieces(("leave", "hides this")):
            if line_width(rows[-1]) + _GAP_CELLS + cell_len(hint) <= width:
                rows[-1] = (*rows[-1], Span(" " * _GAP_CELLS + hint, "quiet", "leave"))
        return rows


def wrapped_advice(sentence: str, width: int) -> Iterator[Line]:
    """Lines of a sentence whose commands stand in backquotes; these are left out."""
    pieces = sentence.split("`")
    pieces[1::2] = [piece.replace(" ", _UNBREAKABLE) for piece in pieces[1::2]]
    commands = pieces[1::2]
    for line in wrap("".join(pieces), width, break_on_hyphens=False):
        yield tuple(
            Span(text.replace(_UNBREAKABLE, " "), "strong" if is_command else "warning")
            for text, is_command in _marked(line, commands)
        )


def _marked(line: str, commands: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """The line in pieces, with whether each is a command."""
    for command in commands:
        before, found, after = line.partition(command)
        if found:
            yield before, False
            yield found, True
            line = after
    yield line, False
