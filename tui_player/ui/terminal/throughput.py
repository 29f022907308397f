"""How well the terminal keeps up: measured by how long what is written to it waits."""

import io
import time
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

# What is remembered of waits, and how many of its seconds they took.
_WINDOW_S = 3.0
# A part of the time spent waiting from which on pictures come more rarely, and how often then.
_PACES = ((0.08, 0.1), (0.25, 0.25), (0.5, 0.5), (float("inf"), 2.0))
_SLOW = 0.25
_WELL_AGAIN = 0.05
# A write that takes so long is one that waits: the terminal's own buffer is full.
_WAITS_FROM_S = 0.02


def _nobody_minds() -> None:
    """What happens when the terminal is lost if nobody says."""


class TerminalLine:
    """Sums up how long writes to the terminal waited lately.

    The writing thread calls `begin` and `end`, and `on_lost` each time that there is no terminal
    any more; the screen reads the rest. Each of the numbers that cross is read and written whole.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._waits: deque[tuple[float, float]] = deque(maxlen=1_000)  # end, and seconds waited
        self._since_s: float | None = None
        self._is_slow = False
        self.on_lost: Callable[[], None] = _nobody_minds

    def begin(self) -> None:
        """A write begins."""
        self._since_s = self._clock()

    def end(self) -> None:
        """It is over."""
        now_s = self._clock()
        if self._since_s is not None and now_s - self._since_s >= _WAITS_FROM_S:
            self._waits.append((now_s, now_s - self._since_s))
        self._since_s = None

    @property
    def waiting_s(self) -> float:
        """How long the write of this moment has been waiting, 0 if there is none."""
        since_s = self._since_s
        return 0.0 if since_s is None else self._clock() - since_s

    @property
    def share_waited(self) -> float:
        """The part of the last seconds that was spent waiting, 0 to 1."""
        now_s = self._clock()
        begin_s = now_s - _WINDOW_S
        waited_s = self.waiting_s
        for end_s, wait_s in tuple(self._waits):
            waited_s += max(end_s - max(begin_s, end_s - wait_s), 0.0)
        return min(waited_s / _WINDOW_S, 1.0)

    @property
    def is_slow(self) -> bool:
        """Whether the line is slow; once it was, until it has recovered well."""
        share = self.share_waited
        self._is_slow = share > (_WELL_AGAIN if self._is_slow else _SLOW)
        return self._is_slow

    @property
    def is_busy(self) -> bool:
        """Whether the last write still waits: more would only queue up behind it."""
        return self.waiting_s >= _WAITS_FROM_S

    @property
    def picture_every_s(self) -> float:
        """How often something that moves may be painted."""
        share = self.share_waited
        return next(every_s for most, every_s in _PACES if share <= most)


class TimedTerminal(io.FileIO):
    """A terminal that tells a line when it is written to."""

    def __init__(self, descriptor: int, line: TerminalLine) -> None:
        super().__init__(descriptor, "w")
        self._line = line

    def write(self, data: "ReadableBuffer", /) -> int:
        """Write as far as the terminal takes it, which may wait for long.

        What a terminal that is gone would get is dropped: the thread that writes must go on, else
        the screen would wait for it for ever.
        """
        self._line.begin()
        try:
            return super().write(data)
        except OSError:
            self._line.on_lost()
            return memoryview(data).nbytes
        finally:
            self._line.end()


def timed_text(descriptor: int, line: TerminalLine) -> io.TextIOWrapper:
    """The terminal behind a descriptor as a text file whose writes are timed."""
    raw = TimedTerminal(descriptor, line)
    return io.TextIOWrapper(io.BufferedWriter(raw), encoding="utf-8", errors="replace")
