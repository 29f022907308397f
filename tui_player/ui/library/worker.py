"""A thread that asks the library, so that no key ever waits for an answer."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from tui_player.model.music.coverage import Coverage
    from tui_player.model.music.track import TrackId
    from tui_player.ports.browser import Browser, Page, Place, Sort

_JOIN_LIMIT_S = 2.0
_log = logging.getLogger(__name__)


class PageWanted(NamedTuple):
    """Some rows of a place; a newer question of this kind replaces one that waits.

    `number` tells questions from earlier ones.
    """

    place: Place
    sort: Sort
    first: int
    row_count: int
    number: int = 0


class TracksWanted(NamedTuple):
    """The tracks in some places, at most so many.

    What they are for, and which tracks are wanted `also`, comes back with the answer.
    """

    places: tuple[Place, ...]
    limit: int
    purpose: str
    also: tuple[TrackId, ...] = ()


class CoverageWanted(NamedTuple):
    """How well the library covers the moods."""


Question = PageWanted | TracksWanted | CoverageWanted
Found: TypeAlias = "Page | tuple[TrackId, ...] | Coverage | None"


class LibraryAnswer(NamedTuple):
    """What was found for a question; `trouble` is a sentence if asking failed."""

    question: Question
    found: Found = None
    trouble: str = ""


class LibraryThread:
    """Owns the search thread and the browser it opens; tells answers on that thread."""

    def __init__(
        self, open_browser: Callable[[], Browser], answer: Callable[[LibraryAnswer], None]
    ) -> None:
        self._open_browser = open_browser
        self._answer = answer
        self._questions: queue.SimpleQueue[Question | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="library-search", daemon=True)

    def start(self) -> None:
        """Begin to wait for questions."""
        self._thread.start()

    def ask(self, question: Question) -> None:
        """Ask; returns at once."""
        self._questions.put(question)

    def stop(self) -> None:
        """End the thread after the question it is at."""
        self._questions.put(None)
        if self._thread.is_alive():
            self._thread.join(_JOIN_LIMIT_S)

    def _run(self) -> None:
        browser: Browser | None = None
        while (questions := self._waiting()) is not None:
            for question in questions:
                try:
                    if browser is None:
                        browser = self._open_browser()
                    found = _found(browser, question)
                except Exception as error:  # noqa: BLE001 - what failed is told on the screen
                    _log.exception("the library could not answer %r", question)
                    browser = None
                    trouble = f"the library cannot be read: {error}"
                    self._answer(LibraryAnswer(question, trouble=trouble))
                else:
                    self._answer(LibraryAnswer(question, found))
        if browser is not None:
            browser.close()

    def _waiting(self) -> list[Question] | None:
        """All that waits, of wanted pages the last only; None to stop. Waits for a question."""
        questions: list[Question] = []
        question = self._questions.get()
        while question is not None:
            if isinstance(question, PageWanted):
                questions = [each for each in questions if not isinstance(each, PageWanted)]
            questions.append(question)
            try:
                question = self._questions.get_nowait()
            except queue.Empty:
                return questions
        return None


def _found(browser: Browser, question: Question) -> Found:
    match question:
        case PageWanted(place, sort, first, count):
            return browser.page(place, sort, first, count)
        case TracksWanted(places, limit):
            return browser.tracks_at(places, limit)
        case CoverageWanted():
            return browser.coverage()
