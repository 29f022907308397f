"""The search thread answers, the newest question for a page only, tells failures and ends."""

import queue
import threading

import pytest

from tests.ui.conftest import ListCatalog
from tests.ui.sample_snapshots import TRACKS
from tui_player.ports.browser import Page, Place, PlaceKind, Sort
from tui_player.ui.library.worker import (
    CoverageWanted,
    LibraryAnswer,
    LibraryThread,
    PageWanted,
    TracksWanted,
)

DEADLINE_S = 20.0


def wanted(text: str, count: int = 5) -> PageWanted:
    return PageWanted(Place(PlaceKind.FOUND, text), Sort.AS_IS, 0, count)


def test_it_answers_with_what_the_library_finds() -> None:
    answers: queue.Queue[LibraryAnswer] = queue.Queue()
    thread = LibraryThread(ListCatalog, answers.put)
    thread.start()
    thread.ask(wanted("abba"))
    assert answers.get(timeout=DEADLINE_S) == LibraryAnswer(
        wanted("abba"), Page(0, (TRACKS[11],), 1)
    )
    thread.stop()


def test_questions_typed_during_a_search_are_answered_by_the_last() -> None:
    asked: list[str] = []
    may_go_on, is_searching = threading.Event(), threading.Event()

    class Slow(ListCatalog):
        def page(self, place: Place, sort: Sort, first: int, count: int) -> Page:
            asked.append(place.key)
            is_searching.set()
            assert may_go_on.wait(DEADLINE_S)
            return Page()

    answers: queue.Queue[LibraryAnswer] = queue.Queue()
    thread = LibraryThread(Slow, answers.put)
    thread.start()
    thread.ask(wanted("a"))
    assert is_searching.wait(DEADLINE_S)
    tracks = TracksWanted((Place(PlaceKind.TRACKS),), 2, "last")
    for question in (wanted("ab"), tracks, wanted("abb"), CoverageWanted(), wanted("abba")):
        thread.ask(question)
    may_go_on.set()
    answered = [answers.get(timeout=DEADLINE_S) for _ in range(4)]
    assert [each.question for each in answered] == [
        wanted("a"),
        tracks,
        CoverageWanted(),
        wanted("abba"),
    ], "what is to be played is never passed over"
    assert answered[1].found == (TRACKS[0].id, TRACKS[1].id)
    thread.stop()
    assert asked == ["a", "abba"]


def test_a_failure_is_told_and_the_library_opened_anew() -> None:
    opened: list[ListCatalog] = []

    def open_browser() -> ListCatalog:
        opened.append(ListCatalog())
        if len(opened) == 1:
            raise OSError("index locked")
        return opened[-1]

    answers: queue.Queue[LibraryAnswer] = queue.Queue()
    thread = LibraryThread(open_browser, answers.put)
    thread.start()
    thread.ask(wanted("abba"))
    assert answers.get(timeout=DEADLINE_S).trouble == "the library cannot be read: index locked"
    thread.ask(wanted("abba"))
    assert answers.get(timeout=DEADLINE_S).trouble == ""
    thread.stop()


def test_what_was_opened_is_closed_at_the_end() -> None:
    closed = threading.Event()

    class Closing(ListCatalog):
        def close(self) -> None:
            closed.set()

    answers: queue.Queue[LibraryAnswer] = queue.Queue()
    thread = LibraryThread(Closing, answers.put)
    thread.start()
    thread.ask(wanted("abba"))
    answers.get(timeout=DEADLINE_S)
    thread.stop()
    assert closed.is_set()


@pytest.mark.parametrize("is_started", [True, False])
def test_stopping_leaves_no_thread(is_started: bool) -> None:
    thread = LibraryThread(ListCatalog, lambda answer: None)
    if is_started:
        thread.start()
    thread.stop()
    assert "library-search" not in {thread.name for thread in threading.enumerate()}
