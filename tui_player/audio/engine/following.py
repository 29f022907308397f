"""Opens what is to follow on a thread of its own, so that no file there holds up what sounds."""

import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from tui_player.audio.decode_flag import DecodeFlag
from tui_player.audio.decoders.decoder import UndecodableError
from tui_player.audio.decoders.opening import OpenFile, open_source
from tui_player.audio.engine.feeder_messages import FadeTo, Follow, Play
from tui_player.audio.engine.source import Source

# A file that cannot be opened for so long (a dead network mount) is passed over.
STUCK_AFTER_S = 5.0


@dataclass(frozen=True, slots=True)
class Opened:
    """What was asked for is open, or cannot be played for this reason."""

    order: Follow | FadeTo
    source: Source | None
    reason: str = ""


class _Opener:
    """The thread; whatever holds it up, it can be left to itself."""

    def __init__(
        self,
        answer: Callable[[Opened], None],
        flag: DecodeFlag,
        open_file: OpenFile,
    ) -> None:
        self._answer = answer
        self._flag = flag
        self._open_file = open_file
        self._abandoned = threading.Event()
        self._orders: queue.SimpleQueue[tuple[Follow | FadeTo, Play, int] | None]
        self._orders = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="follower opener", daemon=True)
        self._thread.start()  # a daemon: a file on a dead network can hold it for ever

    def post(self, order: Follow | FadeTo, play: Play, rate_hz: int) -> None:
        """Have a file opened at this sample rate. Never waits."""
        self._orders.put((order, play, rate_hz))

    def abandon(self) -> None:
        """Leave the thread to itself: it answers no more, and ends when its call returns."""
        self._abandoned.set()
        self._flag.set_following(None)
        self._orders.put(None)

    def join(self, limit_s: float) -> None:
        """Wait for the abandoned thread to end, no longer than `limit_s`."""
        self._thread.join(limit_s)

    def _run(self) -> None:
        while (wanted := self._orders.get()) is not None and not self._abandoned.is_set():
            opened = self._opened(*wanted)
            if not self._abandoned.is_set():
                self._answer(opened)
            elif opened.source is not None:
                opened.source.close()

    def _opened(self, order: Follow | FadeTo, play: Play, rate_hz: int) -> Opened:
        self._flag.set_following(play.play_id)
        try:
            return Opened(order, open_source(self._open_file, play, rate_hz))
        except UndecodableError as error:
            return Opened(order, None, str(error))
        finally:
            if not self._abandoned.is_set():
                self._flag.set_following(None)


class Following:
    """The feeder's side: what it asked for last, until that is open, refused or given up.

    Used by the feeder's thread alone, but for `abandon` and `join`.
    """

    def __init__(
        self,
        answer: Callable[[Opened], None],
        flag: DecodeFlag,
        clock: Callable[[], float],
        open_file: OpenFile,
    ) -> None:
        """`answer` is called on another thread with what came of each order."""
        self._clock = clock
        self._make_opener = partial(_Opener, answer, flag, open_file)
        self._opener = self._make_opener()
        self._order: Follow | FadeTo | None = None
        self._since_s = 0.0

    @property
    def is_awaited(self) -> bool:
        """Whether a file is being opened that is still wanted."""
        return self._order is not None

    def ask(self, order: Follow | FadeTo, play: Play, rate_hz: int) -> None:
        """Have a play's file opened at this sample rate, in place of any before. Never waits."""
        self._order, self._since_s = order, self._clock()
        self._opener.post(order, play, rate_hz)

    def forget(self) -> None:
        """Want nothing any more."""
        self._order = None

    def accepts(self, opened: Opened) -> bool:
        """Take an answer; False, and its file closed, if something else was asked for since."""
        if opened.order is self._order:
            self._order = None
            return True
        if opened.source is not None:
            opened.source.close()
        return False

    def overdue(self) -> Opened | None:
        """Give up a file that cannot be opened in time, and say so in the place of its answer."""
        if self._order is None or self._clock() - self._since_s < STUCK_AFTER_S:
            return None
        self._opener.abandon()
        self._opener = self._make_opener()
        return Opened(self._order, None, "the file cannot be read in time")

    def abandon(self) -> None:
        """Leave the thread to itself."""
        self._opener.abandon()

    def join(self, limit_s: float) -> None:
        """Wait for the abandoned thread to end, no longer than `limit_s`."""
        self._opener.join(limit_s)
