"""One program at the control socket: what it said and has not been answered, in bounded room."""

import socket
from selectors import EVENT_READ, EVENT_WRITE

from tui_player.messages.snapshot import Snapshot

# Room for a request that queues some ten thousand tracks.
LONGEST_LINE_BYTES = 1 << 20
_READ_BYTES = 1 << 16


class Caller:
    """A connection that is never waited for.

    While it is owed an answer, or has not read one, nothing more is read from it: so what it
    makes the player keep is one line, one answer and one snapshot at most.
    """

    def __init__(self, connection: socket.socket, now_s: float) -> None:
        connection.setblocking(False)
        self.connection = connection
        self.is_owed = False  # an answer that comes once the engine got there
        self.watches = False
        self.wants_changes = False  # not whole snapshots
        self.shown: Snapshot | None = None
        self.moved_s = now_s  # when it took something last
        self.answered_s = now_s  # when it was told a whole answer last
        self.is_leaving = False  # to be closed once it has read the last answer
        self._said = bytearray()
        self._searched = 0
        self._has_said_all = False
        self._answer = b""

    @property
    def is_behind(self) -> bool:
        """Whether it has not read all that was sent."""
        return bool(self._answer)

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to be said on either side."""
        if self.is_behind or self.is_owed:
            return False
        return self.is_leaving or (self._has_said_all and not self._said)

    @property
    def waits_for(self) -> int:
        """The selector's events that concern it; 0 while the engine is to answer."""
        if self.is_behind:
            return EVENT_WRITE
        return 0 if self.is_owed else EVENT_READ

    def hear(self) -> None:
        """Take in what it says; raises OSError if it is gone."""
        try:
            data = self.connection.recv(_READ_BYTES)
        except BlockingIOError:
            return
        self._said += data
        self._has_said_all = not data

    @property
    def is_overlong(self) -> bool:
        """Whether it says more in a line than is listened to."""
        return len(self._said) > LONGEST_LINE_BYTES

    def next_line(self) -> bytes | None:
        """What it said next; None if that is not whole yet, or another answer comes first."""
        if self.is_owed or self.is_behind or self.is_leaving:
            return None
        end = self._said.find(b"\n", self._searched)
        if end < 0 and not (self._has_said_all and self._said):
            self._searched = len(self._said)
            return None
        end = len(self._said) if end < 0 else end
        line = bytes(self._said[:end])
        del self._said[: end + 1]
        self._searched = 0
        return line

    def tell(self, answer: bytes, now_s: float) -> None:
        """Send an answer, as much of it as is taken; raises OSError if it is gone."""
        self._answer += answer
        self.send(now_s)

    def send(self, now_s: float) -> None:
        """Send on what was not taken yet; raises OSError if it is gone."""
        try:
            taken = self.connection.send(self._answer) if self._answer else 0
        except BlockingIOError:
            return
        if taken:
            self.moved_s = now_s
            self._answer = self._answer[taken:]
            if not self._answer:
                self.answered_s = now_s
