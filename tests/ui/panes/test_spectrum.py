"""The spectrum as columns."""

from tests.ui.conftest import MakeStage
from tests.ui.reading import screen_lines, screen_text
from tests.ui.sample_snapshots import PLAYING, SPECTRUM
from tui_player.ui.drawing.glyphs import ASCII, UNICODE
from tui_player.ui.drawing.lines import line_width
from tui_player.ui.panes.spectrum import spectrum_lines


def drawn(levels: bytes, width: int, rows: int) -> list[str]:
    lines = spectrum_lines(levels, width, rows, UNICODE, "accent")
    assert all(line_width(line) <= width for line in lines)
    return ["".join(span.text for span in line) for line in lines]


def test_a_level_is_as_high_as_loud() -> None:
    assert drawn(bytes([0, 64, 128, 255]), 7, 2) == ["      █", "  ▄ █ █"]


def test_columns_are_as_wide_as_there_is_room() -> None:
    assert drawn(bytes([255, 0, 255]), 12, 1) == ["███     ███"]


def test_where_there_is_little_room_the_loudest_neighbour_is_shown() -> None:
    assert drawn(bytes([0, 255, 0, 0]), 3, 1) == ["█  "]


def test_nothing_to_draw_leaves_empty_lines() -> None:
    assert spectrum_lines(b"", 20, 2, UNICODE, "accent") == [(), ()]
    assert spectrum_lines(b"\xff", 1, 2, UNICODE, "accent") == [(), ()]
    assert spectrum_lines(b"\xff", 20, 0, UNICODE, "accent") == []


def test_in_ascii_it_is_ascii() -> None:
    lines = spectrum_lines(SPECTRUM, 40, 3, ASCII, "accent")
    assert all(span.text.isascii() for line in lines for span in line)


async def test_w_makes_room_and_asks_for_it_and_gives_the_room_back(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        before = screen_lines(stage)[:-1]
        await pilot.press("w", "escape")
        assert stage.spectrum_wanted == [True]
        stage.bridge.show_spectrum(SPECTRUM)
        await pilot.pause()
        assert "▇" in "".join(screen_lines(stage)[3:6])
        stage.bridge.show_spectrum(None)
        await pilot.pause()
        assert "▇" not in "".join(screen_lines(stage)[3:6])
        stage.bridge.show_spectrum(SPECTRUM)
        await pilot.press("w", "escape")
        await pilot.pause()
        assert stage.spectrum_wanted == [True, False]
        assert screen_lines(stage)[:-1] == before


async def test_a_spectrum_that_nobody_asked_for_is_not_drawn(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        before = screen_text(stage)
        stage.bridge.show_spectrum(SPECTRUM)
        await pilot.pause()
        assert screen_text(stage) == before
