"""What the frame of the Library tells: where one is, and which keys do what there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len

from tui_player.ports.browser import BrowseLink, Page, Place, PlaceKind, Row, sorts_of
from tui_player.ui.text import thousands

if TYPE_CHECKING:
    from tui_player.ui.drawing.glyphs import Charset
    from tui_player.ui.keys.hints import KeyHints
    from tui_player.ui.library.location import View
    from tui_player.ui.library.rows import LibraryRows

_AT_START = 2  # the top and all tracks


class LibraryWords:
    """What is told on the frame, with the keys that hold."""

    def __init__(self, charset: Charset, hints: KeyHints) -> None:
        self._charset = charset
        self._hints = hints

    def path(self, path: Sequence[View], search: View | None) -> str:
        """The way from the top, how it is ordered, and how to look elsewhere."""
        view = search or path[-1]
        order = "" if view.sort is sorts_of(view.place.kind)[0] else f" · {view.sort}"
        if search is not None:
            return f"Library · found{order}"
        if view.place.kind is PlaceKind.TRACKS and len(path) == _AT_START and not order:
            ways = self._hints.pieces(("search", "search"), ("browse", "explore"))
            return " · ".join(["Library", *ways])
        names = [each.place.label for each in path[1:]]
        return " › ".join(["Library", *names[-3:]]) + order

    def why_empty(self, place: Place, library_sentence: str) -> str:
        """Why a place has no rows."""
        if place.kind is PlaceKind.FOUND:
            return f"nothing found for {place.key}"
        if place.kind is PlaceKind.PLAYLISTS:
            saves = self._hints.pieces(("save_up_next", "saves Up next as one"))
            return ": ".join(["no playlists yet", *saves])
        return library_sentence

    def below(
        self, rows: LibraryRows, page: Page, library_sentence: str, width: int, *, is_search: bool
    ) -> str:
        """The place and the keys, else what there is to say of the library."""
        told = _place_told(page, rows.cursor, is_search=is_search)
        if rows.has_focus:
            told = self._joined(told, self._told_keys(rows.current, len(rows.marks)), width)
        elif is_search:
            told = self._joined(told, self._typing_hints() if page.total else [], width)
        else:
            told = page.sentence or (library_sentence if rows.rows else "")
        return self._charset.fit(told, width)

    def _typing_hints(self) -> list[str]:
        """What can be done with what was found while words are typed."""
        down = self._charset.key_names.get("down", "down")
        queues = self._hints.pieces(("queue_last", "queues"))
        next_ = self._hints.pieces(("queue_next", "next"))
        return ["Enter plays", *(f"{down} then {piece}" for piece in queues), *next_]

    def _told_keys(self, row: Row | None, marked: int) -> list[str]:
        """The most needed keys first."""
        last, next_ = ("queue_last", "queue last"), ("queue_next", "next")
        if marked:
            plays = ("play_selected", "plays them")
            pieces = [f"{marked} marked", *self._hints.pieces(plays, last, next_)]
        elif isinstance(row, BrowseLink):
            all_ = ("play_all", "play all")
            pieces = self._hints.pieces(("play_selected", "open"), last, all_, ("mark", "mark"))
        else:
            pieces = self._hints.pieces(("play_selected", "play"), last, next_, ("mark", "mark"))
        return [
            *pieces,
            *self._hints.pieces(("sort", "sort"), ("go_up", "back"), ("give_family", "family")),
        ]

    def _joined(self, told: str, pieces: Sequence[str], width: int) -> str:
        """As many of the pieces behind what is told as there is room for."""
        for piece in pieces:
            longer = f"{told} {self._charset.separator} {piece}"
            if cell_len(longer) > width:
                break
            told = longer
        return told


def _place_told(page: Page, cursor: int, *, is_search: bool) -> str:
    """`n of m`, where the cursor is."""
    found = " found" if is_search else ""
    more = "+" if page.may_be_more else ""
    place = f"{thousands(cursor + 1)} of " if page.total else ""
    return f"{place}{thousands(page.total)}{more}{found}"
