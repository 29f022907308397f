"""The search thread answers the newest question, tells failures and ends."""

import queue
import threading

import pytest

from tests.ui.conftest import ListCatalog
from tests.ui.sample_snapshots import TRACKS
from tui_player.domain.track import Track
from tui_player.ui.catalog_search import CatalogSearch, SearchAnswer

DEADLINE_S = 20.0


def test_it_answers_with_what_the_catalog_finds() -> None:
    answers: queue.Queue[SearchAnswer] = queue.Queue()
    search = CatalogSearch(ListCatalog, answers.put)
    search.start()
    search.ask("abba", 5)
    assert answers.get(timeout=DEADLINE_S) == SearchAnswer("abba", (TRACKS[11],))
    search.ask("", 5)
    many = answers.get(timeout=DEADLINE_S)
    assert (len(many.tracks), many.may_be_more) == (5, True)
    search.stop()


def test_questions_typed_during_a_search_are_answered_by_the_last() -> None:
    asked: list[str] = []
    may_go_on = threading.Event()
    is_searching = threading.Event()

    class SlowCatalog(ListCatalog):
        def search(self, text: str, limit: int) -> tuple[Track, ...]:
            asked.append(text)
            is_searching.set()
            assert may_go_on.wait(DEADLINE_S)
            return ()

    answers: queue.Queue[SearchAnswer] = queue.Queue()
    search = CatalogSearch(SlowCatalog, answers.put)
    search.start()
    search.ask("a", 5)
    assert is_searching.wait(DEADLINE_S)
    for text in ("ab", "abb", "abba"):
        search.ask(text, 5)
    may_go_on.set()
    assert answers.get(timeout=DEADLINE_S).text == "a"
    assert answers.get(timeout=DEADLINE_S).text == "abba"
    search.stop()
    assert asked == ["a", "abba"]


def test_a_failure_is_told_and_the_catalog_opened_anew() -> None:
    opened: list[ListCatalog] = []

    def open_catalog() -> ListCatalog:
        if not opened:
            opened.append(ListCatalog())
            raise OSError("index locked")
        opened.append(ListCatalog())
        return opened[-1]

    answers: queue.Queue[SearchAnswer] = queue.Queue()
    search = CatalogSearch(open_catalog, answers.put)
    search.start()
    search.ask("abba", 5)
    assert answers.get(timeout=DEADLINE_S).trouble == "the library cannot be read: index locked"
    search.ask("abba", 5)
    assert answers.get(timeout=DEADLINE_S).trouble == ""
    search.stop()


@pytest.mark.parametrize("is_started", [True, False])
def test_stopping_leaves_no_thread(is_started: bool) -> None:
    search = CatalogSearch(ListCatalog, lambda answer: None)
    if is_started:
        search.start()
    search.stop()
    assert "catalog-search" not in {thread.name for thread in threading.enumerate()}
