"""What the frame of the Library tells: where one is, and which keys do what there."""

from collections.abc import Sequence

from rich.cells import cell_len

from tui_player.domain.browse import Page, PlaceKind, Row, Shelf, sorts_of
from tui_player.ui.charset import Charset
from tui_player.ui.library_view import View
from tui_player.ui.words import thousands

_AT_START = 2  # the top and all tracks


def path_told(path: Sequence[View], search: View | None) -> str:
    """The way from the top, how it is ordered, and how to look elsewhere."""
    view = search or path[-1]
    order = "" if view.sort is sorts_of(view.place.kind)[0] else f" · {view.sort}"
    if search is not None:
        return f"Library · found{order}"
    if view.place.kind is PlaceKind.TRACKS and len(path) == _AT_START and not order:
        return "Library · / search · E explore"
    names = [each.place.label for each in path[1:]]
    return " › ".join(["Library", *names[-3:]]) + order


def place_told(page: Page, cursor: int, *, is_search: bool) -> str:
    """`n of m`, where the cursor is."""
    found = " found" if is_search else ""
    more = "+" if page.may_be_more else ""
    place = f"{thousands(cursor + 1)} of " if page.total else ""
    return f"{place}{thousands(page.total)}{more}{found}"


def hints(told: str, row: Row | None, marked: int, charset: Charset, width: int) -> str:
    """The place with as many keys behind it as there is room for, the most needed first."""
    if marked:
        pieces = [f"{marked} marked", "Enter plays them", "a queue last", "e next"]
    elif isinstance(row, Shelf):
        pieces = ["Enter open", "a queue last", "N play all", ". mark"]
    else:
        pieces = ["Enter play", "a queue last", "e next", ". mark"]
    pieces += ["S sort", "backspace back", "f family"]
    separator = f" {charset.separator} "
    for piece in pieces:
        longer = f"{told}{separator}{piece}"
        if cell_len(longer) > width:
            break
        told = longer
    return told
