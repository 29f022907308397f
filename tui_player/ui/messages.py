"""What panes tell the app, which alone talks to the player."""

from textual.message import Message

from tui_player.domain.requests import Request


class Asked(Message):
    """A pane wants this of the player."""

    def __init__(self, request: Request) -> None:
        super().__init__()
        self.request = request


class ActionClicked(Message):
    """A word was clicked that stands for an action of the table."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
