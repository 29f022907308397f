"""Names come in the order people expect, numbers by their value."""

import random

import pytest

from tui_player.model.music.natural_order import natural_key


@pytest.mark.parametrize(
    "names",
    [
        ["Chapter 1", "chapter 2", "Chapter 10", "Chapter 11", "Chapter 20"],
        ["1", "01b", "2", "10", "100", "1000"],
        ["Ä 2", "ä 10", "B"],
        ["2.9", "2.10", "10.1"],
        ["part９", "part１０"],
        ["CD1/9", "CD2/1", "CD10/1"],
        ["", "0", "a"],
    ],
)
def test_numbers_count_by_their_value(names: list[str]) -> None:
    mixed = names[:]
    random.Random(1).shuffle(mixed)
    assert sorted(mixed, key=natural_key) == names
