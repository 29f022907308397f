"""Reads keys from the terminal, and tells a lone Esc as soon as it is known to be one."""

import os
import select
from codecs import getincrementaldecoder

from textual import events
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

_ESCAPE = "\x1b"
# What a key sends comes in one piece, over SSH too; where a line splits it, the rest follows at
# once. tmux waits as long since its version 3.5.
_ESCAPE_MS = 10
_MOST_BYTES = 4096
_LOOKS_EVERY_S = 0.1


class TerminalDriver(LinuxDriver):
    """Waits less than Textual for what may follow an Esc: a tenth of a second is felt.

    How long is told by the variable ESCDELAY in milliseconds, as in programs with curses.
    """

    def run_input_thread(self) -> None:
        """Read until the program ends or is suspended."""
        parser = XTermParser(self._debug)
        decoder = getincrementaldecoder("utf-8")("replace")
        escape_s = _escape_wait_s()
        while not self.exit_event.is_set():
            if self._has_input(_LOOKS_EVERY_S):
                text = decoder.decode(os.read(self.fileno, _MOST_BYTES))
                if text == _ESCAPE and not self._has_input(escape_s):
                    self.process_message(events.Key("escape", _ESCAPE))
                elif text:
                    for event in parser.feed(text):
                        self.process_message(event)
            for event in parser.tick():
                self.process_message(event)

    def _has_input(self, patience_s: float) -> bool:
        return bool(select.select([self.fileno], [], [], patience_s)[0])


def _escape_wait_s() -> float:
    told = os.environ.get("ESCDELAY", "")
    return (int(told) if told.isdecimal() else _ESCAPE_MS) / 1000
