"""What the frame of the Library tells: where one is, and which keys do what there."""

from collections.abc import Sequence

from rich.cells import cell_len

from tui_player.domain.browse import Page, Place, PlaceKind, Row, Shelf, sorts_of
from tui_player.ui.charset import Charset
from tui_player.ui.library_rows import LibraryRows
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


def why_empty(place: Place, library_sentence: str) -> str:
    """Why a place has no rows."""
    if place.kind is PlaceKind.FOUND:
        return f"nothing found for {place.key}"
    if place.kind is PlaceKind.PLAYLISTS:
        return "no playlists yet: ctrl+s saves Up next as one"
    return library_sentence


def below_told(
    rows: LibraryRows, page: Page, library_sentence: str, width: int, *, is_search: bool
) -> str:
    """The place and the keys, else what there is to say of the library."""
    charset, told = rows.charset, place_told(page, rows.cursor, is_search=is_search)
    if rows.has_focus:
        told = hints(told, rows.current, len(rows.marks), charset, width)
    elif is_search:
        told = typing_hints(told, page.total, charset, width)
    else:
        told = page.sentence or (library_sentence if rows.rows else "")
    return charset.fit(told, width)


def typing_hints(told: str, total: int, charset: Charset, width: int) -> str:
    """What was found and, while words are typed, what can be done with it."""
    down = charset.key_names.get("down", "down")
    pieces = ["Enter plays", f"{down} then a queues", "e next"] if total else []
    return _joined(told, pieces, charset, width)


def hints(told: str, row: Row | None, marked: int, charset: Charset, width: int) -> str:
    """The place with as many keys behind it as there is room for, the most needed first."""
    if marked:
        pieces = [f"{marked} marked", "Enter plays them", "a queue last", "e next"]
    elif isinstance(row, Shelf):
        pieces = ["Enter open", "a queue last", "N play all", ". mark"]
    else:
        pieces = ["Enter play", "a queue last", "e next", ". mark"]
    return _joined(told, [*pieces, "S sort", "backspace back", "f family"], charset, width)


def _joined(told: str, pieces: Sequence[str], charset: Charset, width: int) -> str:
    """As many of the pieces behind what is told as there is room for."""
    separator = f" {charset.separator} "
    for piece in pieces:
        longer = f"{told}{separator}{piece}"
        if cell_len(longer) > width:
            break
        told = longer
    return told
