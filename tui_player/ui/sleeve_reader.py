"""A thread that reads covers and lyrics, so that the screen never waits for a file."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui_player.domain.sleeve import ReadSleeve, Sleeve
    from tui_player.domain.track import Track

_JOIN_LIMIT_S = 1.0
_log = logging.getLogger(__name__)


class SleeveReader:
    """Owns the thread; reads for the newest track only.

    `answer` is called in the thread.
    """

    def __init__(self, read: ReadSleeve, answer: Callable[[Sleeve], None]) -> None:
        self._read = read
        self._answer = answer
        self._tracks: queue.SimpleQueue[Track | None] = queue.SimpleQueue()
        # A daemon: a file on a dead network disk can hold it for ever.
        self._thread = threading.Thread(target=self._run, name="sleeve-reader", daemon=True)

    def ask(self, track: Track) -> None:
        """Read what comes with this track; starts the thread at the first one."""
        self._tracks.put(track)
        if self._thread.ident is None:
            self._thread.start()

    def stop(self) -> None:
        """End the thread after the file it is at."""
        self._tracks.put(None)
        if self._thread.is_alive():
            self._thread.join(_JOIN_LIMIT_S)

    def _run(self) -> None:
        while (track := self._newest()) is not None:
            try:
                sleeve = self._read(track)
            except Exception as error:  # noqa: BLE001 - the thread's outermost loop, told on screen
                _log.exception("cover and lyrics of %r", track.id)
                problem = f"cover and lyrics of {track.title} cannot be read: {error}"
                from tui_player.domain.sleeve import Sleeve

                sleeve = Sleeve(track.id, problems=(problem,))
            self._answer(sleeve)

    def _newest(self) -> Track | None:
        """The last track waiting, None to stop; waits for one."""
        track = self._tracks.get()
        while track is not None:
            try:
                track = self._tracks.get_nowait()
            except queue.Empty:
                break
        return track
