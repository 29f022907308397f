"""A list to choose from, shown over the rest of the screen."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from tui_player.ui.drawing.glyphs import Charset
from tui_player.ui.drawing.lines import Line, Span
from tui_player.ui.drawing.row_list import RowList
from tui_player.ui.drawing.styled_app import hints_of
from tui_player.ui.keys.actions import Where, bindings_for
from tui_player.ui.keys.hints import KeyHints

_GAP_CELLS = 2


@dataclass(frozen=True, slots=True)
class Choice:
    """One row: what is chosen by it, how it is called, and what there is to say beside it."""

    value: str | None
    label: str
    aside: str = ""
    is_chosen: bool = False


class ChoiceList(RowList[Choice]):
    """Rows with a sign before the one that holds now."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for(Where.CHOICES)]

    class Taken(Message):
        """This choice is to hold from now on."""

        def __init__(self, choice: Choice) -> None:
            super().__init__()
            self.choice = choice

    class Reached(Message):
        """The cursor came to this choice."""

        def __init__(self, choice: Choice) -> None:
            super().__init__()
            self.choice = choice

    def row_line(self, index: int, row: Choice, width: int) -> Line:
        """The sign, the name, and at the right end what is said beside it."""
        charset = self.charset
        sign = f"{charset.chosen if row.is_chosen else ' '} "
        room = width - len(sign)
        aside = charset.fit(row.aside, room // 2)
        gap = _GAP_CELLS if aside else 0
        return (
            Span(sign, "accent"),
            Span(charset.column(row.label, max(room - cell_len(aside) - gap, 0))),
            Span(" " * gap + aside, "quiet"),
        )

    def choose_from(self, choices: Sequence[Choice]) -> None:
        """Show these, the cursor on the one that holds unless it has been moved."""
        was_on = self.current
        self.show_rows(choices)
        for index, choice in enumerate(choices):
            if was_on is None or was_on.is_chosen:
                is_wanted = choice.is_chosen
            else:
                is_wanted = choice.value == was_on.value
            if is_wanted:
                self.cursor = index

    def watch_cursor(self, old: int, new: int) -> None:
        """Tell where the cursor has come to."""
        super().watch_cursor(old, new)
        if (choice := self.current) is not None:
            self.post_message(self.Reached(choice))

    def action_choose(self) -> None:
        """Take the choice under the cursor."""
        if (choice := self.current) is not None:
            self.post_message(self.Taken(choice))

    def on_row_list_row_chosen(self) -> None:
        """A double click takes."""
        self.action_choose()


class Overlay(Vertical):
    """A pane over the others, hidden until it is opened; the keys go into it while it is open."""

    class Closed(Message):
        """The overlay has done what it is for, or is no longer wanted."""

        def __init__(self, overlay: "Overlay") -> None:
            super().__init__()
            self.overlay = overlay

    class OpenRequested(Message):
        """Something has begun that the overlay is for: it is to be opened."""

        def __init__(self, overlay: "Overlay") -> None:
            super().__init__()
            self.overlay = overlay

    def __init__(self, id: str) -> None:
        super().__init__(id=id, classes="overlay")
        self.display = False

    @property
    def hints(self) -> KeyHints:
        """The keys that hold."""
        return hints_of(self)

    def keys_told(self) -> list[str]:
        """What the frame says about keys from the start."""
        return []

    def on_mount(self) -> None:
        """Say it."""
        self.tell_keys()

    def tell_keys(self) -> None:
        """Say it, in place of anything else."""
        self.border_subtitle = ", ".join(self.keys_told())

    @property
    def is_open(self) -> bool:
        """Whether it is to be seen."""
        return bool(self.display)

    def open(self) -> Widget:
        """Show it; the widget that is to get the keys."""
        self.display = True
        return self.prepare()

    def prepare(self) -> Widget:
        """Fill it for a person who has just opened it; the widget that is to get the keys."""
        raise NotImplementedError

    def fit_into(self, window: Size) -> None:
        """The window has this size now."""

    def give_up(self) -> None:
        """It is being closed with nothing chosen."""

    def close(self) -> None:
        """Ask to be closed."""
        self.post_message(self.Closed(self))


class Chooser(Overlay):
    """An overlay with one list."""

    def __init__(self, charset: Charset, id: str) -> None:
        super().__init__(id)
        self.charset = charset
        self.choices = ChoiceList(charset)

    def keys_told(self) -> list[str]:
        """What takes a choice, and what does not."""
        return self.hints.pieces(("choose", "takes it"), ("leave", "closes"))

    def compose(self) -> ComposeResult:
        """The list alone."""
        yield self.choices

    def show(self, choices: Sequence[Choice]) -> None:
        """Show these choices, in as many rows as they need."""
        self.choices.styles.height = max(len(choices), 1)
        self.choices.choose_from(choices)
