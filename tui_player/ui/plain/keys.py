"""The keys that a terminal sends, by the names that the table of actions has for them."""

import time

from textual import events

from tui_player.ui.terminal.key_sequences import KeySequences
from tui_player.ui.terminal.reader import Heard, TerminalReader

_ENTER = ("enter", "ctrl+j")  # a terminal in line mode makes a line feed of it


class PlainKeys:
    """Reads on whenever there are bytes; answers and reports of the terminal are no keys, and
    neither is pasted text."""

    def __init__(self, reader: TerminalReader) -> None:
        self._reader = reader
        self._sequences = KeySequences()

    @property
    def patience_s(self) -> float | None:
        """How long to wait for bytes before `expire` is to be called; None: for ever."""
        due_s = self._reader.due_s
        return None if due_s is None else max(due_s - time.monotonic(), 0.0)

    def feed(self, data: bytes) -> list[str]:
        """The keys that these bytes complete."""
        return self._named(self._reader.feed(data, time.monotonic()))

    def expire(self) -> list[str]:
        """The keys that there are if nothing follows."""
        return self._named(self._reader.expire(time.monotonic()))

    def _named(self, heard: list[Heard]) -> list[str]:
        messages = (message for one in heard for message in self._sequences.messages(one))
        return [_name(message) for message in messages if isinstance(message, events.Key)]


def _name(key: events.Key) -> str:
    if key.key in _ENTER:
        return "enter"
    is_sign = key.character is not None and key.character.isprintable() and key.character != " "
    return key.character if is_sign and key.character else key.key
