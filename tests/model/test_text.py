"""Turns of phrase that sentences share."""

import pytest

from tui_player.model.text import reason_of


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (ValueError("no such thing."), "no such thing"),
        (ImportError("\n\nREAD THIS!\n\nOriginal error was: x.so: no room\n"), "x.so: no room"),
        (MemoryError(), "MemoryError"),
        (RuntimeError("a" * 300), "a" * 200 + "…"),
    ],
)
def test_the_reason_of_an_error_is_a_line_without_advice(error: Exception, reason: str) -> None:
    assert reason_of(error) == reason
