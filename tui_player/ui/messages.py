"""What panes tell the app, which alone talks to the player."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from tui_player.model.severity import Severity

if TYPE_CHECKING:
    from tui_player.messages.requests import Request
    from tui_player.ports.browser import Row
    from tui_player.ui.library.worker import LibraryAnswer


class RequestPosted(Message):
    """A pane wants this of the player."""

    def __init__(self, request: Request) -> None:
        super().__init__()
        self.request = request


class NoticePosted(Message):
    """A pane has something to say on the bottom line."""

    def __init__(self, text: str, severity: Severity = Severity.INFORMATION) -> None:
        super().__init__()
        self.text = text
        self.severity = severity


class ActionClicked(Message):
    """A word was clicked that stands for an action of the table."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name


class FamilyWanted(Message):
    """A genre family is to be given to what this row of the Library stands for."""

    def __init__(self, row: Row) -> None:
        super().__init__()
        self.row = row


class AnswerCame(Message):
    """The Library's thread has an answer."""

    def __init__(self, answer: LibraryAnswer) -> None:
        super().__init__()
        self.answer = answer
