"""Only the cells that changed are painted again."""

from tui_player.ui.drawing.lines import Line, Span, changed_cells, line_width, spread


def line(*texts: str) -> Line:
    return tuple(Span(text) for text in texts)


def test_equal_lines_have_no_changed_cells() -> None:
    start, end = changed_cells(line("a", "bc"), line("a", "bc"))
    assert start == end


def test_a_changed_middle_is_found() -> None:
    assert changed_cells(line("▶ ", "1:01", "   ━"), line("▶ ", "1:02", "   ━")) == (2, 6)


def test_another_look_is_a_change() -> None:
    assert changed_cells((Span("ab", "quiet"),), (Span("ab", "text"),)) == (0, 2)


def test_wide_characters_count_as_two_cells() -> None:
    assert changed_cells(line("夜に", "x"), line("夜に", "y")) == (4, 5)


def test_a_line_of_another_width_changes_to_its_end() -> None:
    assert changed_cells(line("ab", "c"), line("ab", "cde")) == (2, 5)


def test_repeated_spans_do_not_count_twice() -> None:
    start, end = changed_cells(line("a", "a"), line("a", "a", "a"))
    assert (start, end) == (2, 3)


def test_spread_puts_the_right_part_at_the_end() -> None:
    both = spread(line("left"), line("right"), 20)
    assert line_width(both) == 20
    assert both[-1].text == "right"


def test_spread_drops_the_right_part_where_there_is_no_room() -> None:
    assert spread(line("left"), line("right"), 9) == line("left")
