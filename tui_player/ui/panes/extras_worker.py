"""Threads that read covers and lyrics, so that the screen never waits for a file."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from tui_player.model.music.track import Track

# A file on a dead network disk can hold a thread for ever. One that is held so long is given up.
STUCK_S = 20.0
_MOST_GIVEN_UP = 20
_JOIN_LIMIT_S = 1.0
_log = logging.getLogger(__name__)

_Found = TypeVar("_Found")


class SleeveReader(Generic[_Found]):
    """Reads one thing that comes with a track, for the newest track only.

    `read` and `answer` are called in a thread, and so is `sorry`, which makes an answer of a
    sentence on what failed. `what` is named in that.
    """

    def __init__(
        self,
        what: str,
        read: Callable[[Track], _Found],
        sorry: Callable[[Track, str], _Found],
        answer: Callable[[_Found], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._how = what, read, sorry, answer, clock
        self._worker: _Worker[_Found] | None = None
        self._given_up = 0

    def ask(self, track: Track) -> None:
        """Read what comes with this track; starts a thread at the first one."""
        worker = self._worker
        if worker is not None and worker.is_stuck and self._given_up < _MOST_GIVEN_UP:
            self._given_up += 1
            worker.give_up()
            worker = None
        if worker is None:
            self._worker = worker = _Worker(*self._how)
        worker.ask(track)

    def stop(self) -> None:
        """End the thread after the file it is at."""
        if self._worker is not None:
            self._worker.stop()


class _Worker(Generic[_Found]):
    """One thread."""

    def __init__(
        self,
        what: str,
        read: Callable[[Track], _Found],
        sorry: Callable[[Track, str], _Found],
        answer: Callable[[_Found], None],
        clock: Callable[[], float],
    ) -> None:
        self._what = what
        self._read, self._sorry, self._answer, self._clock = read, sorry, answer, clock
        self._tracks: queue.SimpleQueue[Track | None] = queue.SimpleQueue()
        self._began_s: float | None = None  # to read what it is at
        self._is_given_up = False
        # A daemon, since it may be held for ever.
        self._thread = threading.Thread(target=self._run, name=f"{what} reader", daemon=True)
        self._thread.start()

    @property
    def is_stuck(self) -> bool:
        """Whether it is held by what it reads."""
        began_s = self._began_s
        return began_s is not None and self._clock() - began_s > STUCK_S

    def ask(self, track: Track) -> None:
        """Read for this track next."""
        self._tracks.put(track)

    def give_up(self) -> None:
        """Wait for it no more; what it still finds is of no use."""
        self._is_given_up = True
        self._tracks.put(None)

    def stop(self) -> None:
        """End it after what it is at."""
        self._tracks.put(None)
        self._thread.join(_JOIN_LIMIT_S)

    def _run(self) -> None:
        while (track := self._newest()) is not None:
            self._began_s = self._clock()
            try:
                found = self._read(track)
            except Exception as error:  # noqa: BLE001 - the thread's outermost loop, told on screen
                _log.exception("%s of %r", self._what, track.id)
                problem = f"the {self._what} of {track.title} cannot be read: {error}"
                found = self._sorry(track, problem)
            self._began_s = None
            if not self._is_given_up:
                self._answer(found)

    def _newest(self) -> Track | None:
        """The last track waiting, None to stop; waits for one."""
        track = self._tracks.get()
        while track is not None:
            try:
                track = self._tracks.get_nowait()
            except queue.Empty:
                break
        return track
