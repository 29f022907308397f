"""What was learned, mood by mood, and the way to have it forgotten."""

from collections.abc import Sequence
from textwrap import wrap
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from tui_player.messages.requests import ForgetLearned, LookAtLearned
from tui_player.messages.snapshot import Snapshot
from tui_player.ui.drawing.glyphs import Charset
from tui_player.ui.drawing.lines import Line, Span
from tui_player.ui.keys.actions import Where, bindings_for
from tui_player.ui.messages import RequestPosted
from tui_player.ui.overlays.chooser import Choice, ChoiceList, Chooser
from tui_player.ui.overlays.text_overlay import TextLines, TextOverlay

if TYPE_CHECKING:
    from tui_player.core.taste.report import LearnedLine
    from tui_player.model.music.taste import LearnedMood

_WIDTH_CELLS = 92
_WHAT_CELLS, _FACTOR_CELLS, _GAP_CELLS = 8, 6, 2
_LEAST_NAME_CELLS = 12
# Longer lists are for `tui-player learned`.
_MOST_OF_A_KIND = 8
_KEEP, _ALL = "keep", "all"


class LearnedText(TextLines):
    """The lines of what was learned."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for(Where.LEARNED)]

    class ForgettingWanted(Message):
        """Something of it is to be forgotten: ask what."""

    def action_forget_learned(self) -> None:
        """Ask what is to be forgotten."""
        self.post_message(self.ForgettingWanted())


class LearnedPane(TextOverlay):
    """What plays, skips, likes and dislikes have taught so far."""

    BORDER_TITLE = "What was learned"

    snapshot: reactive[Snapshot | None] = reactive(None, repaint=False, init=False)

    def __init__(self, charset: Charset) -> None:
        super().__init__(
            "learned", LearnedText(charset), _WIDTH_CELLS, (("forget_learned", "forgets"),)
        )
        self._charset = charset
        self._shown: tuple[LearnedMood, ...] | None = None

    def prepare(self) -> Widget:
        """Ask for it anew; meanwhile show what was known the last time."""
        self.post_message(RequestPosted(LookAtLearned()))
        return super().prepare()

    def watch_snapshot(self) -> None:
        """Show what is known now, if anybody looks."""
        if self.is_open and self.snapshot is not None and self.snapshot.learned != self._shown:
            self.fit_into(self.screen.size)

    def lines_for(self, width: int) -> Sequence[Line]:
        """Mood by mood."""
        self._shown = None if self.snapshot is None else self.snapshot.learned
        return _lines(self._shown or (), self._charset, width)


def _lines(moods: "tuple[LearnedMood, ...]", charset: Charset, width: int) -> tuple[Line, ...]:
    if not moods:
        told = "Nothing yet: tracks heard to the end, early skips, likes and dislikes teach."
        return tuple((Span(line),) for line in wrap(told, width))
    # Here, since it loads all that remembers, which is not needed for the first paint.
    from tui_player.core.taste.report import learned_lines

    learned = learned_lines(moods, _MOST_OF_A_KIND)
    longest = max((len(line.columns[2]) for line in learned if not line.is_heading), default=0)
    lines: list[Line] = []
    for line in learned:
        if line.is_heading and lines:
            lines.append(())
        lines.append(_line(line, charset, width, longest + _GAP_CELLS))
    return tuple(lines)


def _line(line: "LearnedLine", charset: Charset, width: int, told_cells: int) -> Line:
    if line.is_heading:
        return (Span(charset.fit(line.columns[0], width), "strong"),)
    what, name, told, factor = line.columns
    room = width - _WHAT_CELLS - _FACTOR_CELLS
    name_cells = max(room - told_cells, _LEAST_NAME_CELLS)
    told_cells = max(room - name_cells, 0)
    return (
        Span(charset.column(what, _WHAT_CELLS), "quiet"),
        Span(charset.column(name, name_cells - _GAP_CELLS) + " " * _GAP_CELLS),
        Span(charset.column(told, told_cells), "quiet"),
        Span(charset.fit(factor, _FACTOR_CELLS), "accent"),
    )


class ForgetChooser(Chooser):
    """Asks what of all that was learned is to be forgotten; nothing, unless another is chosen."""

    BORDER_TITLE = "Forget for good? Likes and dislikes go too"

    snapshot: reactive[Snapshot | None] = reactive(None, repaint=False, init=False)

    def __init__(self, charset: Charset) -> None:
        super().__init__(charset, id="forget")

    def prepare(self) -> Widget:
        """Every mood in which something was learned."""
        moods = () if self.snapshot is None else self.snapshot.learned or ()
        self.show(
            [
                Choice(_KEEP, "nothing, keep it all"),
                *(Choice(mood.emotion, f"{mood.emotion}: {mood.summary}") for mood in moods),
                Choice(_ALL, "everything"),
            ]
        )
        self.choices.action_first()
        return self.choices

    def on_choice_list_taken(self, message: ChoiceList.Taken) -> None:
        """Have it forgotten."""
        message.stop()
        value = message.choice.value
        if value == _ALL:
            self.post_message(RequestPosted(ForgetLearned(None)))
        for mood in () if self.snapshot is None else self.snapshot.learned or ():
            if value == mood.emotion:
                self.post_message(RequestPosted(ForgetLearned(mood.emotion)))
        self.close()
