"""Turns of phrase that sentences share."""

import pytest

from tui_player.model.text import is_out_of_memory, reason_of


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (ValueError("no such thing."), "no such thing"),
        (ImportError("\n\nREAD THIS!\n\nOriginal error was: x.so: no room\n"), "x.so: no room"),
        (KeyError(), "KeyError"),
        (RuntimeError("a" * 300), "a" * 200 + "…"),
    ],
)
def test_the_reason_of_an_error_is_a_line_without_advice(error: Exception, reason: str) -> None:
    assert reason_of(error) == reason


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        RuntimeError("Exception during initialization: std::bad_alloc"),
        ImportError("libvpx.so.11: failed to map segment from shared object"),
        RuntimeError("error: (-4:Insufficient memory) Failed to allocate 9 bytes"),
    ],
)
def test_that_there_is_no_memory_is_said_alike(error: Exception) -> None:
    assert is_out_of_memory(error)
    assert reason_of(error) == "there is not enough memory"
    assert not is_out_of_memory(ValueError("memory"))
