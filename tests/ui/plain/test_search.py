"""Searching without a screen."""

from collections.abc import Sequence

import pytest

from tests.ui.sample_snapshots import TRACKS
from tui_player.messages import requests
from tui_player.messages.requests import Request
from tui_player.model.errors import TuiPlayerError
from tui_player.model.music.track import Track
from tui_player.ui.plain.search import PlainSearch


class Desk:
    """A search with all it says and asks written down."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.echoed = ""
        self.asked: list[Request] = []
        self.search = PlainSearch(self.find, self.asked.append, self.said.append, self.echo)

    def find(self, words: str, limit: int) -> Sequence[Track]:
        if words == "broken":
            raise TuiPlayerError("the index is damaged")
        return [t for t in TRACKS if words.lower() in t.title.lower()][:limit]

    def echo(self, text: str) -> None:
        self.echoed += text

    def type(self, words: str) -> None:
        self.search.open()
        self.press(*("space" if letter == " " else letter for letter in words), "enter")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.search.press(key)


def test_what_is_found_is_told_with_numbers_and_a_number_plays() -> None:
    desk = Desk()
    desk.type("get ")
    assert desk.echoed == "Search for: get \n"
    assert desk.said[0] == "1: Don't Stop 'til You Get Enough, Michael Jackson, Off the Wall"
    assert desk.said[1] == "2: Get Lucky, Daft Punk, Random Access Memories"
    assert "Esc: done" in desk.said[2]
    desk.press("2")
    assert desk.asked == [requests.PlayTrack(TRACKS[7].id)]
    assert not desk.search.is_open


@pytest.mark.parametrize(("key", "first"), [("a", False), ("e", True)])
def test_a_letter_and_a_number_queue(key: str, first: bool) -> None:
    desk = Desk()
    desk.type("september")
    desk.press(key, "1")
    assert desk.asked == [requests.QueueTrack(TRACKS[1].id, first=first)]


def test_typing_can_be_mended_and_left() -> None:
    desk = Desk()
    desk.search.open()
    desk.press("\x7f", "q", "x", "\x7f", "right", "escape")
    assert desk.echoed == "Search for: qx\b \b"
    assert desk.said == ["Search closed."]
    assert not desk.search.is_open
    assert desk.asked == []


def test_nothing_found_and_nothing_typed_close_it() -> None:
    desk = Desk()
    desk.type("zzz")
    desk.type("")
    assert desk.said == ["Nothing found for zzz.", "Search closed."]
    assert not desk.search.is_open


def test_a_library_that_cannot_be_searched_is_one_line() -> None:
    desk = Desk()
    desk.type("broken")
    assert desk.said == ["The library cannot be searched: the index is damaged"]


def test_a_number_that_is_not_there_says_what_there_is_to_do() -> None:
    desk = Desk()
    desk.type("get")
    desk.press("9", "0", "x")
    assert desk.asked == []
    assert desk.search.is_open
    assert desk.said[-1].startswith("A number plays it.")
    desk.press("/")
    assert desk.echoed.endswith("Search for: ")
