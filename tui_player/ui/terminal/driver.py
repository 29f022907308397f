"""Reads keys from the terminal, and tells a lone Esc as soon as it is known to be one."""

import errno
import locale
import os
import select
import time

from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from tui_player.ui.terminal.key_sequences import KeySequences
from tui_player.ui.terminal.reader import TerminalReader
from tui_player.ui.terminal.typed_text import TypedText

# What a key sends comes in one piece, over SSH too; where a line splits it, the rest follows at
# once. tmux waits as long since its version 3.5.
_ESCAPE_MS = 10
_MOST_BYTES = 4096
_LOOKS_EVERY_S = 0.1


class TerminalLost(Message):
    """There is no terminal any more: no key will come, and nothing that is painted is seen."""


class TerminalDriver(LinuxDriver):
    """Waits less than Textual for what may follow an Esc, a tenth of a second is felt, and takes
    nothing that a terminal answers or reports for keys.

    How long is told by the variable ESCDELAY in milliseconds, as in programs with curses.
    """

    def run_input_thread(self) -> None:
        """Read until the program ends or is suspended."""
        reader = terminal_reader()
        sequences = KeySequences()
        while not self.exit_event.is_set():
            if self._has_input(patience_s(reader, _LOOKS_EVERY_S)):
                try:
                    typed = self._read()
                except OSError:
                    self.send_message(TerminalLost())
                    return
                heard = reader.feed(typed, time.monotonic())
            else:
                heard = reader.expire(time.monotonic())
            for one in heard:
                for message in sequences.messages(one):
                    self.process_message(message)

    def _has_input(self, patience_s: float) -> bool:
        """Whether there is something to read, if only that the terminal is gone."""
        looking = select.poll()
        looking.register(self.fileno, select.POLLIN)
        return bool(looking.poll(patience_s * 1000))

    def _read(self) -> bytes:
        """What was typed. Raises OSError once the terminal is gone, which does not always send a
        SIGHUP."""
        try:
            typed = os.read(self.fileno, _MOST_BYTES)
        except BlockingIOError:  # another program has set the terminal so, and read it first
            return b""
        if not typed:
            raise OSError(errno.EIO, "the terminal is gone")
        return typed


def terminal_reader() -> TerminalReader:
    """A reader for the encoding of this locale, which waits as ESCDELAY says."""
    told = os.environ.get("ESCDELAY", "")
    escape_ms = int(told) if told.isdecimal() else _ESCAPE_MS
    return TerminalReader(TypedText(locale.getencoding()), escape_ms / 1000)


def patience_s(reader: TerminalReader, most_s: float) -> float:
    """How long to wait for bytes before what has begun is given up."""
    return most_s if reader.due_s is None else min(max(reader.due_s - time.monotonic(), 0), most_s)
