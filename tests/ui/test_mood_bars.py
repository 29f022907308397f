"""The families a mood plays, wrapped between names."""

from tui_player.ui.charset import UNICODE
from tui_player.ui.lines import line_width
from tui_player.ui.mood_bars import plays_lines

FAMILIES = ("acoustic", "folk", "singer-songwriter", "classical", "ballads")


def texts(width: int, room: int) -> list[str]:
    lines = plays_lines(FAMILIES, width, room, UNICODE)
    return ["".join(span.text for span in line) for line in lines]


def test_names_are_wrapped_whole() -> None:
    assert texts(26, 4) == [
        "plays acoustic, folk,",
        "      singer-songwriter,",
        "      classical, ballads",
    ]


def test_what_does_not_fit_is_left_out() -> None:
    assert texts(26, 1) == ["plays acoustic, folk, sin…"]


def test_no_line_is_too_wide() -> None:
    for width in range(12, 60):
        lines = plays_lines(("夜の音楽", *FAMILIES), width, 9, UNICODE)
        assert all(line_width(line) <= width for line in lines), width


def test_no_families_no_line() -> None:
    assert plays_lines((), 20, 3, UNICODE) == []
