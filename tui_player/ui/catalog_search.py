"""A thread that asks the catalog, so that no key ever waits for a search."""

import logging
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass

from tui_player.domain.catalog import Catalog
from tui_player.domain.track import Track

_JOIN_LIMIT_S = 2.0
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """What was found for `text`; `trouble` is a sentence if the search failed.

    With `may_be_more` as many were found as were asked for.
    """

    text: str
    tracks: tuple[Track, ...] = ()
    trouble: str = ""
    may_be_more: bool = False


@dataclass(frozen=True, slots=True)
class _Question:
    text: str
    limit: int


class CatalogSearch:
    """Owns the search thread and the catalog it opens; answers the newest question only."""

    def __init__(
        self,
        open_catalog: Callable[[], Catalog],
        answer: Callable[[SearchAnswer], None],
    ) -> None:
        self._open_catalog = open_catalog
        self._answer = answer
        self._questions: queue.SimpleQueue[_Question | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="catalog-search", daemon=True)

    def start(self) -> None:
        """Begin to wait for questions."""
        self._thread.start()

    def ask(self, text: str, limit: int) -> None:
        """Search for `text`; the answer, at most `limit` tracks, comes in the search thread."""
        self._questions.put(_Question(text, limit))

    def stop(self) -> None:
        """End the thread after the search it is at."""
        self._questions.put(None)
        if self._thread.is_alive():
            self._thread.join(_JOIN_LIMIT_S)

    def _run(self) -> None:
        catalog: Catalog | None = None
        while (question := self._newest()) is not None:
            try:
                if catalog is None:
                    catalog = self._open_catalog()
                tracks = catalog.search(question.text, question.limit)
            except Exception as error:  # noqa: BLE001 - a failed search is told on the screen
                _log.exception("search failed")
                catalog = None
                trouble = f"the library cannot be read: {error}"
                self._answer(SearchAnswer(question.text, trouble=trouble))
            else:
                may_be_more = len(tracks) >= question.limit
                self._answer(SearchAnswer(question.text, tracks, may_be_more=may_be_more))

    def _newest(self) -> _Question | None:
        """The last question waiting, None to stop; waits for one."""
        question = self._questions.get()
        while question is not None:
            try:
                question = self._questions.get_nowait()
            except queue.Empty:
                break
        return question
