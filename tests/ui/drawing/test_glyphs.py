"""Foreign text is made safe to show and fits its cells exactly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tui_player.model.mood.emotion import EMOTIONS
from tui_player.ui.drawing.glyphs import ASCII, LINUX_CONSOLE, UNICODE, Charset

ALL = [UNICODE, ASCII, LINUX_CONSOLE]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Golden Hour", "Golden Hour"),
        ("heart ❤\ufe0f beat", "heart ❤ beat"),
        ("wave 👋🏽", "wave 👋"),
        ("two\nlines\tand tab", "two lines and tab"),
        ("bell\x07 and escape\x1b[31m", "bell\ufffd and escape\ufffd[31m"),
        ("caf\udce9", "caf\ufffd"),
        ("right-to-left \u202eoverride", "right-to-left override"),
        ("夜に駆ける", "夜に駆ける"),
        ("family 👨\u200d👩\u200d👧", "family 👨\u200d👩\u200d👧"),
    ],
)
def test_names_are_shown_without_what_shifts_or_commands(name: str, shown: str) -> None:
    assert UNICODE.show(name) == shown


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Ça plane pour moi", "Ca plane pour moi"),
        ("Motörhead – Ace", "Motorhead - Ace"),
        ("夜に", "??"),
        ("lifting: sad → neutral", "lifting: sad -> neutral"),
        ("caf\udce9", "caf?"),
    ],
)
def test_without_utf8_names_are_spelled_in_ascii(name: str, shown: str) -> None:
    assert ASCII.show(name) == shown


@given(st.text(st.characters(), max_size=60), st.integers(0, 40), st.sampled_from(ALL))
def test_any_text_fits_and_a_column_is_exactly_as_wide(
    text: str, cells: int, charset: Charset
) -> None:
    assert cell_len(charset.fit(text, cells)) <= cells
    column = charset.column(text, cells)
    assert cell_len(column) == cells
    column.encode("ascii" if charset.only_ascii else "utf-8")


def test_a_cut_is_told_by_an_ellipsis() -> None:
    assert UNICODE.fit("September", 6) == "Septe…"
    assert UNICODE.fit("夜に駆ける", 6) == "夜に…"
    assert ASCII.fit("September", 6) == "Sept.."


@given(st.floats(-1, 2), st.integers(0, 30), st.sampled_from(ALL))
def test_a_bar_is_exactly_as_wide_as_asked(fraction: float, cells: int, charset: Charset) -> None:
    done, left = charset.bar(fraction, cells)
    assert cell_len(done) + cell_len(left) == cells


def test_bars_grow_by_eighths() -> None:
    assert [UNICODE.bar(n / 16, 2)[0] for n in (0, 1, 8, 9, 16)] == ["", "▏", "█", "█▏", "██"]


@pytest.mark.parametrize("charset", ALL)
def test_every_mood_has_a_face_two_cells_wide(charset: Charset) -> None:
    assert all(cell_len(charset.faces[emotion]) == 2 for emotion in EMOTIONS)


def test_the_ascii_set_is_ascii() -> None:
    texts = [sign for sign in ASCII if isinstance(sign, str)]
    texts += [*ASCII.faces.values(), *ASCII.key_names.values()]
    assert all(text.isascii() for text in texts)
