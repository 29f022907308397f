"""Every action by its name: found by typing, done with Enter."""

import re
from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Input, Label

from tui_player.messages.requests import SeekTo, SeekToTime
from tui_player.ui.drawing.glyphs import Charset
from tui_player.ui.drawing.lines import Line, Span
from tui_player.ui.drawing.row_list import RowList
from tui_player.ui.keys.actions import Action, Group, Where, joined_keys
from tui_player.ui.messages import ActionClicked, RequestPosted
from tui_player.ui.overlays.chooser import Overlay

_NAME_CELLS = 19
_KEYS_CELLS = 13
# What only makes sense by its key: it would act on the palette itself.
_NOT_LISTED = frozenset({"palette", "leave", "interrupt"})


class CommandList(RowList[Action]):
    """Name, meaning and keys of each action; the keys go to the line above."""

    can_focus = False

    @property
    def shows_cursor(self) -> bool:
        """Always: Enter in the line above takes the row under it."""
        return True

    def empty_lines(self, width: int) -> Sequence[Line]:
        """Nothing has such a name."""
        return self.sentence_lines("no command has these words", width)

    def row_line(self, index: int, row: Action, width: int) -> Line:
        """Three columns."""
        charset = self.charset
        keys = charset.fit(joined_keys(row, charset.key_names), _KEYS_CELLS)
        room = width - _NAME_CELLS - _KEYS_CELLS - 2
        return (
            Span(charset.column(row.title, _NAME_CELLS) + "  "),
            Span(charset.column(row.alone or row.help, max(room, 0)), "quiet"),
            Span(f"{keys:>{_KEYS_CELLS}}", "quiet"),
        )


Jump = SeekTo | SeekToTime


class CommandPalette(Overlay):
    """A line to type in over the actions that match."""

    BORDER_TITLE = "Commands"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", "down", show=False),
        Binding("up", "move(-1)", "up", show=False),
        Binding("pagedown", "page(1)", "page down", show=False),
        Binding("pageup", "page(-1)", "page up", show=False),
    ]

    def __init__(self, charset: Charset, actions: Iterable[Action]) -> None:
        super().__init__("palette")
        self._actions = tuple(a for a in actions if is_listed(a))
        self._words = Input(placeholder="a command, or a time: 1:30, 50 %", compact=True)
        self._found = CommandList(charset)
        self._jump: Jump | None = None

    def keys_told(self) -> list[str]:
        """Enter is the line's own."""
        return ["Enter does it", *self.hints.pieces(("leave", "closes"))]

    def compose(self) -> ComposeResult:
        """The line and the list."""
        with Horizontal(classes="typing"):
            yield Label(": ")
            yield self._words
        yield self._found

    def prepare(self) -> Widget:
        """All actions, and an empty line."""
        self._words.value = ""
        self._show(self._actions)
        return self._words

    def _show(self, actions: Sequence[Action]) -> None:
        self._found.show_rows(actions)
        self._found.cursor = 0

    def action_move(self, rows: int) -> None:
        """Move the cursor of the list."""
        self._found.move_cursor(rows)

    def action_page(self, pages: int) -> None:
        """Move the cursor of the list by a page."""
        self._found.move_cursor(pages * max(self._found.size.height - 1, 1))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Find while typing."""
        event.stop()
        self._jump = jump_to(event.value)
        is_jump = self._jump is not None
        self._show(
            (_row_of_jump(event.value),) if is_jump else matching(self._actions, event.value)
        )

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter does what the cursor is on."""
        event.stop()
        self._do()

    def on_row_list_row_chosen(self, message: RowList.RowChosen) -> None:
        """So does a double click."""
        message.stop()
        self._do()

    def _do(self) -> None:
        if (action := self._found.current) is not None:
            self.close()
            jump = self._jump
            self.post_message(ActionClicked(action.name) if jump is None else RequestPosted(jump))


def jump_to(text: str) -> Jump | None:
    """Going to a time (1:30, 1:02:03) or a part (50 %) of the track, if that is what it says."""
    spelt = text.strip().replace(" ", "")
    # Minutes go on counting past 59 only where no hours are given.
    pattern = r"(?:(\d{1,2}):(?=[0-5]?\d:))?(\d{1,3}):([0-5]\d)"
    if time := re.fullmatch(pattern, spelt):
        hours, minutes, seconds = (int(part or 0) for part in time.groups())
        return SeekToTime(float(hours * 3600 + minutes * 60 + seconds))
    if part := re.fullmatch(r"(\d{1,3})%", spelt):
        return SeekTo(min(int(part[1]) / 100, 1.0))
    return None


def _row_of_jump(text: str) -> Action:
    return Action("jump", (), f"go to {text.strip().replace(' ', '')}", Group.MUSIC)


def is_listed(action: Action) -> bool:
    """Whether the palette can do this action."""
    return action.where is not Where.CHOICES and action.name not in _NOT_LISTED


def matching(actions: Iterable[Action], text: str) -> tuple[Action, ...]:
    """The actions with all these words in name, meaning or heading; names that begin so first."""
    wanted = text.lower().split()
    told = ((a, f"{a.title} {a.help} {a.group}".lower()) for a in actions)
    found = [action for action, about in told if all(word in about for word in wanted)]
    start = " ".join(wanted)

    def rank(action: Action) -> int:
        return 0 if action.title.startswith(start) else 1 if start in action.title else 2

    return tuple(sorted(found, key=rank))
